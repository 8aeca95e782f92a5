"""Catalogs of translations: reading, checking and writing them, and pairing them with texts."""
