"""The codes of all problems: a closed list, shown in `about/messages`."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """The stable name of a kind of problem, and what it means: a closed list, shown in `about/messages`."""

    meaning: str

    def __new__(cls, name: str, meaning: str) -> Code:
        """Make a code from its name and one sentence of inline Markdown."""
        code = str.__new__(cls, name)
        code._value_, code.meaning = name, meaning
        return code

    BAD_ADDRESS = (
        "bad-address",
        "A web address that is none, or begins with neither `https://` nor `http://`.",
    )
    BAD_CHARACTER = (
        "bad-character",
        "A control character, or one that reverses the text around it.",
    )
    BAD_DATE = (
        "bad-date",
        "A date that is none, or lies before the one it must follow.",
    )
    BAD_LINK_TEXT = ("bad-link-text", "A link whose words do not say where it leads.")
    BAD_SNAPSHOT = (
        "bad-snapshot",
        "A record of a version, in `releases/`, that cannot be read.",
    )
    BAD_YAML = ("bad-yaml", "Front matter that is not YAML.")
    DUPLICATE_ID = ("duplicate-id", "Two pages that claim the same id.")
    DUPLICATE_KEY = ("duplicate-key", "A key that stands twice in one block.")
    EMPTY_VALUE = ("empty-value", "A key without a value.")
    FILL_IN = ("fill-in", "A value of a new page that nobody has written yet.")
    FORBIDDEN_BLOCK = (
        "forbidden-block",
        "A block or role that pages here do not use, a diagram with more than shapes and texts in it, or "
        "navigation to what does not stand below.",
    )
    FORBIDDEN_FILE = (
        "forbidden-file",
        "A picture that is no plain picture of this site, a link to a file, a symbolic link.",
    )
    FORBIDDEN_HTML = ("forbidden-html", "HTML in a page.")
    FORBIDDEN_YAML = ("forbidden-yaml", "An anchor, alias or tag, or values nested deeper than any fact is.")
    MISPLACED_FRONT_MATTER = (
        "misplaced-front-matter",
        "Front matter that does not begin on line 1 with a line of exactly `---`.",
    )
    MISSING_ALT_TEXT = ("missing-alt-text", "A picture that those who cannot see it are not told of.")
    MISSING_FACTS = ("missing-facts", "A page in a folder of facts that states none.")
    MISSING_KEY = ("missing-key", "A required key that is not there.")
    MISSING_PHOTO = (
        "missing-photo",
        "A photo that is not there, or without description or credit.",
    )
    MISSING_TITLE = ("missing-title", "A page of facts without a `# Title`.")
    MISSPELLING = ("misspelling", "A word that is commonly mistyped in this way.")
    NOT_TEXT = ("not-text", "A page that is not UTF-8 text, or cannot be read.")
    SKIPPED_HEADING = ("skipped-heading", "A heading that is two or more levels below the one before it.")
    TOO_LONG = ("too-long", "A text longer than its field allows.")
    UNCLOSED_FRONT_MATTER = ("unclosed-front-matter", "Front matter without its closing line `---`.")
    UNDECLARED_PARTNER = (
        "undeclared-partner",
        "A partner that an announcement names in its prose but not under `partners`.",
    )
    UNKNOWN_KEY = ("unknown-key", "A key that means nothing here.")
    UNKNOWN_PARTNER = ("unknown-partner", "The id of a partner that has no page.")
    UNKNOWN_PRIORITY = ("unknown-priority", "The id of a priority that has no page.")
    UNKNOWN_UNIT = ("unknown-unit", "The id of a team unit that has no page.")
    UNKNOWN_ANNOUNCEMENT = ("unknown-announcement", "The id of an announcement that has no page.")
    UNKNOWN_FILE = ("unknown-file", "A published file that this site does not make.")
    UNKNOWN_VALUE = ("unknown-value", "A word that is not among the words this key takes.")
    WRONG_PLACE = ("wrong-place", "A page whose folder or file name does not go with what it says it is.")
    WRONG_TYPE = ("wrong-type", "A list where a text belongs, a text where a number belongs, and so on.")
