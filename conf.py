"""The configuration of Sphinx. Facts about partners, people and announcements are in the pages, not here."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from sphinx.errors import ConfigError

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

from partnerships_data.pages.models import KIND_BY_FOLDER
from partnerships_data.releases.versions import published_versions
from partnerships_data.settings import SettingsError, read_settings

# -- Identity of the site ------------------------------------------------------------------------------------

# Title and language: [tool.partnerships] in pyproject.toml. URLs: SITE_URL, or Read the Docs.
try:
    settings = read_settings(Path(__file__).parent)
except SettingsError as error:
    raise ConfigError(str(error)) from None
project = settings.title
author = ""  # no page records its authors
language = settings.language
copyright = "Contributors to this site"
# Pages are in English; the folder `locales` contains the catalogs of all other languages.
partnerships_languages = ["en", "es", "fr", "pt_BR", "ar", "id"]
# The root of the site in another language, relative to this one; `make languages` sets it. Without it, pages
# have no menu of languages.
on_read_the_docs = os.environ.get("READTHEDOCS") == "True"
partnerships_language_path = os.environ.get("PARTNERSHIPS_LANGUAGE_PATH") or (
    f"../../{{slug}}/{os.environ['READTHEDOCS_VERSION']}/" if on_read_the_docs else ""
)
page_translations_site_texts = {project: "title of the site", copyright: "whose copyright"}
# `make` sets the release, Read the Docs the version.
version = release = (
    os.environ.get("PARTNERSHIPS_VERSION") or os.environ.get("READTHEDOCS_VERSION_NAME") or "development"
)
# The names of the versions beside this one, and the path of their list, relative to the root of this version.
partnerships_versions = published_versions(Path(__file__).parent)
partnerships_versions_file = os.environ.get("PARTNERSHIPS_VERSIONS_FILE", "")

# The URL of this version, and that of the version that has the feeds and that search engines should show.
# Both are empty if no URL is set.
html_baseurl = settings.base_url
partnerships_canonical_url = settings.canonical_url

# The authority and date in the ids of feed entries (RFC 4151). Choose them before the first publication and
# never change them, or feed readers show all entries as new.
partnerships_tag_authority = "meta.wikimedia.org,2026-11-23"

# The repository of the pages, such as "https://github.com/OWNER/NAME", and its branch. Each page links to the
# editor there, and each list links to a new page. Without a repository, there are no such links.
partnerships_repository = ""
partnerships_branch = "main"
# Where a page can be translated. {code} is the language, {page} the page, {path} the path of its catalog.
partnerships_translate_url = (
    f"{partnerships_repository}/edit/{partnerships_branch}/{{path}}" if partnerships_repository else ""
)

# -- Sources -------------------------------------------------------------------------------------------------

extensions = [
    "myst_parser",
    "sphinx_design",
    "sphinxcontrib.mermaid",
    "notfound.extension",
    "books",
    "build_lock",
    "former_output",
    "parallel_html",
    "partnerships",
    "partnerships_theme",
]
include_patterns = ["index.md", "about/**", *(f"{folder}/**" for folder in KIND_BY_FOLDER)]
# Sphinx does not search excluded folders for pages; the environment contains thousands of folders. Photos are
# excluded in `_static`, too, so that a photo is published only if a page shows it.
exclude_patterns = [".*", "_*", "requirements", "tests", "photos/**"]
source_suffix = {".md": "markdown"}
primary_domain = "partnerships"  # so that {partner}`google` needs no prefix

# `:::` for directives that hold Markdown. `safe_markdown.allowed` lists what pages may use.
myst_enable_extensions = ["colon_fence"]
smartquotes = False  # names and titles stay as typed in all formats

# -- Appearance ----------------------------------------------------------------------------------------------

# A host shows 404.html at any URL, so its links are absolute.
notfound_urls_prefix = urlsplit(html_baseurl).path
notfound_template = "404.html"
html_static_path = ["_static"]
html_theme = "partnerships_theme"
html_theme_options = {
    "menu": ["team/index", "partners/index", "priorities/index", "announcements/index", "about/index"],
}
html_title = project
html_favicon = "_static/icon.svg"
html_copy_source = False
html_show_sphinx = False

# For `make linkcheck`. Examples lead nowhere. Some sites refuse programs, and answer with 403 or 429.
linkcheck_ignore = [r"https?://(localhost|example\.(org|com|net))\b"]
linkcheck_anchors_ignore_for_url = [r"https://meta\.wikimedia\.org/", r"https://github\.com/"]
linkcheck_report_timeouts_as_broken = False
linkcheck_timeout = 20
linkcheck_retries = 2
linkcheck_rate_limit_timeout = 60

# -- E-book and PDF ------------------------------------------------------------------------------------------

epub_tocscope = "includehidden"  # the first page lists all pages, but does not show the list
epub_tocdup = False
epub_identifier = f"tag:{partnerships_tag_authority}:book"
epub_uid = "book-id"  # the name of the element with the identifier
epub_description = (
    "The partners of the Wikimedia Foundation, and the priorities that each partnership supports."
)
epub_author = epub_publisher = epub_contributor = "unknown"  # `books` leaves out what is unknown

# The PDF needs an engine and an index program that support all scripts. Both are parts of TeX Live.
latex_engine = "xelatex"
latex_use_xindy = False
latex_elements = {  # headings with serifs, as on the website; that font also has Arabic letters
    "sphinxsetup": r"HeaderFamily=\rmfamily\bfseries",
}
latex_additional_files = ["_ext/books/latexmkrc"]

# The build draws the diagrams, so pages need no script and no other host. `htmlLabels` and `look` keep the
# images plain SVG.
mermaid_output_format = "svg"
mermaid_config = {
    "theme": "base",
    "look": "classic",
    "htmlLabels": False,
    "fontFamily": "sans-serif",
    "flowchart": {"htmlLabels": False, "padding": 17},  # readers' fonts differ in width
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
# The colors of the diagrams on dark pages.
mermaid_dark_colors = {
    "#e8eeff": "#1b223d",
    "#36c": "#88a3e8",
    "#202122": "#eaecf0",
    "#54595d": "#a2a9b1",
    "#f8f9fa": "#202122",
    "#a2a9b1": "#54595d",
}
