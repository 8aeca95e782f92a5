"""The commands of `python -m partnerships_cli`, which need no Sphinx."""
