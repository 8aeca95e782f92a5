"""The start page above the folders of all versions: a page of the newest state, moved up to them."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

# It lists the versions with their dates and changes; a site without it starts with its home page.
PAGES = ("about/changes.html", "index.html")
URL_ATTRIBUTES = ("action", "data-content_root", "href", "src")


class UrlMover(HTMLParser):
    """Reads the start tags of a page, and writes each with URLs that are relative to another folder."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path  # of the page, relative to the other folder
        self.tags: list[tuple[str, str]] = []  # as they were, and with the new URLs

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        moved = [tag]
        for name, value in attrs:
            if value and name in URL_ATTRIBUTES and not value.startswith("#"):
                value = urljoin(self.path, value)
            moved.append(name if value is None else f'{name}="{escape(value)}"')
        end = "/>" if written.endswith("/>") else ">"
        self.tags.append((written, f"<{' '.join(moved)}{end}"))


def start_page(out: Path, latest: str) -> bytes:
    """Return the page, with URLs that are relative to the folder of all versions.

    :param latest: the name of the newest state, which is the folder of its pages
    """
    page = next(page for page in PAGES if (out / latest / page).is_file())
    html = (out / latest / page).read_text(encoding="utf-8")
    mover = UrlMover(f"{latest}/{page}")
    mover.feed(html)
    parts = []
    for written, moved in mover.tags:
        before, _, html = html.partition(written)
        parts += [before, moved]
    return "".join([*parts, html]).encode()
