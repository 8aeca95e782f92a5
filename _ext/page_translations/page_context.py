"""Variables of HTML pages about languages: the menu, links for search engines, and how much is translated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import get_translation

from page_translations.collecting import translations_of
from translation_catalogs.catalogs import catalog_path
from translation_catalogs.languages import SOURCE_LANGUAGE, direction, own_name, tag
from translation_catalogs.units import State

_ = get_translation("partnerships")


class LanguageLink(NamedTuple):
    """The page in a language."""

    code: str  # as in HTML
    name: str  # in the language itself
    path: str  # relative to the root of the language of this build
    absolute_url: str  # empty if the site has no URL


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the variables of a page."""
    config, builder = app.config, app.builder
    context["text_direction"] = direction(config.language)
    if element := context.get("html_tag"):  # of a page of an EPUB
        attributes = f' lang="{tag(config.language)}" dir="{context["text_direction"]}">'
        context["html_tag"] = element.replace(">", attributes)
    # `dirhtml` does not encode it. The page 404 is shown at other URLs, so it leads to home pages.
    path = quote(unquote(builder.get_target_uri(pagename)), safe="/#") if pagename != "404" else ""
    links = list(language_links(config, path))
    # The language of the page is the first one.
    context["languages"] = sorted(links, key=lambda link: link.code != tag(config.language))
    context["untranslated"] = translations_of(app.env).shown_facts().untranslated
    if config.language == SOURCE_LANGUAGE:
        return
    if not (states := [unit.state for unit in translations_of(app.env).units(pagename)]):
        return
    numbers = {
        "percent": 100 * (len(states) - states.count(State.MISSING)) // len(states),
        "older": states.count(State.OLDER),
    }
    text = _("Translated: %(percent)s %%. Paragraphs older than the original: %(older)s.") % numbers
    reviewed = pagename in translations_of(app.env).data["reviewed"]
    url = translate_url(config, config.language, pagename)
    context["translation_note"] = {"text": text, "is_reviewed": reviewed, "url": url}
    originals = [link.absolute_url for link in links if link.code == SOURCE_LANGUAGE and link.absolute_url]
    if originals and not translations_of(app.env).is_translated(pagename):
        context["pageurl"] = originals[0]


def language_links(config: Config, path: str) -> Iterator[LanguageLink]:
    """Yield a link to a page in each language; none if only one language is published."""
    roots = language_roots(config)
    for code, folder in _folders(config).items():
        absolute = urljoin(root, path) if (root := roots[tag(code)]) else ""
        yield LanguageLink(tag(code), own_name(code), folder + path, absolute)


def language_roots(config: Config) -> dict[str, str]:
    """Return the absolute URL of the root of each published language, which is empty if it is not known.

    The keys are codes as in HTML.
    """
    base = f"{config.html_baseurl.rstrip('/')}/" if config.html_baseurl else ""
    return {tag(code): base and urljoin(base, folder) for code, folder in _folders(config).items()}


def _folders(config: Config) -> dict[str, str]:
    """Return the root of each published language, relative to that of this one."""
    pattern = config.partnerships_language_path
    codes = config.partnerships_languages if pattern else ()
    return {code: pattern.format(code=code, slug=tag(code).lower()) for code in codes}


def translate_url(config: Config, code: str, name: str) -> str:
    """Return the URL at which a catalog of a language can be changed; empty if there is none."""
    pattern: str = config.partnerships_translate_url
    return pattern.format(code=code, page=name, path=catalog_path(code, name))


def setup_page_context(app: Sphinx) -> None:
    """Register the settings and the variables."""
    add = app.add_config_value
    add("partnerships_language_path", "", "html", str, "The root of a language, relative to that of this one")
    add("partnerships_translate_url", "", "html", str, "Where to translate a page: {code}, {page}, {path}")
    app.connect("html-page-context", on_html_page_context, priority=600)
