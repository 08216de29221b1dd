"""Imports of lists as officers and the ministry read them."""

from __future__ import annotations

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.importing_columns import template_headers as template_headers
from dure.domains.applications.models import ImportRun as ImportRun
from dure.domains.events.kept_problems import from_data as from_data


def import_runs(actor: SignedActor, programme: str) -> QuerySet[ImportRun]:
    """Return the imports of a programme that an actor may see."""
    found = ImportRun.objects.visible_to(actor).filter(programme=programme)
    return found.select_related("file").exclude(state="dropped")


def import_run(actor: SignedActor, run_id: int) -> ImportRun | None:
    """Return one import that an actor may see, with its files, or None."""
    found = ImportRun.objects.visible_to(actor).filter(pk=run_id)
    return found.select_related("file", "error_sheet").first()
