"""The language server: what `check` says and what can be typed, while a page is edited."""
