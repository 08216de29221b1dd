"""Closing months: two people, in order, over proved figures that late entries leave as they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domains.people import person

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import Act, act
from dure.domains.events.models import Event
from dure.domains.ledger import queries
from dure.domains.ledger.closed import closed_months
from dure.domains.ledger.models import Closing, LedgerCheck, Transfer
from dure.domains.ledger.opening import NewAccount, open_accounts
from dure.domains.ledger.posting import hold, move, post, take
from dure.domains.ledger.queries_closing import month_to_close, signed_rows
from dure.domains.ledger.services.ask_to_reopen import ask_to_reopen
from dure.domains.ledger.services.check_ledger import check_ledger
from dure.domains.ledger.services.decide_closing import decide_closing
from dure.domains.ledger.services.decide_reopening import decide_reopening
from dure.domains.ledger.services.propose_closing import propose_closing
from dure.domains.ledger.services.seal_ledger import seal_ledger
from dure.domains.ledger.services.take_back_closing import take_back_closing
from dure.domains.notices.models import Notice
from dure.engine.law.deadlines import day_of
from dure.engine.money.booking import booked_month
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)
OF = "shops-2025"
APRIL, MAY, JUNE = date(2025, 4, 1), date(2025, 5, 1), date(2025, 6, 1)
START = datetime(2025, 4, 10, 3, tzinfo=UTC)
"""A day in April."""
MAY_2 = datetime(2025, 5, 2, 3, tzinfo=UTC)
JUNE_3 = datetime(2025, 6, 3, 3, tzinfo=UTC)


def officer(n: int = 1):
    return person(email=f"closing{n}@test.example")


def accountant():
    return person("accountant", kind="accountant", code="closing-house")


def opened(this: Act, of: str = OF) -> tuple[int, int]:
    some = [
        NewAccount(f"source/{of}", "source", of, guard="none"),
        NewAccount(f"line/{of}", "line", of, guard="none"),
    ]
    found = open_accounts(this, some)
    return found[f"source/{of}"], found[f"line/{of}"]


def posted(won: int, happened: datetime, key: str, *, held: bool = False, of: str = OF) -> None:
    with act("test.post", actor=SYSTEM, now=happened) as this:
        source, line = opened(this, of)
        leg = hold(line, source, won) if held else move(source, line, won)
        post(this, key=f"{of}/{key}", what="test", legs=[leg], happened_at=happened)


def proved(now: datetime) -> None:
    """Seal twice (the second seals what the first saw) and add everything anew."""
    seal_ledger(actor=SYSTEM, now=now)
    seal_ledger(actor=SYSTEM, now=now)
    check_ledger(actor=SYSTEM, now=now)


def closed(month: date, now: datetime) -> int:
    proved(now)
    made = propose_closing(actor=officer(), now=now, programme=OF, month=month)
    decide_closing(actor=officer(2), now=now, closing_id=made, confirmed=True)
    return made


def line_of(month: date) -> tuple[int, int, int, int]:
    """Return what the line's trial balance says of a month: before, debits, credits, after."""
    row = next(one for one in queries.trial_balance(officer(), OF, month) if one.kind == "line")
    return row.before, row.debits, row.credits, row.after


def code_of(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.problems]


def test_a_late_entry_leaves_the_closed_month_as_it_was_signed():
    # The worked example of docs/algorithms/month-end.md.
    posted(1_000, START, "a")
    posted(300, START + timedelta(days=5), "b")
    made = closed(APRIL, MAY_2)
    assert line_of(APRIL) == (0, 0, 1_300, 1_300)
    posted(50, START + timedelta(days=8), "late")
    posted(200, MAY_2, "c")
    assert line_of(APRIL) == (0, 0, 1_300, 1_300)
    assert line_of(MAY) == (1_300, 0, 250, 1_550)
    assert [one.amount for one in queries.journal(officer(), OF, MAY)] == [50, 200]
    assert [one.amount for one in queries.journal(officer(), OF, APRIL)] == [1_000, 300]
    second = closed(MAY, JUNE_3)
    assert [(one.month, one.transfers, one.late, one.state) for one in Closing.objects.order_by("month")] == [
        (APRIL, 2, 0, "closed"),
        (MAY, 2, 1, "closed"),
    ]
    rows = {one.kind: one for one in signed_rows(Closing.objects.get(pk=second))}
    assert (rows["line"].before, rows["line"].credits, rows["source"].after) == (1_300, 250, -1_550)
    told = Event.objects.filter(subject="ledger_closing", subject_id=str(made)).order_by("pk")
    assert [one.act for one in told] == ["ledger.propose_closing", "ledger.decide_closing"]


