"""The rules of the MediaWiki extension Translate, for tests of wiki pages.

The steps are those of `TranslatablePageParser`, `TranslationUnit` and `TranslatablePageMarker` in
https://github.com/wikimedia/mediawiki-extensions-Translate.
"""

from __future__ import annotations

import re
from typing import NamedTuple

TAGS = re.compile(r"(<translate(?: nowrap)?>)(.*?)</translate>", re.DOTALL)
HEADING = re.compile(r"(={1,6})[ \t]*(.+?)[ \t]*\1\s*")
VARIABLE = re.compile(r'<tvar\s+name\s*=\s*"([^"]*)"\s*>(.*?)</tvar\s*>', re.DOTALL | re.IGNORECASE)
MARKER = "<!--T:(.*?)-->"
ONE_MARKER = "<!--T:[^>]*-->"


class TranslationUnit(NamedTuple):
    """A text with its marker, which is "-1" if it has none."""

    marker: str
    text: str

    @property
    def is_heading(self) -> bool:
        return HEADING.fullmatch(self.text) is not None

    @property
    def variables(self) -> list[tuple[str, str]]:
        """The names and values of the variables."""
        return [(match[1], match[2]) for match in VARIABLE.finditer(self.text)]

    def marked(self, is_inline: bool) -> str:
        """Return the text with its marker, as Translate saves it."""
        marker = f"<!--T:{self.marker}-->"
        if self.is_heading:
            return f"{self.text} {marker}"
        return f"{marker}{' ' if is_inline else chr(10)}{self.text}"

    @property
    def text_for_translators(self) -> str:
        return VARIABLE.sub(lambda match: f"${match[1]}", self.text)


class ParsedPage(NamedTuple):
    """A page: as readers see it without translations, as it is saved, and its units."""

    rendered: str
    saved: str  # the wikitext after an administrator marks the page for translation
    units: list[TranslationUnit]


def parse_page(page: str) -> ParsedPage:
    """Return the units of a page.

    :raises ValueError: if Translate refuses to mark the page
    """
    units: list[TranslationUnit] = []
    saved: list[str] = []
    armored: list[str] = []

    def armor(match: re.Match[str]) -> str:
        armored.append(match[0])
        return f"\x7f{len(armored) - 1}\x7f"

    def unarmor(text: str) -> str:
        return re.sub("\x7f(\\d+)\x7f", lambda match: armored[int(match[1])], text)

    def section(match: re.Match[str]) -> str:
        if re.search("<translate(?: nowrap)?>", match[2]):
            raise ValueError("nested tags")
        rendered = marked = ""
        is_inline = "\n" not in match[2]
        for part in re.split(r"(\A\s*|\s*\n\n\s*|\s*\Z)", unarmor(match[2]), flags=re.ASCII):
            if part.strip():
                units.append(parse_unit(part))
                marked += units[-1].marked(is_inline)
                part = VARIABLE.sub(lambda variable: variable[2], units[-1].text)
            else:
                marked += part
            rendered += part
        saved.append(f"{match[1]}{marked}</translate>")
        return re.sub(r"\A\n|\n\Z", "", rendered)

    armored_page = re.sub("<nowiki>.*?</nowiki>", armor, page, flags=re.DOTALL)
    rendered = TAGS.sub(section, armored_page)
    if re.search("<translate(?: nowrap)?>|</translate>", TAGS.sub("", armored_page)):
        raise ValueError("a tag without its partner")
    check_markers(units)
    blocks = iter(saved)
    text = unarmor(TAGS.sub(lambda _match: next(blocks), armored_page))
    return ParsedPage(unarmor(rendered).replace("{{TRANSLATIONLANGUAGE}}", "en"), text, units)


def parse_unit(content: str) -> TranslationUnit:
    markers = re.findall(MARKER, content)
    if len(markers) > 1:
        raise ValueError(f"several markers: {content}")
    if not markers:
        return TranslationUnit("-1", content)
    if not markers[0] or markers[0] != markers[0].strip():
        raise ValueError(f"white space in a marker: {content}")
    # Translate would also delete what is between a marker and a comment. No page should rely on that.
    content = re.sub(rf"\A{ONE_MARKER}( |\n)", "", content)
    content = re.sub(rf"\s*{ONE_MARKER}$", "", content, flags=re.MULTILINE)
    if re.search(MARKER, content):
        raise ValueError(f"a marker in an unsupported position: {content}")
    if not content.strip():
        raise ValueError(f"a marker without a text: {markers[0]}")
    return TranslationUnit(markers[0], content)


def check_markers(units: list[TranslationUnit]) -> None:
    """Check what Translate checks when it marks a page: each unit becomes a page with the marker in its title."""
    markers = [unit.marker for unit in units if unit.marker != "-1"]
    for marker in markers:
        if re.search(r"[_/\n<>\[\]{}|#\x00-\x1f\x7f]|~~~|&[\w#]+;|%[0-9A-Fa-f]{2}", marker):
            raise ValueError(f"not a marker: {marker}")
        title = f"Translations:Wikimedia Foundation Partnerships team/Directory/{marker}/xx-yyyyyyyyyy"
        if len(title.encode()) > 255:
            raise ValueError(f"a marker that is too long: {marker}")
    if len(set(markers)) != len(markers):
        raise ValueError("a marker occurs twice")
    for unit in units:
        values: dict[str, str] = {}
        for name, value in unit.variables:
            if values.setdefault(name, value) != value:
                raise ValueError(f"a variable with two values: {unit.text}")
