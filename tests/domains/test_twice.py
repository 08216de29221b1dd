"""Every service run twice, one after the other and at the same time: twice is once, or a reason says why not.

Services are found by import, so that one without a row in the tables of ``tests/domains/twice/`` fails here.
Of two in a row the second leaves every table as it is, to the byte, or is refused by name. Two at once, each
in a connection of its own and let into their acts together, come to the same as two in a row: nothing more
in any table, the same events, no deadlock and no fault of the database.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from threading import Barrier, BrokenBarrierError, local
from typing import Any

import pytest
from django.db import connection
from tests.domains.at_once import twice_at_once
from tests.domains.people import NOW
from tests.domains.twice import (
    accounts,
    agreements,
    applications,
    benefits,
    bodies,
    claims,
    diagnosis,
    duplicates,
    funds,
    keeping,
    ledger,
    lowest,
    matching,
    nominations,
    payments,
    recoveries,
    referrals,
    review,
    selection,
    simulations,
    voting,
    vouchers,
)
from tests.domains.twice.scenario import TABLE, Scenario
from tests.domains.twice.worlds import WORLDS

import dure.domains
from dure.domains.accounts.actors import SYSTEM
from dure.domains.events import act as door
from dure.domains.events.models import Event
from dure.engine.problems import Refused

SUBJECTS = (
    accounts,
    agreements,
    applications,
    benefits,
    bodies,
    claims,
    diagnosis,
    duplicates,
    funds,
    ledger,
    lowest,
    matching,
    nominations,
    payments,
    recoveries,
    referrals,
    review,
    selection,
    simulations,
    voting,
    vouchers,
)
"""Each has registered its rows by being imported."""
ROWS = sorted(TABLE, key=lambda row: list(WORLDS).index(row.world))


@cache
def services() -> dict[str, Callable[..., Any]]:
    """Return every public function that a module of services defines, by its name."""
    found = {}
    for subject in pkgutil.iter_modules(dure.domains.__path__, "dure.domains."):
        folder = importlib.import_module(f"{subject.name}.services")
        for one in pkgutil.iter_modules(folder.__path__, f"{folder.__name__}."):
            module = importlib.import_module(one.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == one.name and not name.startswith("_"):
                    found[f"{one.name}.{name}"] = function
    return found


def test_every_service_has_a_row():
    known = {id(inspect.unwrap(row.service)) for row in TABLE}
    assert [name for name, one in services().items() if id(inspect.unwrap(one)) not in known] == []


@pytest.fixture(scope="module")
def world(request, django_db_setup, django_db_blocker) -> Iterator[Callable[[], None]]:
    """Make a world, once for all its rows; what is given back puts it back as it was."""
    name = request.param
    with django_db_blocker.unblock():
        before = keeping.contents()
        keeping.keep("before")
        try:
            WORLDS[name]()
            made = keeping.contents()
            keeping.keep("world")
            yield lambda: keeping.put_back("world", made)
        finally:
            keeping.put_back("before", before)
            keeping.forget("world")
            keeping.forget("before")
            connection.close()


@pytest.fixture(autouse=True)
def _settings(settings) -> None:
    """Let rows change these: they are put back."""
    settings.DURE_DATA_KEYS = list(settings.DURE_DATA_KEYS)
    settings.DURE_VIRUS_SCAN = False
    settings.DURE_FINANCE_URL = settings.DURE_FINANCE_KEY = ""


@pytest.mark.parametrize(
    ("world", "row"), [(row.world, row) for row in ROWS], indirect=["world"],
    ids=[f"{row.name}-{row.prepare.__name__.strip('_')}" for row in ROWS], scope="module",
)  # fmt: skip
def test_twice_is_once(world, row, monkeypatch, django_db_blocker):
    with django_db_blocker.unblock():
        world()
        twice_in_a_row = in_a_row(row)
        world()
        assert at_once(row, monkeypatch) == twice_in_a_row


@pytest.mark.django_db(transaction=True)
def test_what_happens_again_is_seen(monkeypatch):
    looked: list[Barrier] = []  # empty: each goes on once it has looked

    def careless() -> None:
        with door.act("test.careless", actor=SYSTEM, now=NOW) as this:
            is_new = not Event.objects.filter(act="test.careless").exists()
            for barrier in looked:
                barrier.wait(timeout=60)
            if is_new:
                this.record("test", 1)

    def heedless() -> None:
        with door.act("test.heedless", actor=SYSTEM, now=NOW) as this:
            this.record("test", 1)

    with pytest.raises(AssertionError):
        in_a_row(Scenario(heedless, "empty", lambda: heedless))
    # One after the other it looks first; at once both look before either has written.
    row = Scenario(careless, "empty", lambda: careless)
    assert in_a_row(row)[1].total() == 1
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE events_event CASCADE")
    looked.append(Barrier(2))
    assert at_once(row, monkeypatch)[1].total() == 2


def in_a_row(row: Scenario) -> Any:
    """Run a service twice; return what both came to: rows by table, and events."""
    call = row.prepare()
    before, told = keeping.contents(), keeping.events()
    call()
    once = keeping.contents()
    outcome = outcome_of(call)
    assert not isinstance(outcome, Exception) or allowed(row, outcome), repr(outcome)
    second = keeping.contents()
    assert (second == once) or row.again, {n: (once[n], second[n]) for n in second if second[n] != once[n]}
    assert not (row.again and second == once), "the second changes nothing: no reason has to be given"
    return keeping.counts(before), keeping.events() - told


def at_once(row: Scenario, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a service twice at the same time, both let into their first act together."""
    call = row.prepare()
    before, told = keeping.contents(), keeping.events()
    with monkeypatch.context() as patched:
        patched.setattr(door, "speak", together(door.speak))
        found = twice_at_once(call)
    faults = [one for one in found if isinstance(one, Exception)]
    assert [repr(one) for one in faults if not allowed(row, one)] == []
    assert len(faults) < 2, f"both were refused: {faults}"
    return keeping.counts(before), keeping.events() - told


def together(begin: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return what begins an act once both have come to the door, or one of them does not come any more."""
    gate, seen = Barrier(2), local()

    def wait(this: Any) -> None:
        if not getattr(seen, "was_here", False):
            seen.was_here = True
            with suppress(BrokenBarrierError):  # the other was refused before any act, or did without
                gate.wait(timeout=0.5)
        begin(this)

    return wait


def outcome_of(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except Exception as error:  # noqa: BLE001  which one it is, is what is asked
        return error


def allowed(row: Scenario, error: Exception) -> bool:
    return isinstance(error, (Refused, *row.raises))
