"""What would surprise an officer: each check finds warnings; the programme can still be run."""
