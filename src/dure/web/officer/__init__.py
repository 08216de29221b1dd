"""Pages for programme officers."""