def test_a_month_is_closed_by_two_people_and_figures_are_those_that_were_proposed():
    posted(1_000, START, "a")
    posted(400, START, "h", held=True)
    proved(MAY_2)
    officer()
    made = propose_closing(actor=accountant(), now=MAY_2, programme=OF, month=APRIL, reason="확인")
    waiting = Notice.objects.filter(template="closing_to_confirm")
    assert [one.parameters["month"] for one in waiting] == ["2025-04"]
    with pytest.raises(NotAllowed):
        decide_closing(actor=accountant(), now=MAY_2, closing_id=made, confirmed=True)
    posted(70, START, "between")
    with pytest.raises(Refused) as refused:
        decide_closing(actor=officer(), now=MAY_2, closing_id=made, confirmed=False, answer=" ")
    assert code_of(refused) == ["ledger.answer"]
    assert Closing.objects.get().state == "proposed"
    decide_closing(actor=officer(), now=MAY_2, closing_id=made, confirmed=True)
    found = Closing.objects.get()
    assert (found.state, found.holds, found.held_won, found.transfers) == ("closed", 1, 400, 2)
    # What came between the two is late.
    assert (line_of(APRIL)[3], line_of(MAY)[3]) == (1_000, 1_070)
    with pytest.raises(Refused) as refused:
        decide_closing(actor=officer(2), now=MAY_2, closing_id=made, confirmed=True)
    assert code_of(refused) == ["ledger.not_proposed"]


def test_nobody_decides_what_they_proposed_and_the_database_holds_it():
    posted(1_000, START, "a")
    proved(MAY_2)
    made = propose_closing(actor=officer(), now=MAY_2, programme=OF, month=APRIL)
    with pytest.raises(Refused) as refused:
        decide_closing(actor=officer(), now=MAY_2, closing_id=made, confirmed=True)
    assert code_of(refused) == ["ledger.same_person"]
    mine = officer().user_id
    with pytest.raises(IntegrityError), transaction.atomic():
        Closing.objects.update(state="closed", decided_by_id=mine)
    with pytest.raises(NotAllowed):
        take_back_closing(actor=officer(2), now=MAY_2, closing_id=made)
    take_back_closing(actor=officer(), now=MAY_2, closing_id=made)
    assert Closing.objects.get().state == "taken_back"
    assert month_to_close(officer(), OF, MAY_2) == APRIL


