"""The simulations of a version as its page lists them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as lazy

from dure.domains.accounts.actors import SignedActor
from dure.domains.programmes import queries
from dure.domains.programmes.queries import ProgrammeVersion, SimulationRun
from dure.web.officer.words import told
from dure.web.templatetags.amounts import count

MOST_LISTED = 20
STATES = {
    "waiting": lazy("Waiting for its turn"),
    "running": lazy("Under way"),
    "done": lazy("Done"),
    "failed": lazy("Could not be done"),
}
KINDS = {"waiting": "neutral", "running": "information", "done": "success", "failed": "danger"}
SOURCES = {
    "upload": lazy("An uploaded file"),
    "service": lazy("The merchants of this service"),
    "synthetic": lazy("Synthetic merchants"),
}


def simulation_rows(actor: SignedActor, version: int) -> list[dict[str, Any]]:
    """Return the newest simulations of a version."""
    return [
        {
            "run": run,
            "name": population_name(run),
            "state": told(STATES, run.state),
            "kind": KINDS[run.state],
            "eligible": eligible,
        }
        for run, eligible in queries.simulations_listed(actor, version, MOST_LISTED)
    ]


def population_name(run: SimulationRun) -> str:
    """Return what a simulation's population is called: its kind, its file, how many."""
    parts = [told(SOURCES, run.source), run.name, count(run.rows) if run.rows is not None else ""]
    return ", ".join(part for part in parts if part)


def has_other(version: ProgrammeVersion) -> bool:
    """Say whether there is a published version that this one can be compared with."""
    published = queries.published_version(version.programme)
    return published is not None and published.pk != version.pk
