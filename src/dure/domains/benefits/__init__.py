"""Benefits (지원): who was granted what, how it is used and evidenced, what is left of it."""
