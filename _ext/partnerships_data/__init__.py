"""The facts that pages state, and what follows from them. Plain Python, without Sphinx and docutils."""
