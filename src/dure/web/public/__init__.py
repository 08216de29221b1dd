"""Pages for everybody: calls, one call, and whether one is eligible."""
