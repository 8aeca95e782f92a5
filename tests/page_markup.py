"""What the HTML of a page does: the scripts it runs, the URLs it links to, and what it loads."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import lxml.html

HANDLERS = ("srcdoc", "formaction", "http-equiv", "ping")  # run or load something, beside `on…`
LOADING = ("href", "src", "data", "action", "poster", "srcset", "background")


@dataclass
class PageMarkup:
    """The parts of a page that a browser acts on."""

    tags: set[str] = field(default_factory=set)
    handlers: set[str] = field(default_factory=set)
    scripts: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    loaded: set[str] = field(default_factory=set)

    def __init__(self, html: str) -> None:
        root = lxml.html.document_fromstring(html)
        elements = list(root.iter("*"))
        attributes = [(element.tag, *item) for element in elements for item in element.items()]
        self.tags = {element.tag for element in elements}
        self.handlers = {
            f"{tag} {name}={value}"
            for tag, name, value in attributes
            if name.startswith("on") or name in HANDLERS
        }
        self.links = {value for tag, name, value in attributes if tag == "a" and name == "href"}
        self.loaded = {
            value for tag, name, value in attributes if name in LOADING and (tag, name) != ("a", "href")
        }
        data = root.xpath("//script[@type='application/ld+json']")
        for element in data:
            assert json.loads(element.text)
        scripts = {element.text or "" for element in root.iter("script") if element not in data}
        self.scripts = {script for script in scripts if "DOCUMENTATION_OPTIONS.pagename" not in script}
