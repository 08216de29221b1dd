"""What developers run: catalogues, documents, the schema, vendored files. Not part of the wheel."""
