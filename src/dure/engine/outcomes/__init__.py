"""Outcomes (성과): what support changed, from moments of a panel, with intervals, tests and gates."""
