"""What pages state, and what follows from it. Plain Python: imports neither Sphinx nor docutils."""
