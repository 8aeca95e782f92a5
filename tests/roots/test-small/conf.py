from pathlib import Path

from partnerships_data.pages.models import KIND_BY_FOLDER
from partnerships_data.settings import read_settings

settings = read_settings(Path(__file__).parent, environment={})
project = settings.title
author = ""
extensions = ["myst_parser", "sphinxcontrib.mermaid", "partnerships", "partnerships_theme", "books", "build_lock", "former_output"]  # fmt: skip
include_patterns = ["index.md", *(f"{folder}/**" for folder in KIND_BY_FOLDER)]
source_suffix = {".md": "markdown"}
primary_domain = "partnerships"
html_theme = "partnerships_theme"
html_baseurl = "https://example.org/en/latest/"
partnerships_tag_authority = "example.org,2026"
mermaid_output_format = "svg"
mermaid_config = {"htmlLabels": False, "look": "classic", "flowchart": {"htmlLabels": False}}
smartquotes = False
gettext_compact = False
