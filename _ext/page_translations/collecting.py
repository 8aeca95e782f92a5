"""What Sphinx stores about the texts of pages, and the builder that writes them down."""

from __future__ import annotations

import json
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, ClassVar, cast

from sphinx.builders import Builder
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment

from page_translations.units import Unit

TEXTS_FILE = "texts.json"


class TranslationsDomain(Domain):
    """Stores the texts of each page with the states of their translations."""

    name = "translations"
    label = "Translations"
    data_version = 1
    initial_data: ClassVar[dict[str, Any]] = {"units": {}}  # docname -> tuple of `Unit`

    def note_units(self, docname: str, units: list[Unit]) -> None:
        """Store the texts of a page."""
        self.data["units"][docname] = tuple(unit._replace(entry=None) for unit in units)

    def clear_doc(self, docname: str) -> None:
        """Remove the texts of a page."""
        self.data["units"].pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Add the texts of the pages that another worker read."""
        units = otherdata["units"].items()
        self.data["units"].update({docname: value for docname, value in units if docname in docnames})


def translations_of(env: BuildEnvironment) -> TranslationsDomain:
    """Return the domain of an environment."""
    return cast(TranslationsDomain, env.domains[TranslationsDomain.name])


class TextsBuilder(Builder):
    """Writes the texts of all pages into a file in JSON, for the commands that keep catalogs."""

    name = "texts"
    epilog = ""
    allow_parallel = True

    def get_outdated_docs(self) -> list[str]:
        return []

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return docname

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        pass

    def write_doc(self, docname: str, doctree: Any) -> None:
        pass

    def finish(self) -> None:
        """Write the texts of each page, and those that the configuration contains."""
        units = translations_of(self.env).data["units"]
        texts = {docname: [[*unit.text, unit.state] for unit in units[docname]] for docname in sorted(units)}
        site = [[text, comment] for text, comment in self.config.page_translations_site_texts.items()]
        content = {"languages": self.config.partnerships_languages, "site": site, "pages": texts}
        Path(self.outdir, TEXTS_FILE).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