def test_months_are_closed_in_order_once_over_sealed_and_proved():
    who: Any = officer()
    posted(1_000, START, "a")
    ask = {"actor": who, "programme": OF}
    for now, month, codes in (
        (START, APRIL, ["ledger.month_runs"]),
        (MAY_2, MAY, ["ledger.month_order"]),
        (MAY_2, APRIL, ["ledger.unsealed", "ledger.unproved"]),
    ):
        with pytest.raises(Refused) as refused:
            propose_closing(**ask, now=now, month=month)
        assert code_of(refused) == codes
    proved(MAY_2)
    posted(1, START, "unsealed")
    with pytest.raises(Refused) as refused:
        propose_closing(**ask, now=MAY_2, month=APRIL)
    assert code_of(refused) == ["ledger.unsealed"]
    assert refused.value.problems[0].params == {"count": "1"}
    proved(MAY_2)
    check = LedgerCheck.objects.latest("pk")
    LedgerCheck.objects.create(
        at=MAY_2, accounts=0, journals=0, transfers=0, open_holds=0, seals=0, unsealed=0,
        last_hash=check.last_hash, faults=[["totals", "x"]],
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        propose_closing(**ask, now=MAY_2, month=APRIL)
    assert code_of(refused) == ["ledger.faulty"]
    assert Closing.objects.count() == 0
    check_ledger(actor=SYSTEM, now=MAY_2)
    propose_closing(**ask, now=MAY_2, month=APRIL)
    with pytest.raises(Refused) as refused:
        propose_closing(**ask, now=MAY_2, month=APRIL)
    assert code_of(refused) == ["ledger.closing_stands"]
    with pytest.raises(NotAllowed):
        propose_closing(
            actor=person("reviewer", email="r@test.example"), now=MAY_2, programme=OF, month=APRIL
        )


def test_the_last_closed_month_is_opened_by_two_people():
    posted(1_000, START, "a")
    first = closed(APRIL, MAY_2)
    posted(50, START, "late")
    second = closed(MAY, JUNE_3)
    for closing, codes in ((first, ["ledger.later_closed"]), (second, ["ledger.reopen_reason"])):
        with pytest.raises(Refused) as refused:
            ask_to_reopen(
                actor=officer(), now=JUNE_3, closing_id=closing, reason="" if closing == second else "x"
            )
        assert code_of(refused) == codes
    ask_to_reopen(actor=officer(), now=JUNE_3, closing_id=second, reason="5월 전표를 고칩니다")
    assert [one.month for one in closed_months(OF)] == [APRIL, MAY], "still closed"
    with pytest.raises(Refused) as refused:
        decide_reopening(actor=officer(), now=JUNE_3, closing_id=second, opened=True)
    assert code_of(refused) == ["ledger.same_person"]
    decide_reopening(actor=officer(2), now=JUNE_3, closing_id=second, opened=False, answer="아닙니다")
    assert Closing.objects.get(pk=second).state == "closed"
    ask_to_reopen(actor=officer(), now=JUNE_3, closing_id=second, reason="다시")
    decide_reopening(actor=officer(2), now=JUNE_3, closing_id=second, opened=True)
    ask_to_reopen(actor=officer(), now=JUNE_3, closing_id=first, reason="그 앞도")
    decide_reopening(actor=officer(2), now=JUNE_3, closing_id=first, opened=True)
    assert closed_months(OF) == []
    assert line_of(APRIL) == (0, 0, 1_050, 1_050), "what was late is in its own month again"
    again = closed(APRIL, JUNE_3)
    assert Closing.objects.get(pk=again).transfers == 2


def test_a_hold_that_is_taken_later_is_still_held_at_the_end_of_its_month():
    posted(1_000, START, "a")
    with act("test.post", actor=SYSTEM, now=START) as this:
        source, line = opened(this)
        made = post(this, key="h", what="test", legs=[hold(line, source, 400)], happened_at=START)
    with act("test.post", actor=SYSTEM, now=MAY_2) as this:
        post(this, key="t", what="test", legs=[take(made.hold(), line, source, 400)], happened_at=MAY_2)
    assert Closing.objects.get(pk=closed(APRIL, MAY_2)).held_won == 400


@settings(max_examples=15, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 3), st.just("close")), min_size=1, max_size=9))
def test_every_transfer_is_booked_once_where_the_function_says(steps):
    of, now, count, who = f"shops-{uuid4()}", datetime(2025, 12, 1, tzinfo=UTC), 0, officer()
    for step in steps:
        if step == "close":
            _close_unsealed(of, now)
        else:
            count += 1
            posted(10**count, datetime(2025, 4 + step, 15, tzinfo=UTC), f"k{count}", of=of)
    closed_now = closed_months(of)
    own = Transfer.objects.filter(debit__programme=of, line=1)
    told = {one.amount: booked_month(day_of(one.happened_at), one.seq, closed_now) for one in own}
    found: dict[int, date] = {}
    for month in (date(2025, n, 1) for n in range(4, 13)):
        booked = [one.amount for one in queries.journal(who, of, month)]
        found |= dict.fromkeys(booked, month)
        rows = [one for one in queries.trial_balance(who, of, month) if one.kind == "line"]
        assert sum(one.credits - one.debits for one in rows) == sum(booked)
        assert sum(one.before for one in rows) == sum(won for won, when in told.items() if when < month)
    # Amounts are powers of ten: no two are alike, so each was found once.
    assert found == told
    assert len(told) == count


def _close_unsealed(of: str, now: datetime) -> None:
    """Close the next month up to the last transfer, whether it is sealed or not: only booking is asked."""
    last = Transfer.objects.filter(debit__programme=of).order_by("-seq").first()
    month = month_to_close(officer(), of, now)
    if last is None or month is None:
        return
    Closing.objects.create(
        programme=of, month=month, upto=last.seq, hash="x", transfers=0, late=0, holds=0, held_won=0,
        state="closed", proposed_by_id=1, proposed_at=now, decided_by_id=2, decided_at=now,
    )  # fmt: skip
