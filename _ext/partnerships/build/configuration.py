"""The configuration values of this extension, and what is checked about them."""

from __future__ import annotations

import re

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import __
from sphinx.util import logging

from partnerships.urls import builds_website
from partnerships_data.pages.field_types import DATE

logger = logging.getLogger(__name__)

# What Sphinx and MyST find, too. `page_checks` reports it at its column, with what to type.
REPORTED_BY_CHECKS = (
    *("misc.highlighting_failure", "myst.duplicate_def", "myst.header", "myst.xref_missing"),
    *("ref.doc", "ref.footnote", "toc.duplicate_entry", "toc.empty_glob", "toc.excluded"),
    *("toc.no_title", "toc.not_included", "toc.not_readable"),
)


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Allow pages our directives and roles. Warn of values that cannot be used."""
    config.safe_markdown_domains = [*config.safe_markdown_domains, "partnerships"]
    config.suppress_warnings = [*config.suppress_warnings, *REPORTED_BY_CHECKS]
    config.myst_heading_anchors = 6  # pages may link to all headings
    # So that MyST does not report links to inventories, which the checker does not allow.
    config.myst_url_schemes = dict.fromkeys(("http", "https", "mailto", "inv"))
    authority = config.partnerships_tag_authority
    if not re.fullmatch(rf"[a-z0-9.@-]+,{DATE}", authority):
        text = __('partnerships_tag_authority in conf.py is "%s"; write name and date: "example.org,2026"')
        logger.warning(text, authority, type="partnerships", subtype="tag-authority")
    repository = config.partnerships_repository
    if repository and not repository.startswith("https://"):
        text = __('partnerships_repository in conf.py is "%s"; write a URL that begins with "https://"')
        logger.warning(text, repository, type="partnerships", subtype="repository")


def on_builder_inited(app: Sphinx) -> None:
    """Say what a website without a URL lacks."""
    if builds_website(app.builder) and not app.config.html_baseurl:
        logger.info(__("Without SITE_URL, the site has no canonical links, feeds, sitemap or citations."))


def setup_configuration(app: Sphinx) -> None:
    """Register the values and their checks."""
    add = app.add_config_value
    add("partnerships_tag_authority", "", "html", str, "Who makes the ids of feed entries, and since when")
    add("partnerships_repository", "", "html", str, "The URL of the repository, for links to its editor")
    add("partnerships_branch", "main", "html", str, "The branch to which changes are proposed")
    add("partnerships_canonical_url", "", "html", str, "The URL of the version that has the feeds")
    add("partnerships_show_problems", False, "env", bool, "Whether pages show their problems, in previews")
    add("partnerships_drafts", False, "env", bool, "Whether drafts are part of the site")
    add("partnerships_versions_file", "", "html", str, "The list of all versions, below the site's root")
    add("partnerships_versions", [], "html", list, "The names of versions that are published beside this one")
    app.connect("config-inited", on_config_inited)
    app.connect("builder-inited", on_builder_inited)
