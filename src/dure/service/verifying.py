"""Verifying the event log of the service's database, for the command."""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import TYPE_CHECKING

from dure.service.database import running_database
from dure.settings.environment import data_folder

if TYPE_CHECKING:
    from dure.domains.events.sealing import SealReport


def verify_events(published: Collection[str]) -> SealReport:
    """Return what verifying all seals found; starts the embedded database where none is told or runs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dure.settings.dev")
    with running_database(data_folder(), os.environ):
        import django

        django.setup()
        from dure.domains.events.services.verify_seals import verify_seals

        return verify_seals(published=published)
