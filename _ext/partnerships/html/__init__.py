"""What the HTML templates need beyond Sphinx's own variables."""
