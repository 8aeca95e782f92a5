"""Reading pages, and deciding what an incremental build must write again."""
