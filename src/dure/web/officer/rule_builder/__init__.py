"""The rule builder: a rule as lines and groups, or as text, with what it says and whom it lets through."""
