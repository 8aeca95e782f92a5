"""One page: from its text to an entry, or to a list of problems."""
