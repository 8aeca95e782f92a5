"""Helpers that make docutils nodes."""
