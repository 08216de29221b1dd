"""Every service with the state from which ``tests/domains/test_twice.py`` runs it twice, by subject."""
