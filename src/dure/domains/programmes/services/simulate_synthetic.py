"""A simulation that was asked for is done: the population drawn, judged, counted; how far it is, is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.events.kept_problems import as_data
from dure.domains.events.progress import Told
from dure.domains.events.transitions import move
from dure.domains.programmes.models import SimulationRun
from dure.domains.programmes.simulating import asked_of
from dure.domains.programmes.states import SIMULATION_STATES
from dure.engine.problems import Refused
from dure.engine.simulation import plain
from dure.files import simulating


def simulate_synthetic(*, now: datetime, run_id: int) -> None:
    """Do a simulation that waits, or one whose worker died; done or failed ones stay as they are.

    Drawn and judged outside of any transaction: the same seed gives the same counts whenever it is repeated.
    """
    run = SimulationRun.objects.select_related("version", "against").get(pk=run_id)
    if run.state not in ("waiting", "running"):
        return
    with act("simulation.begin", actor=SYSTEM, now=now) as this:
        move(this, SIMULATION_STATES, SimulationRun, [run_id], "begin")
    size, seed = run.rows or 0, run.seed or 0
    changes: dict[str, Any] = {"phase": "", "done_at": now}
    with Told(SimulationRun, run_id) as told:
        try:
            asked = asked_of(run.version, run.against)
            found = simulating.simulate_synthetic(asked, size, seed, told=told.phase("drawing"))
        except Refused as refused:
            name, changes = "fail", changes | {"problems": as_data(refused.problems)}
        else:
            name, changes = "finish", changes | {"result": plain(found)}
    with act("simulation.finish", actor=SYSTEM, now=now, key=str(run_id)) as this:
        if not this.repeated:
            move(this, SIMULATION_STATES, SimulationRun, [run_id], name, changes=changes)
