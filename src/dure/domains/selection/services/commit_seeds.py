"""Calls that have closed have the hash of their first stage's seed published, each once."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.programmes.queries import ProgrammeVersion, loaded
from dure.domains.selection.models import SeedCommitment
from dure.domains.selection.services.commit_seed import commit_seed


def commit_seeds(*, actor: SignedActor, now: datetime) -> int:
    """Commit the seeds that are due and return how many; those of later stages come when they are opened.

    Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    done = set(SeedCommitment.objects.values_list("programme", "stage"))
    due = [
        (version.programme, first.id)
        for version in ProgrammeVersion.objects.filter(state="published", closes_at__lte=now).order_by("pk")
        if (first := loaded(version).programme.stages[0]).tie_break.commitment is not None
        and (version.programme, first.id) not in done
    ]
    for programme, stage in due:
        commit_seed(actor=actor, now=now, programme=programme, stage=stage)
    return len(due)
