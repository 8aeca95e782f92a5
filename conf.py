"""How the site is built. Facts about partners, people and news stand in the pages, not here."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

from partnerships.model import FOLDERS

# -- What the site is --------------------------------------------------------------------------------------

project = "Wikimedia Partnerships"
author = "Partnerships team, Wikimedia Foundation"
copyright = "Wikimedia Foundation Partnerships team and contributors"
language = "en"
# Read the Docs says which version it builds; everywhere else it is the one under development.
version = release = os.environ.get("READTHEDOCS_VERSION_NAME", "development")

# The address under which readers find the site: Read the Docs says it, or the line below.
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "http://localhost:8000/")

# Who makes the ids of feed entries, and since when (RFC 4151). Chosen once, before the first publication, and
# never changed: feed readers would show every entry as new.
partnerships_tag_authority = "meta.wikimedia.org,2026-11-23"

# Where the pages are kept, such as "https://github.com/OWNER/NAME", and the branch that changes are made to.
# Each page then has a link to the editor there, and the lists have one to add a page. No address: no links.
partnerships_repository = ""
partnerships_branch = "main"

# -- What is read ------------------------------------------------------------------------------------------

extensions = ["myst_parser", "sphinx_design", "sphinxcontrib.mermaid", "partnerships"]
include_patterns = ["index.md", "about/**", *(f"{folder}/**" for folder in FOLDERS)]
source_suffix = {".md": "markdown"}
primary_domain = "partnerships"  # so that {partner}`google` needs no prefix

# `:::` for blocks that hold Markdown; no HTML, so that a page cannot bring active content.
myst_enable_extensions = ["colon_fence"]
myst_disable_syntax = ["html_block", "html_inline"]
smartquotes = False  # names and titles stay as they were typed, in every format

# -- How it looks ------------------------------------------------------------------------------------------

templates_path = ["_templates"]
html_static_path = ["_static"]
html_theme = "pydata_sphinx_theme"
html_title = project
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_context = {"default_mode": "auto"}  # light or dark as the reader's system says
html_favicon = "_static/icon.svg"
# No list of siblings beside the pages: it would grow with every partner, on every page.
html_sidebars = {"**": []}
html_theme_options = {
    "logo": {"text": project},
    "navbar_align": "left",
    "navbar_end": ["theme-switcher"],
    "navbar_persistent": ["search-button"],
    "search_bar_text": "Search this site",
    "show_prev_next": False,  # pages are a directory, not a book
    "secondary_sidebar_items": ["page-toc", "suggest-change"],
    "footer_start": ["site-notice"],
    "footer_end": [],
    # Components that are never empty need not be rendered twice to find out.
    "templates_skip_empty_check": ["navbar-nav.html", "site-notice.html", "page-toc.html"],
}

# Diagrams are drawn while the site is built: no script, no other host. Colours and sizes fit every page;
# `htmlLabels` and `look` keep the pictures plain SVG.
mermaid_output_format = "svg"
mermaid_config = {
    "theme": "base",
    "look": "classic",
    "htmlLabels": False,
    "fontFamily": "sans-serif",
    "flowchart": {"htmlLabels": False},
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
