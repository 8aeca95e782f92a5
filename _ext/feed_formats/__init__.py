"""Feeds as Atom and as JSON Feed documents, made from plain values."""
