"""The commands of `python -m partnerships_cli`. They need no Sphinx and no build."""


class UsageError(Exception):
    """Raised for incorrect command-line usage; the message is shown to the user."""
