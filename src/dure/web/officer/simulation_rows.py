"""The simulations of a version as its page lists them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as lazy

from dure.domains.accounts.actors import SignedActor
from dure.domains.programmes import queries
from dure.domains.programmes.queries import ProgrammeVersion, SimulationRun
from dure.web.officer.words import told
from dure.web.templatetags.amounts import count
from dure.web.templatetags.days import instant_text

MOST_LISTED = 20
MOST_OTHERS = 50
STATES = {
    "waiting": lazy("Waiting for its turn"),
    "running": lazy("Under way"),
    "done": lazy("Done"),
    "failed": lazy("Could not be done"),
}
KINDS = {"waiting": "neutral", "running": "information", "done": "success", "failed": "danger"}
VERSION_STATES = {
    "draft": lazy("draft"),
    "published": lazy("published"),
    "superseded": lazy("superseded"),
}
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


def others_offered(
    actor: SignedActor, version: ProgrammeVersion, chosen: str | None = None
) -> list[dict[str, Any]]:
    """Return the versions that one can be compared with; the published one unless another is chosen."""
    return [
        {
            "value": str(other.pk),
            "label": version_name(other),
            "chosen": str(other.pk) == chosen if chosen is not None else other.state == "published",
        }
        for other in queries.other_versions(actor, version, MOST_OTHERS)
    ]


def version_name(version: ProgrammeVersion) -> str:
    """Return what tells a version from its programme's others: state, day, the start of the hash."""
    state = told(VERSION_STATES, version.state)
    return f"{state} · {instant_text(version.uploaded_at)} · {version.hash[:8]}"
