"""Every list of the service: a constant number of queries, and no large table read from end to end."""
