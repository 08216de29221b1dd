"""The seed that breaks ties is drawn, and its hash is published before anybody could try seeds out."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.selection.models import SeedCommitment
from dure.domains.selection.policies import allow_selecting
from dure.domains.selection.stages import StageCase, stage_case


def commit_seed(*, actor: SignedActor, now: datetime, programme: str, stage: str) -> str:
    """Draw the seed of a stage, once, and return its hash; raises NotAllowed and Refused."""
    allow_selecting(actor, programme)
    case = stage_case(programme, stage)
    with act("selection.commit_seed", actor=actor, now=now) as this:
        return seed_of(this, case).commitment


def seed_of(this: Act, case: StageCase) -> SeedCommitment:
    """Return the seed of a stage, drawn now where it was not before."""
    programme, stage = case.programme.id, case.stage.id
    alone("seed", programme, stage)
    found = SeedCommitment.objects.filter(programme=programme, stage=stage).first()
    if found is None:
        seed = secrets.token_hex(32)
        found = SeedCommitment.objects.create(
            programme=programme,
            stage=stage,
            seed=seed,
            commitment=hashlib.sha256(seed.encode()).hexdigest(),
            committed_at=this.now,
        )
        this.record("seed", found.pk, programme=programme, stage=stage, commitment=found.commitment)
    return found
