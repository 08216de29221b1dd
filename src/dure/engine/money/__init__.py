"""Money as rules of values: what sources pay, how a match is reckoned, when none is left."""
