"""The text in the place of an empty list, and a link to where something can be added to it."""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.labels import ADD_PAGE
from partnerships.nodes import builders
from partnerships.nodes.context import ViewContext
from partnerships.urls import editor_url, new_page_url
from partnerships_data.pages.models import KIND_BY_FOLDER

_ = get_translation("partnerships")

GUIDE = "about/contributors"  # says how to add pages and facts


def empty_list(context: ViewContext, text: str, path: str, key: str = "") -> nodes.paragraph:
    """Return the text in the place of an empty list, and where to add an item: a folder, or a key.

    On a website, it links to the web editor; without a repository, to the guide for contributors.
    """
    shown = builders.empty_list(text, path, key)
    titles = context.domain.env.titles
    if kind := KIND_BY_FOLDER.get(path.rstrip("/")):
        label, url = str(ADD_PAGE[kind]), new_page_url(context.config, context.catalog, kind)
    else:
        label, url = _("Suggest a change"), editor_url(context.config, "edit", path)
    if context.on_website and url:
        shown += [nodes.Text(" "), nodes.reference("", label, refuri=url, internal=False)]
    elif context.on_website and GUIDE in titles:
        shown += [nodes.Text(" "), context.page_link(GUIDE, "", nodes.Text(titles[GUIDE].astext()))]
    return shown
