"""The directory as wikitext for Meta-Wiki, by the rules of the MediaWiki extension Translate."""


class WikiPageError(Exception):
    """Raised for a wiki page that cannot be used; the message names its file and the line of each problem."""

    def __init__(self, path: str, *problems: tuple[int, str]) -> None:
        super().__init__("\n".join(f"{path}:{line}: {text}" for line, text in sorted(problems)))
