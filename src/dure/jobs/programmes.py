"""Simulations on synthetic populations are done."""

from __future__ import annotations

from dure.domains.programmes.services.simulate_synthetic import simulate_synthetic
from dure.jobs.app import BRIEFLY, task
from dure.settings.clock import now


@task("programmes.simulate", patience=BRIEFLY)
def simulate(run_id: int) -> None:
    """Do a simulation; a worker that died leaves it to the next, who begins anew."""
    simulate_synthetic(now=now(), run_id=run_id)
