"""All pages together: the catalog, its gaps, its filters and its exports."""
