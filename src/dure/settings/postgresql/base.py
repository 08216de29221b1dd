"""Django's PostgreSQL backend, which looks at a connection's socket before it is used again.

Django asks the database ``SELECT 1`` at the first query of every request, to find out whether the connection
that it kept still stands. A server that ends a connection says so on it, so an idle connection on which
nothing has arrived still stands; only where something has is the question asked.
"""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend of ``DATABASES["default"]``."""

    def is_usable(self) -> bool:
        """Say whether the kept connection still stands."""
        kept = self.connection
        if kept is None or kept.closed:
            return False
        waiting = select.poll()
        waiting.register(kept.fileno(), select.POLLIN)
        return True if not waiting.poll(0) else super().is_usable()
