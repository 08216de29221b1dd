"""Pages about people: accounts, organisations, notices, access to personal data."""
