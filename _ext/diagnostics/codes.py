"""The codes of all problems: a closed list, explained in `about/messages.md`."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """The stable name of a kind of problem, and its meaning in inline Markdown."""

    meaning: str

    def __new__(cls, name: str, meaning: str) -> Code:
        """Make a code from its name and its meaning."""
        code = str.__new__(cls, name)
        code._value_, code.meaning = name, meaning
        return code

    BAD_ADDRESS = ("bad-address", "An invalid web address, or one without `https://` or `http://`.")
    BAD_CATALOG = ("bad-catalog", "A catalog of translations, in `locales/`, that cannot be read.")
    BAD_CHARACTER = ("bad-character", "A control character, or one that reverses the text around it.")
    BAD_DATE = ("bad-date", "An invalid date, or one before the date it must follow.")
    BAD_LINK_TEXT = ("bad-link-text", "A link whose text does not say where it leads.")
    BAD_DIRECTIVE = ("bad-directive", "A directive without the argument, options or text that it takes.")
    BAD_SNAPSHOT = ("bad-snapshot", "A record of a version, in `releases/`, that cannot be read.")
    BAD_YAML = ("bad-yaml", "Front matter that is not valid YAML.")
    BROKEN_MARKDOWN = ("broken-markdown", "Markdown with a mistake, which readers see as it was typed.")
    CHANGED_REFERENCE = ("changed-reference", "A translation without the links or roles of its original.")
    DIFFERENT_TITLE = ("different-title", "A `# Title` that is not the name in the facts.")
    DUPLICATE_ID = ("duplicate-id", "An id that two pages claim.")
    DUPLICATE_NAME = ("duplicate-name", "A name that two pages of the same kind have.")
    DUPLICATE_KEY = ("duplicate-key", "A key that occurs twice in the same place.")
    EMPTY_VALUE = ("empty-value", "A key without a value.")
    FILL_IN = ("fill-in", "A part of a new page that is not filled in yet.")
    FORBIDDEN_BLOCK = ("forbidden-block", "A directive, a role or a part of one that pages here do not use.")
    FORBIDDEN_FILE = ("forbidden-file", "A file that is not an image of this site, or a symbolic link.")
    FORBIDDEN_HTML = ("forbidden-html", "HTML in a page.")
    FORBIDDEN_YAML = (
        "forbidden-yaml",
        "An anchor, an alias or a tag in front matter, or values that are nested too deeply.",
    )
    LOST_PLACEHOLDER = ("lost-placeholder", "A translation without the placeholders or code of its original.")
    MISPLACED_FRONT_MATTER = (
        "misplaced-front-matter",
        "Front matter that does not begin on line 1 with a line of exactly `---`.",
    )
    MISSING_ALT_TEXT = ("missing-alt-text", "An image without a text that describes it.")
    MISSING_FACTS = ("missing-facts", "A page in a folder of facts that states no facts.")
    MISSING_KEY = ("missing-key", "A required key that is missing.")
    MISSING_PHOTO = ("missing-photo", "A photo that does not exist, or has no description or credit.")
    MISSING_TITLE = ("missing-title", "A page without a `# Title`.")
    MISSPELLING = ("misspelling", "A common misspelling of a word.")
    NOT_TEXT = ("not-text", "A page that is not UTF-8 text, or that cannot be read.")
    SECOND_TITLE = ("second-title", "A second `# Title` on a page.")
    SEVERAL_PARAGRAPHS = ("several-paragraphs", "A translation that is not one paragraph.")
    SKIPPED_HEADING = ("skipped-heading", "A heading that is two or more levels below the one before it.")
    TOO_LONG = ("too-long", "A text or page that is too long, or a list with too many items.")
    UNCLOSED_FRONT_MATTER = ("unclosed-front-matter", "Front matter without its closing line `---`.")
    UNFINISHED_MERGE = ("unfinished-merge", "Marks of an unfinished merge of two versions.")
    UNDECLARED_PARTNER = (
        "undeclared-partner",
        "A partner that an announcement names in its prose, but not under `partners`.",
    )
    UNKNOWN_KEY = ("unknown-key", "A key that does not exist in this place.")
    UNKNOWN_PARTNER = ("unknown-partner", "The id of a partner that has no page.")
    UNKNOWN_PRIORITY = ("unknown-priority", "The id of a priority that has no page.")
    UNKNOWN_UNIT = ("unknown-unit", "The id of a team unit that has no page.")
    UNKNOWN_ANNOUNCEMENT = ("unknown-announcement", "The id of an announcement that has no page.")
    UNKNOWN_FILE = ("unknown-file", "A published file that this site does not have.")
    UNKNOWN_TARGET = ("unknown-target", "A page, a heading or a footnote that does not exist.")
    UNKNOWN_LANGUAGE = ("unknown-language", "A folder of catalogs whose name is not the code of a language.")
    UNKNOWN_VALUE = ("unknown-value", "A value that the key does not accept.")
    UNLISTED_PAGE = ("unlisted-page", "A page that no table of contents lists.")
    WIKI_MARKUP = ("wiki-markup", "Wiki markup, which this site shows as it was typed.")
    WRONG_PLACE = ("wrong-place", "A page whose folder or file name does not match its facts.")
    WRONG_TYPE = ("wrong-type", "A value of the wrong type, such as a list instead of a text.")
