"""One file for each act on benefits."""
