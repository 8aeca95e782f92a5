"""The language of a build: its code, the texts of the interface, and which pages have new translations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polib
from docutils.languages import get_language
from sphinx import locale, package_dir
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ConfigError

from page_translations.collecting import EVENT, translations_of
from translation_catalogs.catalogs import (
    DOMAIN_FOLDER,
    INTERFACE,
    Catalog,
    CatalogEntry,
    catalog_checksum,
    catalog_path,
    read_catalog,
)
from translation_catalogs.languages import SOURCE_LANGUAGE, language_code, listed_code, tag
from translation_catalogs.texts import TranslationError

SITE_TEXTS = ("project", "copyright", "html_title", "epub_title", "epub_description")  # values of conf.py


def set_language(app: Sphinx) -> int:
    """Give Sphinx the code of the language as catalogs have it; return the checksum of the interface.

    Sphinx would build "pt-br" in English without a warning.
    """
    config = app.config
    config.locale_dirs = []  # else Sphinx translates, too, and writes files beside the catalogs
    try:
        code = language_code(config.language)
        if config.partnerships_languages:
            code = listed_code(code, config.partnerships_languages)
    except TranslationError as error:
        raise ConfigError(str(error)) from None
    config.epub_language = tag(code)
    if code != config.language:
        config.language = code
        app.translator, _found = locale.init([None, package_dir / "locale"], code)
    return catalog_checksum(Path(app.srcdir, catalog_path(code, INTERFACE)))


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Give Sphinx the texts of the interface, and translate those that are in conf.py."""
    path = Path(app.srcdir, catalog_path(config.language, INTERFACE))
    folder = Path(app.doctreedir, "interface", f"{catalog_checksum(path):x}")  # gettext reads a path once
    if config.language != SOURCE_LANGUAGE:
        file = polib.POFile()
        file.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        for entry in usable_entries(app, read_catalog(path)):
            file.append(polib.POEntry(msgid=entry.text, msgstr=entry.translation))
        compiled = folder / config.language / DOMAIN_FOLDER
        compiled.mkdir(parents=True, exist_ok=True)
        for name in (INTERFACE, "sphinx"):
            file.save_as_mofile(str(compiled / f"{name}.mo"))
        locale.init([folder], config.language)  # for texts that Sphinx does not have in the language
    app.add_message_catalog(INTERFACE, str(folder))
    translate = locale.get_translator(INTERFACE).gettext
    for name in SITE_TEXTS:
        if value := getattr(config, name, ""):
            setattr(config, name, translate(str(value)))


def usable_entries(app: Sphinx, catalog: Catalog) -> Iterator[CatalogEntry]:
    """Yield the entries whose translations are current and have no slip."""
    for entry in catalog.entries:
        is_current = entry.translation and not entry.previous and not entry.is_obsolete
        if is_current and not app.emit_firstresult(EVENT, entry, INTERFACE):
            yield entry


def on_builder_inited(app: Sphinx) -> None:
    """Give the domain the maker of parsers and the state of the interface."""
    code = app.config.language
    if get_language(code) is get_language(SOURCE_LANGUAGE):
        app.env.settings["language_code"] = SOURCE_LANGUAGE  # docutils would warn that it does not know it
    translations = translations_of(app.env)
    translations.registry = app.registry
    translations.interface = catalog_checksum(Path(app.srcdir, catalog_path(code, INTERFACE)))


def on_env_get_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages whose catalogs are not those that were read."""
    if app.config.language == SOURCE_LANGUAGE:
        return []
    read = translations_of(env).data["catalogs"]
    paths = {
        docname: Path(env.srcdir, catalog_path(app.config.language, docname))
        for docname in env.found_docs - added
    }
    return sorted(docname for docname, path in paths.items() if read.get(docname) != catalog_checksum(path))
