"""A Sphinx extension that limits what pages from strangers may contain."""
