"""The feeds: Atom, JSON Feed and the list of all of them in OPML."""
