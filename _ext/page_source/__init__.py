"""The source of a page: its front matter as texts with positions, and slips in YAML and Markdown."""
