"""What Sphinx stores about the texts of pages, and the builder that writes them down."""

from __future__ import annotations

import json
import pickle
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, ClassVar, cast
from zlib import crc32

from sphinx.builders import Builder
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.registry import SphinxComponentRegistry

from translation_catalogs.languages import SOURCE_LANGUAGE
from translation_catalogs.texts import TITLE, Text
from translation_catalogs.units import ShownFacts, State, Unit, shown_facts

TEXTS_FILE = "texts.json"
# Emitted with an entry and the name of its catalog. A true value refuses the translation.
EVENT = "page-translations-check"


class TranslationsDomain(Domain):
    """Stores the texts of each page with the states of their translations."""

    name = "translations"
    label = "Translations"
    data_version = 3
    initial_data: ClassVar[dict[str, Any]] = {
        "units": {},  # docname -> pickled list of `Unit`, which few builds need
        "reviewed": {},  # docname -> name of the native speaker who reviewed its translations
        "catalogs": {},  # docname -> checksum of its catalog, or 0 if it has none
    }

    registry: SphinxComponentRegistry  # makes parsers for translations
    interface: int  # checksum of the catalog of the interface
    _facts: ShownFacts | None = None  # known when all pages are read

    def note_units(self, docname: str, units: list[Unit], catalog: int, reviewed_by: str) -> None:
        """Store the texts of a page, the checksum of its catalog, and who reviewed it."""
        self.data["units"][docname] = pickle.dumps([unit._replace(entry=None) for unit in units])
        self.data["catalogs"][docname] = catalog
        if reviewed_by:
            self.data["reviewed"][docname] = reviewed_by

    def clear_doc(self, docname: str) -> None:
        for key in self.initial_data:
            self.data[key].pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        for key in self.initial_data:
            pages = {docname: value for docname, value in otherdata[key].items() if docname in docnames}
            self.data[key].update(pages)

    def resolve_any_xref(self, *arguments: Any) -> list[tuple[str, Any]]:
        return []

    def units(self, docname: str) -> list[Unit]:
        pickled = self.data["units"].get(docname)
        return pickle.loads(pickled) if pickled else []

    def facts(self, docname: str) -> dict[str, Unit]:
        """Return the facts of a page by their paths, and its title; nothing in the original language."""
        is_original = self.env.config.language == SOURCE_LANGUAGE
        units = [] if is_original else self.units(docname)
        with_paths = ((unit.text.path or unit.text.comment, unit) for unit in units)
        return {path: unit for path, unit in with_paths if unit.text.path or path == TITLE}

    def is_translated(self, docname: str) -> bool:
        """Return whether some text of a page is translated."""
        return any(unit.state is not State.MISSING for unit in self.units(docname))

    def texts(self) -> dict[str, list[Text]]:
        """Return the texts of each page, sorted by docname."""
        return {name: [unit.text for unit in self.units(name)] for name in sorted(self.data["units"])}

    def facts_digest(self) -> int:
        """Return a digest of the states of all facts."""
        facts = self.shown_facts()
        return crc32(repr((facts.originals, facts.older)).encode())

    def shown_facts(self) -> ShownFacts:
        """Return the facts and the titles of all pages; in the original language, there are none."""
        if self._facts is None:
            is_original = self.env.config.language == SOURCE_LANGUAGE
            names = () if is_original else sorted(self.data["units"])
            self._facts = shown_facts([unit for docname in names for unit in self.units(docname)])
        return self._facts


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
        texts = translations_of(self.env).texts()
        site = self.config.page_translations_site_texts
        content = {"languages": self.config.partnerships_languages, "site": site, "pages": texts}
        Path(self.outdir, TEXTS_FILE).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
