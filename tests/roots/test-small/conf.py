from partnerships_data.pages.models import KIND_BY_FOLDER

project = "Small site"
author = "A team"
extensions = ["myst_parser", "sphinxcontrib.mermaid", "partnerships"]
include_patterns = ["index.md", *(f"{folder}/**" for folder in KIND_BY_FOLDER)]
source_suffix = {".md": "markdown"}
primary_domain = "partnerships"
html_theme = "basic"
html_baseurl = "https://example.org/en/latest/"
partnerships_tag_authority = "example.org,2026"
mermaid_output_format = "svg"
mermaid_config = {"htmlLabels": False, "look": "classic", "flowchart": {"htmlLabels": False}}
smartquotes = False
locale_dirs = ["locale"]
gettext_compact = False
