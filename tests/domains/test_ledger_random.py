"""Random acts on a few accounts beside a plain model in memory: totals, limits, keys and holds agree."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.domains.people import NOW

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.ledger.models import Account
from dure.domains.ledger.opening import NewAccount, open_accounts
from dure.domains.ledger.posting import Held, Leg, hold, move, post, release, take
from dure.domains.ledger.proving import prove_ledger
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db

NAMES = ("source", "budget", "wallet", "shop")
STEP = st.one_of(
    st.tuples(st.just("move"), st.integers(0, 3), st.integers(0, 3), st.integers(1, 60)),
    st.tuples(st.just("hold"), st.integers(0, 3), st.integers(0, 3), st.integers(1, 60)),
    st.tuples(st.just("take"), st.integers(0, 5), st.integers(1, 60), st.just(0)),
    st.tuples(st.just("release"), st.integers(0, 5), st.just(0), st.just(0)),
    st.tuples(st.just("again"), st.integers(0, 9), st.just(0), st.just(0)),
)


class Model:
    """What should stand, by account: debits, credits, held debits, held credits."""

    def __init__(self) -> None:
        self.totals = [[0, 0, 0, 0] for _ in NAMES]
        self.holds: list[tuple[Held, int, int, int]] = []
        self.open: set[int] = set()

    def fits(self, totals: list[list[int]]) -> bool:
        budget, wallet = totals[1], totals[2]
        return (
            budget[1] >= budget[0] + budget[2]
            and wallet[1] >= wallet[0] + wallet[2]
            and wallet[1] + wallet[3] - wallet[0] <= 80
        )

    def after(self, debit: int, credit: int, posted: int, held: int) -> list[list[int]]:
        totals = [list(row) for row in self.totals]
        totals[debit][0] += posted
        totals[credit][1] += posted
        totals[debit][2] += held
        totals[credit][3] += held
        return totals


@given(st.lists(STEP, min_size=5, max_size=40))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_ledger_does_what_a_plain_model_does(db, steps):
    run = f"run{Account.objects.count()}"
    with act("test.open", actor=SYSTEM, now=NOW) as this:
        opened = open_accounts(
            this,
            [
                NewAccount(f"{run}/source", "source", guard="none"),
                NewAccount(f"{run}/budget", "budget"),
                NewAccount(f"{run}/wallet", "entitlement", ceiling=80),
                NewAccount(f"{run}/shop", "payable", guard="none"),
            ],
        )
    ids = [opened[f"{run}/{name}"] for name in NAMES]
    model = Model()
    done: list[tuple[str, Leg]] = []
    for n, step in enumerate(steps):
        key, (leg, totals) = f"{run}/{n}", _asked(step, model, ids)
        if step[0] == "again" and done:
            key, leg = done[step[1] % len(done)]
            totals = model.totals
        if leg is None:
            continue
        expected = totals is not None and model.fits(totals)
        try:
            with act("test.post", actor=SYSTEM, now=NOW) as this:
                posted = post(this, key=key, what="test", legs=[leg])
            assert expected
            assert posted.repeated == (step[0] == "again")
        except Refused:
            assert not expected
            continue
        model.totals = totals
        if step[0] == "hold":
            model.open.add(len(model.holds))
            model.holds.append((posted.hold(), step[1], step[2], step[3]))
        elif step[0] in ("take", "release"):
            model.open.discard(step[1] % len(model.holds))
        if step[0] != "again":
            done.append((key, leg))
    found = {
        a.pk: [a.debits, a.credits, a.held_debits, a.held_credits] for a in Account.objects.filter(pk__in=ids)
    }
    assert [found[pk] for pk in ids] == model.totals
    report = prove_ledger()
    assert report.faults == ()


def _asked(step, model: Model, ids: list[int]) -> tuple[Leg | None, list[list[int]] | None]:
    """Return the leg of a step and what should stand after it; no totals where it must be refused."""
    word, a, b, amount = step
    if word in ("move", "hold"):
        if a == b:
            return None, None
        made = (move if word == "move" else hold)(ids[a], ids[b], amount)
        return made, model.after(a, b, *((amount, 0) if word == "move" else (0, amount)))
    if word in ("take", "release") and model.holds:
        n = a % len(model.holds)
        held, debit, credit, whole = model.holds[n]
        if word == "release":
            leg = release(held, ids[debit], ids[credit], whole)
            return leg, model.after(debit, credit, 0, -whole) if n in model.open else None
        leg = take(held, ids[debit], ids[credit], b)
        fits = n in model.open and b <= whole
        return leg, model.after(debit, credit, b, -whole) if fits else None
    return None, None
