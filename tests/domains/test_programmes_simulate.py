"""Simulations in the service: at once on merchants, by a job on synthetic ones; kept, counted, told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from tests.domains.builders import merchant, published, signed_up
from tests.domains.people import NOW, person
from tests.jobs.running import queued, run_jobs

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.models import Event
from dure.domains.merchants.population import write_population
from dure.domains.programmes import queries
from dure.domains.programmes.models import SimulationRun
from dure.domains.programmes.services.simulate import simulate_programme
from dure.domains.programmes.services.simulate_start import simulate_start
from dure.domains.programmes.services.simulate_synthetic import simulate_synthetic
from dure.domains.programmes.services.upload import upload_programme
from dure.engine.problems import Refused
from dure.library import library_bytes

pytestmark = pytest.mark.django_db
STRICTER = library_bytes("tops-2025").replace(b"rule: small_merchant()", b"rule: employees < 3")


def draft(raw: bytes = STRICTER) -> int:
    return upload_programme(actor=person(), now=NOW, raw=raw).version_id


def at_once(version: int, tmp_path, *, against: int | None = None, actor=None) -> int:
    path = tmp_path / "merchants.csv"
    write_population(person(), path)
    return simulate_programme(
        actor=actor or person(),
        now=NOW,
        version_id=version,
        source="service",
        merchants=path,
        name="",
        against_id=against,
    )


def test_a_draft_is_simulated_at_once_and_compared_with_what_is_published(tmp_path):
    other = published()
    merchant(1, employees="2")
    merchant(2, employees="4")
    merchant(3, tax_arrears=None)
    run = SimulationRun.objects.get(pk=at_once(draft(), tmp_path, against=other.pk))
    assert (run.state, run.rows, run.against_id) == ("done", 3, other.pk)
    assert run.result["programme"]["whole"] == {"eligible": 1, "ineligible": 1, "unknown": 1}
    assert run.result["against"]["whole"] == {"eligible": 2, "ineligible": 0, "unknown": 1}
    assert (run.result["comparison"]["gained"], run.result["comparison"]["lost"]) == (0, 1)
    event = Event.objects.get(act="programme.simulate")
    assert event.details == {"version": run.version_id, "source": "service", "merchants": 3}
    assert queries.simulations_listed(person(), run.version_id, 5) == [(run, 1)]


def test_two_drafts_are_compared(tmp_path):
    merchant(1, employees="2")
    first, second = draft(), draft(STRICTER.replace(b"employees < 3", b"employees < 2"))
    run = SimulationRun.objects.get(pk=at_once(second, tmp_path, against=first))
    assert (run.version_id, run.against_id) == (second, first)
    assert (run.result["comparison"]["gained"], run.result["comparison"]["lost"]) == (0, 1)


def test_a_version_is_compared_with_nothing_unless_one_is_named(tmp_path):
    merchant(1)
    run = SimulationRun.objects.get(pk=at_once(published().pk, tmp_path))
    assert run.against_id is None
    assert run.result["comparison"] is None


def test_itself_and_what_is_no_version_of_the_programme_are_refused_and_nothing_is_kept(tmp_path):
    version = draft()
    elsewhere = draft(STRICTER.replace(b"\nid: ", b"\nid: another-", 1))
    for against in (version, elsewhere, 0):
        with pytest.raises(Refused, match=r"simulation\.against"):
            at_once(version, tmp_path, against=against)
        with pytest.raises(Refused, match=r"simulation\.against"):
            simulate_start(actor=person(), now=NOW, version_id=version, size=5, seed=1, against_id=against)
    assert not SimulationRun.objects.exists()
    assert queued("programmes.simulate") == []


def test_a_bad_cell_is_refused_and_nothing_is_kept(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("business_no,employees\n0000000016,3\n")
    with pytest.raises(Refused) as refused:
        simulate_programme(
            actor=person(),
            now=NOW,
            version_id=draft(),
            source="upload",
            merchants=path,
            name="x",
            against_id=None,
        )
    assert [p.params["row"] for p in refused.value.problems] == [2]
    assert not SimulationRun.objects.exists()
    assert not Event.objects.filter(act="programme.simulate").exists()


def test_a_synthetic_population_is_a_job_whose_progress_and_result_are_kept():
    run = simulate_start(actor=person(), now=NOW, version_id=draft(), size=400, seed=9, against_id=None)
    assert queued("programmes.simulate") == [{"run_id": run}]
    kept = SimulationRun.objects.get(pk=run)
    assert (kept.state, kept.rows, kept.seed, kept.result) == ("waiting", 400, 9, None)
    simulate_synthetic(now=NOW + timedelta(minutes=1), run_id=run)
    kept.refresh_from_db()
    assert kept.state == "done"
    assert sum(kept.result["programme"]["whole"].values()) == 400
    assert kept.result["population"] == {"name": "", "size": 400, "seed": 9, "on": "2025-03-18"}
    moves = Event.objects.filter(subject="simulation", subject_id=str(run), act__startswith="simulation.")
    assert [event.details["move"] for event in moves.order_by("pk")] == ["begin", "finish"]


def test_a_job_that_runs_twice_changes_nothing_more():
    run = simulate_start(actor=person(), now=NOW, version_id=draft(), size=20, seed=1, against_id=None)
    assert "programmes.simulate" in run_jobs()
    before = SimulationRun.objects.values().get(pk=run)
    events = Event.objects.count()
    simulate_synthetic(now=NOW + timedelta(days=1), run_id=run)
    assert SimulationRun.objects.values().get(pk=run) == before
    assert Event.objects.count() == events


def test_the_same_asked_for_again_is_the_same_simulation():
    asked = {"actor": person(), "now": NOW, "version_id": draft(), "size": 20, "against_id": None}
    first = simulate_start(**asked, seed=1)
    assert simulate_start(**asked, seed=1) == first
    assert queued("programmes.simulate") == [{"run_id": first}]
    assert simulate_start(**asked, seed=2) != first
    assert SimulationRun.objects.count() == 2


def test_merchants_judged_twice_are_two_simulations_with_the_same_counts(tmp_path):
    merchant(1)
    path = tmp_path / "merchants.csv"
    write_population(person(), path)
    asked = {"actor": person(), "now": NOW, "version_id": draft(), "source": "service", "merchants": path}
    first, again = (simulate_programme(**asked, name="", against_id=None) for _ in range(2))
    assert first != again
    results = list(SimulationRun.objects.values_list("result", flat=True))
    assert results[0] == results[1]


def test_a_worker_that_died_leaves_it_to_the_next():
    run = simulate_start(actor=person(), now=NOW, version_id=draft(), size=20, seed=1, against_id=None)
    SimulationRun.objects.filter(pk=run).update(state="running", phase="drawing", done_rows=10)
    simulate_synthetic(now=NOW, run_id=run)
    assert SimulationRun.objects.get(pk=run).state == "done"


@pytest.mark.parametrize("size", [0, -1, 1_000_001])
def test_a_size_that_is_not_drawn_is_refused_and_nothing_waits(size):
    with pytest.raises(Refused):
        simulate_start(actor=person(), now=NOW, version_id=draft(), size=size, seed=1, against_id=None)
    assert not SimulationRun.objects.exists()
    assert queued("programmes.simulate") == []


def test_only_officers_simulate_and_merchants_see_none(tmp_path):
    version = draft()
    merchant(1)
    run = at_once(version, tmp_path)
    for who in (person("ministry"), signed_up("somebody@test.example")):
        with pytest.raises((NotAllowed, Refused)):
            at_once(version, tmp_path, actor=who)
        with pytest.raises((NotAllowed, Refused)):
            simulate_start(actor=who, now=NOW, version_id=version, size=5, seed=1, against_id=None)
    assert SimulationRun.objects.count() == 1
    assert queries.simulation(person("ministry"), run) is not None
    assert queries.simulation(signed_up("somebody@test.example"), run) is None


def test_what_is_done_is_not_begun_again_by_anybody(tmp_path):
    merchant(1)
    run = at_once(draft(), tmp_path)
    with pytest.raises(ProgrammingError, match="illegal move"), transaction.atomic():
        SimulationRun.objects.filter(pk=run).update(state="running", result=None)
