"""Settings: one table of what an operator can set (:mod:`dure.settings.environment`), and a module for
each way to run: dev, test, production."""
