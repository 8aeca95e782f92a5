"""Files that are written whole or not at all, and have the same bytes each time."""
