"""The pure engine: values and functions over values and tables; no Django, no files, no clock."""
