"""The directory as wikitext for Meta-Wiki, by the rules of the MediaWiki extension Translate."""
