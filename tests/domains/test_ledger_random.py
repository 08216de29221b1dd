"""Random acts on a few accounts beside a plain model in memory: totals, limits, keys and holds agree."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from tests.domains.people import NOW

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.ledger.models import Account, OpenHold
from dure.domains.ledger.opening import NewAccount, open_accounts
from dure.domains.ledger.posting import Leg, Posted, hold, move, post, release, take
from dure.domains.ledger.proving import verify_ledger
from dure.domains.ledger.services.expire_holds import expire_holds
from dure.domains.ledger.services.seal_ledger import seal_ledger
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db

NAMES = ("source", "budget", "wallet", "shop")
CEILING = 80
account, amount = st.integers(0, 3), st.integers(1, 60)


class Ledger(RuleBasedStateMachine):
    """Moves, holds, takings, releases, repetitions, time and seals, in any order."""

    holds = Bundle("holds")
    keys = Bundle("keys")

    def __init__(self) -> None:
        super().__init__()
        self.run, self.at, self.day = f"run{Account.objects.count()}", 0, 0
        with act("test.open", actor=SYSTEM, now=NOW) as this:
            opened = open_accounts(
                this,
                [
                    NewAccount(f"{self.run}/source", "source", guard="none"),
                    NewAccount(f"{self.run}/budget", "budget"),
                    NewAccount(f"{self.run}/wallet", "entitlement", ceiling=CEILING),
                    NewAccount(f"{self.run}/shop", "payable", guard="none"),
                ],
            )
        self.ids = [opened[f"{self.run}/{name}"] for name in NAMES]
        self.totals = [[0, 0, 0, 0] for _ in NAMES]
        self.open: dict[str, tuple[Posted, int | None]] = {}
        self.done: dict[str, Leg] = {}

    def post(self, leg: Leg, key: str = "") -> Posted | None:
        """Post one leg; None where it is refused."""
        self.at += 1
        told = key or f"{self.run}/{self.at}"
        try:
            with act("test.post", actor=SYSTEM, now=NOW) as this:
                return post(this, key=told, what="test", legs=[leg])
        except Refused:
            return None

    def after(self, debit: int, credit: int, posted: int, held: int) -> list[list[int]]:
        """Return what should stand once an amount was posted and another held."""
        totals = [list(row) for row in self.totals]
        totals[debit][0] += posted
        totals[credit][1] += posted
        totals[debit][2] += held
        totals[credit][3] += held
        return totals

    def fits(self, totals: list[list[int]]) -> bool:
        """Say whether no bound is passed."""
        budget, wallet = totals[1], totals[2]
        return (
            budget[1] >= budget[0] + budget[2]
            and wallet[1] >= wallet[0] + wallet[2]
            and wallet[1] + wallet[3] - wallet[0] <= CEILING
        )

    @rule(target=keys, debit=account, credit=account, won=amount)
    def move(self, debit: int, credit: int, won: int):
        if debit == credit:
            return multiple()
        leg, totals = move(self.ids[debit], self.ids[credit], won), self.after(debit, credit, won, 0)
        posted = self.post(leg)
        assert (posted is not None) == self.fits(totals)
        if posted is None:
            return multiple()
        self.totals = totals
        key = f"{self.run}/{self.at}"
        self.done[key] = leg
        return key

    @rule(target=holds, debit=account, credit=account, won=amount, days=st.sampled_from([None, 1, 5]))
    def hold(self, debit: int, credit: int, won: int, days: int | None):
        if debit == credit:
            return multiple()
        ends = None if days is None else self.day + days
        until = None if ends is None else NOW + timedelta(days=ends)
        totals = self.after(debit, credit, 0, won)
        posted = self.post(hold(self.ids[debit], self.ids[credit], won, until))
        assert (posted is not None) == self.fits(totals)
        if posted is None:
            return multiple()
        self.totals = totals
        key = f"{self.run}/{self.at}"
        self.open[key] = (posted, ends)
        self.done[key] = hold(self.ids[debit], self.ids[credit], won, until)
        return (key, posted, debit, credit, won)

    @rule(held=holds, won=amount)
    def take(self, held, won: int) -> None:
        key, posted, debit, credit, whole = held
        totals = self.after(debit, credit, won, -whole)
        fits = key in self.open and won <= whole
        taken = self.post(take(posted.hold(), self.ids[debit], self.ids[credit], won))
        assert (taken is not None) == fits
        if fits:
            self.totals = totals
            del self.open[key]

    @rule(held=holds)
    def release(self, held) -> None:
        key, posted, debit, credit, whole = held
        released = self.post(release(posted.hold(), self.ids[debit], self.ids[credit], whole))
        assert (released is not None) == (key in self.open)
        if released is not None:
            self.totals = self.after(debit, credit, 0, -whole)
            del self.open[key]

    @rule(key=keys)
    def repeat(self, key: str) -> None:
        again = self.post(self.done[key], key)
        assert again is not None
        assert again.repeated

    @rule(days=st.integers(1, 3))
    def time_goes_by(self, days: int) -> None:
        self.day += days
        over = {key for key, (_posted, ends) in self.open.items() if ends is not None and ends <= self.day}
        assert expire_holds(actor=SYSTEM, now=NOW + timedelta(days=self.day)) == len(over)
        for key in over:
            leg = self.done[key]
            debit, credit = self.ids.index(leg.debit), self.ids.index(leg.credit)
            self.totals = self.after(debit, credit, 0, -leg.amount)
            del self.open[key]

    @rule()
    def seal(self) -> None:
        seal_ledger(actor=SYSTEM, now=NOW)

    @invariant()
    def stands_as_in_the_model(self) -> None:
        found = {one.pk: one for one in Account.objects.filter(pk__in=self.ids)}
        stand = [found[pk] for pk in self.ids]
        assert [[a.debits, a.credits, a.held_debits, a.held_credits] for a in stand] == self.totals
        with_end = {posted.id for posted, ends in self.open.values() if ends is not None}
        mine = [posted.id for posted, _ends in self.open.values()]
        assert (
            set(OpenHold.objects.filter(journal_id__in=mine).values_list("journal_id", flat=True)) == with_end
        )

    def teardown(self) -> None:
        """Prove it from the first entry on, and let no hold with an end be left for the next run."""
        found = verify_ledger()
        assert found.sound
        assert found.proof.open_holds == len(self.open)
        for posted, _ends in self.open.values():
            leg = next(self.done[key] for key, (one, _e) in self.open.items() if one is posted)
            assert self.post(release(posted.hold(), leg.debit, leg.credit, leg.amount)) is not None


def test_the_ledger_does_what_a_plain_model_does(db):
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
