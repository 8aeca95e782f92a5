"""The record of each version, and what changed from one to the next."""
