"""Verifying what the service's database keeps sealed, for the commands."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dure.service.database import running_database
from dure.settings.environment import data_folder

if TYPE_CHECKING:
    from dure.domains.events.seal_report import SealReport
    from dure.domains.ledger.ledger_report import LedgerVerified


def verify_events(published: Collection[str]) -> SealReport:
    """Return what verifying all seals found; starts the embedded database where none is told or runs."""
    with _database():
        from dure.domains.events.services.verify_seals import verify_seals

        return verify_seals(published=published)


def verify_ledger(published: Collection[str]) -> LedgerVerified:
    """Return what adding the ledger anew found; starts the embedded database where none is told or runs."""
    with _database():
        from django.db import transaction

        from dure.domains.ledger.proving import verify_ledger as verify

        with transaction.atomic():
            return verify(published=published)


@contextmanager
def _database() -> Iterator[None]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dure.settings.dev")
    with running_database(data_folder(), os.environ):
        import django

        django.setup()
        yield
