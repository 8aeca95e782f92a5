"""An optional Sphinx extension that reads, resolves and writes pages in workers."""
