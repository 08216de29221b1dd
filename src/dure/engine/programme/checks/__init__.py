"""What no programme can have: each check finds errors, with the path of what is wrong."""
