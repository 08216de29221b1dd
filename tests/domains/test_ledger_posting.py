"""Posting: whole or not at all, once under its key, never past a limit, and never changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.domains.people import NOW

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.ledger.models import Account, Transfer
from dure.domains.ledger.opening import NewAccount, open_accounts
from dure.domains.ledger.posting import Held, Leg, Posted, hold, move, post, release, take
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db


def opened(*some: NewAccount) -> list[int]:
    with act("test.open", actor=SYSTEM, now=NOW) as this:
        found = open_accounts(this, some)
    return [found[one.code] for one in some]


def accounts(budget: int = 0) -> tuple[int, int, int]:
    """Return a source without a bound, a budget with so much in it, and a payable."""
    source, held, paid = opened(
        NewAccount("source", "source", guard="none"),
        NewAccount("budget", "budget"),
        NewAccount("paid", "payable"),
    )
    if budget:
        posted("fund", move(source, held, budget))
    return source, held, paid


def posted(key: str, *legs: Leg) -> Posted:
    with act("test.post", actor=SYSTEM, now=NOW, reason="why") as this:
        return post(this, key=key, what="test", legs=legs)


def totals(account: int) -> tuple[int, int, int, int]:
    found = Account.objects.get(pk=account)
    return found.debits, found.credits, found.held_debits, found.held_credits


def test_an_amount_leaves_one_account_and_comes_to_the_other():
    source, budget, paid = accounts(1_000)
    assert posted("a", move(budget, paid, 400)).repeated is False
    assert totals(source) == (1_000, 0, 0, 0)
    assert totals(budget) == (400, 1_000, 0, 0)
    assert totals(paid) == (0, 400, 0, 0)
    journal = Transfer.objects.order_by("seq").last()
    assert (journal.what, journal.reason, journal.happened_at) == ("test", "why", NOW)


def test_the_same_under_the_same_key_is_done_once_and_another_is_refused():
    _source, budget, paid = accounts(1_000)
    first, again = posted("a", move(budget, paid, 400)), posted("a", move(budget, paid, 400))
    assert (again.id, again.seq, again.repeated) == (first.id, first.seq, True)
    with pytest.raises(Refused) as refused:
        posted("a", move(budget, paid, 401))
    assert [p.code for p in refused.value.problems] == ["ledger.key"]
    assert totals(budget) == (400, 1_000, 0, 0)


def test_nothing_goes_below_zero_and_the_whole_journal_is_left_out():
    _source, budget, paid = accounts(1_000)
    (other,) = opened(NewAccount("other", "payable"))
    before = Transfer.objects.count()
    with pytest.raises(Refused) as refused:
        posted("a", move(budget, other, 700), move(budget, paid, 301))
    assert [(p.code, p.params["account"]) for p in refused.value.problems] == [("ledger.short", "budget")]
    assert totals(budget) == (0, 1_000, 0, 0)
    assert Transfer.objects.count() == before
    posted("a", move(budget, other, 700), move(budget, paid, 300))
    assert totals(budget) == (1_000, 1_000, 0, 0)


def test_a_hold_speaks_for_its_amount_and_is_taken_in_part():
    _source, budget, paid = accounts(1_000)
    held = posted("h", hold(budget, paid, 800, NOW + timedelta(days=1))).hold()
    assert totals(budget) == (0, 1_000, 800, 0)
    assert totals(paid) == (0, 0, 0, 800)
    with pytest.raises(Refused, match=r"ledger\.short"):
        posted("more", move(budget, paid, 201))
    posted("t", take(held, budget, paid, 500))
    assert totals(budget) == (500, 1_000, 0, 0)
    assert totals(paid) == (0, 500, 0, 0)


@pytest.mark.parametrize("again", ["take", "release"])
def test_a_hold_is_taken_or_released_once(again):
    _source, budget, paid = accounts(1_000)
    held = posted("h", hold(budget, paid, 800)).hold()
    posted("r", release(held, budget, paid, 800))
    assert totals(budget) == (0, 1_000, 0, 0)
    with pytest.raises(Refused, match=r"ledger\.resolved"):
        posted("again", {"take": take, "release": release}[again](held, budget, paid, 800))
    assert totals(budget) == (0, 1_000, 0, 0)


@pytest.mark.parametrize("end", [take, release])
def test_the_end_of_a_hold_that_is_sent_again_is_done_once(end):
    _source, budget, paid = accounts(1_000)
    held = posted("h", hold(budget, paid, 400)).hold()
    first, again = (posted("t", end(held, budget, paid, 400)) for _ in range(2))
    assert (again.id, again.seq, first.repeated, again.repeated) == (first.id, first.seq, False, True)
    assert totals(budget) == (400 if end is take else 0, 1_000, 0, 0)


def test_a_hold_is_not_taken_twice_within_one_journal():
    _source, budget, paid = accounts(1_000)
    held = posted("h", hold(budget, paid, 400)).hold()
    with pytest.raises(Refused, match=r"ledger\.resolved"):
        posted("t", take(held, budget, paid, 100), take(held, budget, paid, 100))
    assert totals(budget) == (0, 1_000, 400, 0)


def test_what_is_not_held_so_cannot_be_taken():
    source, budget, paid = accounts(1_000)
    held = posted("h", hold(budget, paid, 800)).hold()
    for leg in (
        take(held, budget, paid, 801),
        take(held, source, paid, 100),
        release(held, budget, paid, 700),
        take(Held(held.journal, 2), budget, paid, 1),
    ):
        with pytest.raises(Refused, match=r"ledger\.hold"):
            posted("t", leg)
    assert totals(budget) == (0, 1_000, 800, 0)


def test_a_ceiling_counts_what_is_held():
    (source, _budget, _paid) = accounts()
    (small,) = opened(NewAccount("wallet", "entitlement", ceiling=300))
    posted("a", move(source, small, 200))
    posted("h", hold(source, small, 100))
    with pytest.raises(Refused, match=r"ledger\.full"):
        posted("b", move(source, small, 1))
    assert totals(small) == (0, 200, 0, 100)


def test_no_amount_crosses_units_nor_stays_where_it_is():
    source, budget, _paid = accounts(1_000)
    (points,) = opened(NewAccount("points", "entitlement", unit="AD_POINT", guard="none"))
    for leg, code in (
        (move(budget, points, 1), "unit"),
        (move(points, budget, 1), "unit"),
        (move(budget, budget, 1), "amount"),
        (move(budget, source, 0), "amount"),
        (move(budget, source, -5), "amount"),
        (move(budget, 10**9, 5), "account"),
        (move(10**9, budget, 5), "account"),
    ):
        with pytest.raises(Refused, match=rf"ledger\.{code}"):
            posted("a", leg)
    with pytest.raises(Refused, match=r"ledger\.account"):
        posted("a", move(budget, source, 1), move(budget, 10**9, 5))
    assert totals(budget) == (0, 1_000, 0, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_transfer SET amount = 1",
        "DELETE FROM ledger_transfer",
        "TRUNCATE ledger_transfer CASCADE",
        "UPDATE ledger_transfer SET reason = ''",
        "UPDATE ledger_account SET credits = credits + 1",
        "DELETE FROM ledger_account",
        "TRUNCATE ledger_account CASCADE",
        "INSERT INTO ledger_account (code, kind, unit, programme, debits, credits, held_debits,"
        " held_credits, opened_at) VALUES ('x', 'x', 'KRW', '', 0, 5, 0, 0, now())",
        "INSERT INTO ledger_transfer (journal_id, line, debit_id, credit_id, amount, kind)"
        " SELECT journal_id, 99, debit_id, credit_id, amount, kind FROM ledger_transfer",
    ],
)
def test_nobody_changes_what_stands(statement):
    _source, budget, _paid = accounts(1_000)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL dure.let_empty = ''")  # as it is outside the tests
        cursor.execute(statement)
    assert totals(budget) == (0, 1_000, 0, 0)
    assert Transfer.objects.count() == 1


def test_an_account_stands_once_and_is_never_another():
    (first,) = opened(NewAccount("budget", "budget"))
    (again,) = opened(NewAccount("budget", "budget"))
    assert first == again
    with pytest.raises(Refused, match=r"ledger\.stands"):
        opened(NewAccount("budget", "budget", ceiling=5))
