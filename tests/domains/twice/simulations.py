"""Simulations of programme files, each run twice."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.domains.people import NOW, person
from tests.domains.twice.scenario import Call, twice

from dure.domains.programmes.models import SimulationRun
from dure.domains.programmes.services.simulate import simulate_programme
from dure.domains.programmes.services.simulate_start import simulate_start
from dure.domains.programmes.services.simulate_synthetic import simulate_synthetic
from dure.domains.programmes.services.upload import upload_programme
from dure.library import library_bytes


def version() -> int:
    return upload_programme(actor=person(), now=NOW, raw=library_bytes("tops-2025")).version_id


def started() -> int:
    return simulate_start(actor=person(), now=NOW, version_id=version(), size=20, seed=7, against_id=None)


@twice(
    simulate_programme,
    "people",
    again="a file may hold other merchants each time: what was found then stays beside it",
)
def _simulate_programme() -> Call:
    who, of = person(), version()
    path = Path(tempfile.mkdtemp(prefix="dure-twice-")) / "merchants.csv"
    path.write_text("business_no,employees\n0000100012,3\n", encoding="utf-8")
    return lambda: simulate_programme(
        actor=who, now=NOW, version_id=of, source="upload", merchants=path, name="m.csv", against_id=None
    )


@twice(simulate_start, "people")
def _simulate_start() -> Call:
    who, of = person(), version()
    return lambda: simulate_start(actor=who, now=NOW, version_id=of, size=20, seed=7, against_id=None)


@twice(simulate_synthetic, "people")
def _simulate_synthetic() -> Call:
    run = started()
    assert SimulationRun.objects.get(pk=run).state == "waiting"
    return lambda: simulate_synthetic(now=NOW, run_id=run)
