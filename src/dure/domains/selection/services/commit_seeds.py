"""Calls that have closed have the hashes of the seeds of their first stage and of every lot published."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.programmes.queries import ProgrammeVersion, loaded
from dure.domains.selection.models import SeedCommitment
from dure.domains.selection.services.commit_seed import commit_seed


def commit_seeds(*, actor: SignedActor, now: datetime) -> int:
    """Commit the seeds that are due and return how many.

    A lot hangs on its seed alone, whichever stage it is. The seed that breaks ties of scores at a later stage
    comes when that stage is opened, before anybody has scored. Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    done = set(SeedCommitment.objects.values_list("programme", "stage"))
    due = [
        (version.programme, stage.id)
        for version in ProgrammeVersion.objects.filter(state="published", closes_at__lte=now).order_by("pk")
        for number, stage in enumerate(loaded(version).programme.stages)
        if stage.tie_break.commitment is not None
        and (number == 0 or stage.chosen_by == "lot")
        and (version.programme, stage.id) not in done
    ]
    for programme, stage in due:
        commit_seed(actor=actor, now=now, programme=programme, stage=stage)
    return len(due)
