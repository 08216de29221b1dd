"""Executors (수행기관): how those who propose are ranked, what agreements say, places moved between them."""
