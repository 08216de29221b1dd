"""Random acts of payments beside a plain model: posted is the sum of paid, nothing is paid twice."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)  # fmt: skip
from tests.domains.agreeing import LATER, PARTNERS
from tests.domains.funding import agreed, allotted, officer, stands
from tests.domains.paying import CLAIMANT, PAY_ON, account, answered, held_won, payee

from dure.domains.events.act import act
from dure.domains.ledger.models import Account, Transfer
from dure.domains.ledger.proving import prove_ledger
from dure.domains.payments.models import Batch, BatchRow, Payable
from dure.domains.payments.owing import Owed, cancel_owed, owe
from dure.domains.payments.services.approve_batch import approve_batch
from dure.domains.payments.services.draft_batch import draft_batch
from dure.domains.payments.services.drop_batch import drop_batch
from dure.domains.payments.services.queue_again import queue_again
from dure.domains.payments.services.read_results import read_results
from dure.domains.payments.services.send_batch import send_batch
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db
ALLOTTED = 150_000_000
which = st.integers(0, 2)


class Payments(RuleBasedStateMachine):
    """Owe, ask again, cancel, batch, drop, send, answer (again, and otherwise), queue again: in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.scope = transaction.atomic()
        self.scope.__enter__()
        transaction.get_connection().atomic_blocks[-1]._from_testcase = True
        self.officers = [officer(n) for n in (1, 2, 3)]
        self.to = payee()
        account(self.to)
        self.owed: dict[str, Owed] = {}
        self.model: dict[str, str] = {}
        self.batches: list[list[str]] = []
        self.n = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.scope.__exit__(None, None, None)

    @initialize(won=st.integers(1, 3_000_000))
    def paid_at_first(self, won: int) -> None:
        """Pay something in every run: what then comes in any order comes beside a payment."""
        self.owing(won)
        self.whole_round(["0000"])
        assert list(self.model.values()) == ["paid"]

    @rule(won=st.integers(1, 3_000_000))
    def owing(self, won: int) -> None:
        self.n += 1
        cause = f"c/{self.n}"
        with act("test.owe", actor=self.officers[0], now=LATER) as this:
            one = held_won(won, cause, self.to)
            owe(this, one)
        self.owed[cause], self.model[cause] = one, "waiting"

    @rule(n=which)
    def asked_again(self, n: int) -> None:
        for cause in list(self.owed)[n : n + 1]:
            with act("test.owe", actor=self.officers[0], now=LATER) as this:
                owe(this, self.owed[cause])

    @rule(n=which)
    def cancelled(self, n: int) -> None:
        for cause in list(self.owed)[n : n + 1]:
            with act("test.cancel", actor=self.officers[0], now=LATER) as this:
                done = cancel_owed(this, cause)
            assert done == (self.model[cause] in ("waiting", "failed"))
            if done:
                self.model[cause] = "cancelled"

    @rule()
    def drafted(self) -> None:
        waiting = [cause for cause, state in self.model.items() if state == "waiting"]
        try:
            draft_batch(
                actor=self.officers[0], now=LATER, programme=PARTNERS, way="file", pay_on=PAY_ON,
                key=f"b{len(self.batches)}",
            )  # fmt: skip
        except Refused:
            assert not waiting
            return
        self.batches.append(waiting)
        self.model |= dict.fromkeys(waiting, "in_batch")

    @rule(n=which)
    def dropped(self, n: int) -> None:
        for pk, causes in self._batch(n):
            try:
                drop_batch(actor=self.officers[1], now=LATER, batch_id=pk, reason="x")
            except Refused:
                continue
            self.model |= dict.fromkeys(causes, "waiting")

    @rule(n=which)
    def sent(self, n: int) -> None:
        for pk, causes in self._batch(n):
            try:
                if Batch.objects.get(pk=pk).state == "drafted":
                    approve_batch(actor=self.officers[1], now=LATER, batch_id=pk)
                send_batch(actor=self.officers[2], now=LATER, batch_id=pk)
            except Refused:
                continue
            self.model |= dict.fromkeys(causes, "sent")

    @rule(n=which, told=st.lists(st.sampled_from(["0000", "", "0201"]), min_size=1, max_size=4))
    def answers(self, n: int, told: list[str]) -> None:
        for pk, causes in self._batch(n):
            codes = told[: len(causes)]
            try:
                read_results(
                    actor=self.officers[0], now=LATER, batch_id=pk, content=answered(pk, *codes)
                )  # fmt: skip
            except Refused:
                continue
            for cause, code in zip(causes, codes, strict=False):
                if code and self.model[cause] == "sent" and self._last(cause) == pk:
                    self.model[cause] = "paid" if code == "0000" else "failed"

    @rule(n=which)
    def again(self, n: int) -> None:
        for cause in [cause for cause, state in self.model.items() if state == "failed"][n : n + 1]:
            queue_again(actor=self.officers[0], now=LATER, payable_id=Payable.objects.get(cause=cause).pk)
            self.model[cause] = "waiting"

    @rule(told=st.lists(st.sampled_from(["0000", "", "0201"]), min_size=1, max_size=4))
    def whole_round(self, told: list[str]) -> None:
        """Go the whole way, which single steps in any order seldom do."""
        self.drafted()
        self.sent(0)
        self.answers(0, told)

    def _batch(self, n: int) -> list[tuple[int, list[str]]]:
        found = list(Batch.objects.order_by("pk").values_list("pk", flat=True))
        some = list(zip(found, self.batches, strict=True))
        return [some[-1 - n % len(some)]] if some else []

    def _last(self, cause: str) -> int:
        """Return the batch in which something went out last."""
        return BatchRow.objects.filter(payable__cause=cause).order_by("-pk")[0].batch_id

    @invariant()
    def the_ledger_says_the_same(self) -> None:
        assert dict(Payable.objects.values_list("cause", "state")) == self.model
        won = {
            state: sum(self.owed[cause].won for cause, found in self.model.items() if found == state)
            for state in ("paid", "cancelled")
        }
        alive = sum(one.won for one in self.owed.values()) - won["cancelled"]
        spent = stands("spent").get("spent/government/consulting/maple", 0)
        out = Account.objects.filter(kind="payout_out").first()
        assert spent == won["paid"] == (out.credits if out else 0)
        assert stands("line")["line/government/consulting"] == ALLOTTED - alive
        assert Transfer.objects.filter(what="payments.paid").count() == list(self.model.values()).count(
            "paid"
        )
        assert CLAIMANT not in {row.sent_by_id for row in Batch.objects.all()}
        assert prove_ledger().faults == ()


def test_whatever_is_done_in_whatever_order_nothing_is_paid_twice_and_nothing_lost():
    agreed()
    allotted()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Payments,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
