"""The language server: checks and completes pages in an editor."""
