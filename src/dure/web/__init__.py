"""Pages: each view makes one domain call and puts the answer into a template."""
