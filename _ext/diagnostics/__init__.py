"""Problems in pages: where they are, what is wrong, and what to type instead."""
