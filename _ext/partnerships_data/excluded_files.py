"""The pages that a build leaves out: drafts, and those that it cannot read."""

from __future__ import annotations

from dataclasses import dataclass
from os.path import isfile, islink
from pathlib import Path
from unicodedata import normalize
from zlib import crc32

from page_source.front_matter import parse, split
from partnerships_data.pages.entry import Page
from partnerships_data.pages.models import KIND_BY_FOLDER, Announcement
from partnerships_data.pages.reader import unreadable_page
from stable_files.atomic_write import paths_below

PAGE_FOLDERS = (*KIND_BY_FOLDER, "about")


@dataclass(frozen=True)
class ScannedPages:
    """All pages of a site, before Sphinx reads them."""

    excluded: list[str]  # paths below the site's root of the pages to leave out, as Sphinx names them
    undecodable: list[Page]  # those of them that are not UTF-8 text, with their problems
    drafts: dict[str, str]  # docname -> text of those of them that are drafts
    digests: dict[str, int]  # docname -> checksum of the text of every other page


def scan_pages(root: Path, drafts: bool) -> ScannedPages:
    """Read all pages of a site, and return which to leave out of a build.

    :param drafts: whether drafts are part of the site
    """
    pages = ScannedPages([], [], {}, {})
    for name in page_names(root):
        try:
            with open(f"{root}/{name}", "rb") as file:  # a `Path` would take as long as reading
                content = file.read()
        except OSError:
            content = b"\xff"  # treated like text that is not UTF-8
        text = page_text(content)
        if (composed := normalize("NFC", name)) != name:
            pages.excluded.append(composed)  # Sphinx looks for a file with this name
        elif text is None:
            pages.undecodable.append(unreadable_page(name.removesuffix(".md"), content))
            pages.excluded.append(name)
        elif not drafts and _is_draft(name, text):
            pages.drafts[name.removesuffix(".md")] = text
            pages.excluded.append(name)
        else:
            pages.digests[name.removesuffix(".md")] = text_digest(text)
    return pages


def page_names(root: Path) -> list[str]:
    """Return the paths of all pages of a site, below its root and sorted."""
    names = [f"{folder}/{name}" for folder in PAGE_FOLDERS for name in paths_below(root / folder)]
    pages = (name for name in ("index.md", *names) if name.endswith(".md"))
    return sorted(name for name in pages if isfile(f"{root}/{name}") and not islink(f"{root}/{name}"))


def text_digest(text: str) -> int:
    """Return the checksum of a page's text."""
    return crc32(text.encode())


def page_text(content: bytes) -> str | None:
    """Return the text of a page as Sphinx reads it, with plain line ends; None if it is not UTF-8."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return None


def _is_draft(name: str, text: str) -> bool:
    """Return whether a page states that it is a draft, even if other facts of it are wrong."""
    if not name.startswith(f"{Announcement.folder}/") or "draft:" not in text:
        return False
    block, _text, _error = split(text)
    facts = parse(block or "").values.get("announcement")
    return isinstance(facts, dict) and facts.get("draft") == "true"
