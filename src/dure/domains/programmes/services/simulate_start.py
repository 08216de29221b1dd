"""An officer has a version simulated on a synthetic population: a job draws and judges it."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.later import later
from dure.domains.programmes.models import SimulationRun
from dure.domains.programmes.policies import allow_editing
from dure.domains.programmes.simulating import MOST_SYNTHETIC, versions_asked
from dure.engine.problems import msg, refuse


def simulate_start(
    *, actor: SignedActor, now: datetime, version_id: int, size: int, seed: int, against_id: int | None
) -> int:
    """Have a version simulated on ``size`` synthetic merchants of a seed; return the id of the simulation.

    The same again is the same simulation: the same seed gives the same counts. Raises NotAllowed, and Refused
    for a size that is not drawn here.
    """
    found, other = versions_asked(actor, version_id, against_id)
    allow_editing(actor, found.programme)
    if not 1 <= size <= MOST_SYNTHETIC:
        raise refuse(
            "simulation.size",
            msg("a synthetic population here has between 1 and {most} merchants"),
            most=f"{MOST_SYNTHETIC:,}",
        )
    key = f"{found.pk}/{other.pk if other else ''}/{size}/{seed}"
    with act("programme.simulate_synthetic", actor=actor, now=now, key=key) as this:
        if not this.repeated:
            run = SimulationRun.objects.create(
                version=found,
                against=other,
                source="synthetic",
                seed=seed,
                rows=size,
                asked_by_id=actor.user_id,
                asked_at=now,
            )
            this.record("simulation", run.pk, version=found.pk, source="synthetic", merchants=size, seed=seed)
            later("programmes.simulate", run_id=run.pk)
            this.result = run.pk
        return int(this.result)
