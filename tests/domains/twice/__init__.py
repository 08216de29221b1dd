"""Every service with the state from which it is run twice, by subject; ``tests/domains/test_twice.py`` runs them."""
