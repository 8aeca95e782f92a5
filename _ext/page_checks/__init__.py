"""The rules for pages. A build and the commands apply the same rules, so they report the same problems."""
