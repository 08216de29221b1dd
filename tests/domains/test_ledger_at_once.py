"""Many at once, on connections of their own: never past a limit, nothing twice, nobody waits for ever."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from tests.domains.people import NOW

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.ledger.ledger_report import LedgerReport
from dure.domains.ledger.models import Account, Transfer
from dure.domains.ledger.opening import NewAccount, open_accounts
from dure.domains.ledger.posting import Leg, Posted, hold, move, post, release, take
from dure.domains.ledger.proving import prove_ledger
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 8


def opened(*some: NewAccount) -> list[int]:
    with act("test.open", actor=SYSTEM, now=NOW) as this:
        found = open_accounts(this, some)
    return [found[one.code] for one in some]


def posted(key: str, *legs: Leg) -> Posted | None:
    """Post a journal; None where it is refused."""
    try:
        with act("test.post", actor=SYSTEM, now=NOW) as this:
            return post(this, key=key, what="test", legs=legs)
    except Refused:
        return None


def by_threads(work) -> list[object]:
    def run(n: int) -> object:
        try:
            return work(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def proved() -> LedgerReport:
    with transaction.atomic():
        return prove_ledger()


def test_one_budget_is_spent_to_the_last_won_and_no_further():
    source, budget = opened(NewAccount("source", "source", guard="none"), NewAccount("budget", "budget"))
    shops = opened(*(NewAccount(f"shop{n}", "payable") for n in range(THREADS)))
    posted("fund", move(source, budget, 1_000))
    found = by_threads(lambda n: [posted(f"{n}/{i}", move(budget, shops[n], 7)) for i in range(25)])
    paid = [one for part in found for one in part if one is not None]
    assert len(paid) == 1_000 // 7 == 142
    budget_now = Account.objects.get(pk=budget)
    assert (budget_now.debits, budget_now.credits) == (994, 1_000)
    assert proved().faults == ()


def test_the_same_key_at_once_is_posted_once():
    source, budget = opened(NewAccount("source", "source", guard="none"), NewAccount("budget", "budget"))
    found = by_threads(lambda _n: [posted(f"same/{i}", move(source, budget, 5)) for i in range(10)])
    assert sum(not one.repeated for part in found for one in part) == 10
    assert Account.objects.get(pk=budget).credits == 50
    assert Transfer.objects.count() == 10


def test_a_hold_is_taken_or_released_by_one_alone():
    source, budget, paid = opened(
        NewAccount("source", "source", guard="none"),
        NewAccount("budget", "budget"),
        NewAccount("paid", "payable"),
    )
    posted("fund", move(source, budget, 1_000))
    held = posted("hold", hold(budget, paid, 600))
    assert held is not None

    def end(n: int) -> Posted | None:
        one = held.hold()
        return posted(f"end/{n}", take(one, budget, paid, 600) if n % 2 else release(one, budget, paid, 600))

    assert sum(one is not None for one in by_threads(end)) == 1
    assert proved().open_holds == 0
    assert proved().faults == ()


def test_opposite_ways_do_not_wait_for_each_other_for_ever():
    source, *some = opened(
        NewAccount("source", "source", guard="none"), *(NewAccount(f"a{n}", "wallet") for n in range(6))
    )
    posted("fund", *(move(source, one, 10_000) for one in some))

    def shuffle(n: int) -> int:
        draw, done = random.Random(n), 0  # noqa: S311  any order does
        for i in range(30):
            legs = [move(*draw.sample(some, 2), draw.randint(1, 500)) for _ in range(3)]
            done += posted(f"{n}/{i}", *legs) is not None
        return done

    assert sum(by_threads(shuffle)) > 0
    found = Account.objects.filter(pk__in=some)
    assert sum(one.credits - one.debits for one in found) == 60_000
    assert proved().faults == ()
