"""A Sphinx extension that translates pages, and knows how old each translation is.

Only the original states facts, and an edit of it changes no catalog. The extension compares pages with their
catalogs, so no flag in a catalog decides whether a translation is older than its original.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the parts of the extension."""
    from page_translations import build_language
    from page_translations.collecting import EVENT, TextsBuilder, TranslationsDomain
    from page_translations.diagrams import TurnDiagrams
    from page_translations.page_context import setup_page_context
    from page_translations.page_texts import KeepMarkupOfHeadings
    from page_translations.search_languages import setup_search_languages
    from page_translations.transform import Translate
    from page_translations.translated_nodes import setup_translated_nodes

    app.add_config_value("partnerships_languages", [], "env", list, "The codes of the languages of the site")
    app.add_config_value(
        "page_translations_site_texts", {}, "env", dict, "Texts in conf.py that readers see -> what they are"
    )
    interface = build_language.set_language(app)
    app.add_event(EVENT)
    app.add_domain(TranslationsDomain)
    app.add_builder(TextsBuilder)
    app.add_transform(KeepMarkupOfHeadings)
    app.add_transform(Translate)
    setup_translated_nodes(app)
    setup_page_context(app)
    setup_search_languages(app)
    app.add_post_transform(TurnDiagrams)
    app.connect("config-inited", build_language.on_config_inited)
    app.connect("builder-inited", build_language.on_builder_inited)
    app.connect("env-get-outdated", build_language.on_env_get_outdated)
    # The texts of the interface are part of what pages are made from.
    return {"env_version": interface + 1, "parallel_read_safe": True, "parallel_write_safe": True}
