"""An officer simulates a version on a file of merchants: judged at once; counts are kept, the file is not."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.programmes.models import SimulationRun
from dure.domains.programmes.policies import allow_editing
from dure.domains.programmes.simulating import asked_of, versions_asked
from dure.engine.simulation import plain
from dure.files.simulating import simulate_file


def simulate_programme(
    *,
    actor: SignedActor,
    now: datetime,
    version_id: int,
    source: Literal["upload", "service"],
    merchants: Path,
    name: str,
    against_id: int | None,
) -> int:
    """Simulate a version on merchants and keep the counts; return the id of the simulation.

    It is calculated outside of the transaction, beside another version of the programme where one is named.
    Raises NotAllowed, and Refused with every bad cell.
    """
    found, other = versions_asked(actor, version_id, against_id)
    allow_editing(actor, found.programme)
    result = plain(simulate_file(asked_of(found, other), merchants, name))
    rows = sum(result["programme"]["whole"].values())
    with act("programme.simulate", actor=actor, now=now) as this:
        run = SimulationRun.objects.create(
            version=found,
            against=other,
            source=source,
            name=name[:200],
            state="done",
            rows=rows,
            result=result,
            asked_by_id=actor.user_id,
            asked_at=now,
            done_at=now,
        )
        this.record("simulation", run.pk, version=found.pk, source=source, merchants=rows)
    return int(run.pk)
