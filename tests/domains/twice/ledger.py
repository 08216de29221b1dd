"""The ledger, each service run twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.domains.people import NOW, person
from tests.domains.twice.scenario import Call, twice

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.events.act import act
from dure.domains.ledger.opening import NewAccount, open_accounts
from dure.domains.ledger.posting import hold, move, post
from dure.domains.ledger.services.ask_to_reopen import ask_to_reopen
from dure.domains.ledger.services.check_ledger import check_ledger
from dure.domains.ledger.services.decide_closing import decide_closing
from dure.domains.ledger.services.decide_reopening import decide_reopening
from dure.domains.ledger.services.expire_holds import expire_holds
from dure.domains.ledger.services.propose_closing import propose_closing
from dure.domains.ledger.services.seal_ledger import seal_ledger
from dure.domains.ledger.services.take_back_closing import take_back_closing
from dure.engine.law.deadlines import day_of

SOON, LATER = NOW + timedelta(days=1), NOW + timedelta(days=2)


def _posted() -> None:
    with act("test.post", actor=SYSTEM, now=NOW) as this:
        found = open_accounts(this, [NewAccount("source", "s", guard="none"), NewAccount("budget", "b")])
        source, budget = found["source"], found["budget"]
        post(this, key="fund", what="test", legs=[move(source, budget, 1_000)])
        post(this, key="hold", what="test", legs=[hold(budget, source, n, SOON) for n in (100, 200, 300)])


@twice(seal_ledger, "empty", again="each time notes how far transfers had come; only the next one seals")
def _seal_ledger() -> Call:
    _posted()
    return lambda: seal_ledger(actor=SYSTEM, now=NOW)


@twice(check_ledger, "empty", again="each check is kept")
def _check_ledger() -> Call:
    _posted()
    return lambda: check_ledger(actor=SYSTEM, now=NOW)


@twice(expire_holds, "empty")
def _expire_holds() -> Call:
    _posted()
    return lambda: expire_holds(actor=SYSTEM, now=LATER)


OVER = NOW + timedelta(days=40)
"""The month of what was posted is over."""


def _officer(n: int = 1) -> SignedActor:
    return person(email=f"closing{n}@test.example")


def _proved() -> dict[str, Any]:
    """Seal and prove what was posted for a programme; return what proposing its month takes."""
    with act("test.post", actor=SYSTEM, now=NOW) as this:
        some = [
            NewAccount("s/shops", "source", "shops", guard="none"),
            NewAccount("b/shops", "line", "shops"),
        ]
        found = open_accounts(this, some)
        post(this, key="fund", what="test", legs=[move(found["s/shops"], found["b/shops"], 1_000)])
    for _ in range(2):
        seal_ledger(actor=SYSTEM, now=OVER)
    check_ledger(actor=SYSTEM, now=OVER)
    return {"now": OVER, "programme": "shops", "month": day_of(NOW).replace(day=1)}


def _proposed() -> int:
    return propose_closing(actor=_officer(), **_proved())


def _closed() -> int:
    made = _proposed()
    decide_closing(actor=_officer(2), now=OVER, closing_id=made, confirmed=True)
    return made


@twice(propose_closing, "empty")
def _propose_closing() -> Call:
    who, told = _officer(), _proved()
    return lambda: propose_closing(actor=who, **told)


@twice(decide_closing, "empty")
def _decide_closing() -> Call:
    made, who = _proposed(), _officer(2)
    return lambda: decide_closing(actor=who, now=OVER, closing_id=made, confirmed=True)


@twice(take_back_closing, "empty")
def _take_back_closing() -> Call:
    made, who = _proposed(), _officer()
    return lambda: take_back_closing(actor=who, now=OVER, closing_id=made)


@twice(ask_to_reopen, "empty")
def _ask_to_reopen() -> Call:
    made, who = _closed(), _officer()
    return lambda: ask_to_reopen(actor=who, now=OVER, closing_id=made, reason="why")


@twice(decide_reopening, "empty")
def _decide_reopening() -> Call:
    made, who = _closed(), _officer(2)
    ask_to_reopen(actor=_officer(), now=OVER, closing_id=made, reason="why")
    return lambda: decide_reopening(actor=who, now=OVER, closing_id=made, opened=True)
