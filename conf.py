"""How the site is built. Facts about partners, people and news stand in the pages, not here."""

import os
import sys
from pathlib import Path
from urllib.parse import quote, urlsplit

from sphinx.errors import ConfigError

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

from partnerships_data.pages.models import KIND_BY_FOLDER
from partnerships_data.settings import SettingsError, read_settings

# -- What the site is --------------------------------------------------------------------------------------

# Title, author, language and base URL: the table [tool.partnerships] in pyproject.toml.
try:
    settings = read_settings(Path(__file__).parent)
except SettingsError as error:
    raise ConfigError(str(error)) from None
project = settings.title
author = settings.author
language = settings.language
copyright = "Wikimedia Foundation Partnerships team and contributors"
# `make` says which release it builds, Read the Docs which version; else it is the one under development.
version = release = (
    os.environ.get("PARTNERSHIPS_VERSION") or os.environ.get("READTHEDOCS_VERSION_NAME") or "development"
)
# The list of all versions, seen from the root of this one, where they stand side by side (`make versions`).
partnerships_versions_file = os.environ.get("PARTNERSHIPS_VERSIONS_FILE", "")

# The URL of the root of the site: READTHEDOCS_CANONICAL_URL, else "base-url" in pyproject.toml.
html_baseurl = settings.base_url

# Readers subscribe to the feeds of one version, to which the others link. On Read the Docs it is "latest";
# seen from a preview of a pull request, on another host.
of_version = f"/{os.environ.get('READTHEDOCS_VERSION', 'latest')}/"
partnerships_canonical_url = html_baseurl.replace(of_version, "/latest/")
if os.environ.get("READTHEDOCS_VERSION_TYPE") == "external":
    partnerships_canonical_url = (
        f"https://{os.environ['READTHEDOCS_PROJECT']}.readthedocs.io/{language}/latest/"
    )

# Who makes the ids of feed entries, and since when (RFC 4151). Chosen once, before the first publication, and
# never changed: feed readers would show every entry as new.
partnerships_tag_authority = "meta.wikimedia.org,2026-11-23"

# Where the pages are kept, such as "https://github.com/OWNER/NAME", and the branch that changes are made to.
# Each page then has a link to the editor there, and the lists have one to add a page. No address: no links.
partnerships_repository = ""
partnerships_branch = "main"

# -- What is read ------------------------------------------------------------------------------------------

extensions = [
    "myst_parser",
    "sphinx_design",
    "sphinx_copybutton",
    "sphinxcontrib.mermaid",
    "notfound.extension",
    "lean_html",
    "partnerships",
]
include_patterns = ["index.md", "about/**", *(f"{folder}/**" for folder in KIND_BY_FOLDER)]
# The first hold no pages, but folders by the thousand, as the environment does: Sphinx would look into each.
# The last, below `_static` too: a photo is published by the page that shows it, and in no other way.
exclude_patterns = [".*", "_*", "requirements", "tests", "photos/**"]
source_suffix = {".md": "markdown"}
safe_markdown_domains = ["partnerships"]  # pages may use all their directives and roles
primary_domain = "partnerships"  # so that {partner}`google` needs no prefix

# `:::` for directives that hold Markdown. `safe_markdown.allowed` lists what pages may use.
myst_enable_extensions = ["colon_fence"]
smartquotes = False  # names and titles stay as they were typed, in every format

# -- How it looks ------------------------------------------------------------------------------------------

templates_path = ["_templates"]
# The page for addresses that lead nowhere is shown at any of them.
notfound_urls_prefix = urlsplit(html_baseurl).path
notfound_context = {
    "title": "Page not found",
    "body": "<h1>Page not found</h1>\n<p>There is no page at this address. It may have been renamed, or"
    " never been here. The search and the lists in the menu find what there is.</p>",
}
html_static_path = ["_static"]
html_theme = "pydata_sphinx_theme"
html_title = project
html_css_files = ["site.css"]
html_js_files = ["frame.js", "versions.js"]
html_copy_source = False
html_show_sphinx = False
html_context = {"default_mode": "auto"}  # light or dark as the reader's system says
# In the page itself: browsers would ask for the file before they paint.
icon = Path(__file__).with_name("_static").joinpath("icon.svg").read_text(encoding="utf-8").strip()
html_favicon = "data:image/svg+xml," + quote(icon, safe=":/=")
# No list of siblings beside the pages: it would grow with every partner, on every page.
html_sidebars = {"**": []}
html_theme_options = {
    "logo": {"text": project},
    "navbar_align": "left",
    "navbar_end": ["site-version", "colour-switcher"],
    "navbar_persistent": ["search-button"],
    "search_bar_text": "Search this site",
    "show_prev_next": False,  # pages are a directory, not a book
    "secondary_sidebar_items": ["page-toc", "suggest-change"],
    "footer_start": ["site-notice"],
    "footer_end": [],
    "primary_sidebar_end": [],
    "shorten_urls": False,
    # Components that are never empty need not be rendered twice to find out.
    "templates_skip_empty_check": [
        "navbar-logo.html",
        "navbar-nav.html",
        "search-button.html",
        "colour-switcher.html",
        "site-notice.html",
        "site-version.html",
        "page-toc.html",
    ],
}

# The PDF: an engine that knows every script, and the index program that comes with it.
latex_engine = "xelatex"
latex_use_xindy = False

# Diagrams are drawn while the site is built: no script, no other host. Colours and sizes fit every page;
# `htmlLabels` and `look` keep the pictures plain SVG.
mermaid_output_format = "svg"
mermaid_config = {
    "theme": "base",
    "look": "classic",
    "htmlLabels": False,
    "fontFamily": "sans-serif",
    "flowchart": {"htmlLabels": False, "padding": 17},  # fonts differ in width, readers have their own
    "themeVariables": {
        "primaryColor": "#e8eeff",
        "primaryBorderColor": "#36c",
        "primaryTextColor": "#202122",
        "lineColor": "#54595d",
        "clusterBkg": "#f8f9fa",
        "clusterBorder": "#a2a9b1",
        "titleColor": "#202122",
    },
}
