"""The ledger, each service run twice."""

from __future__ import annotations

from datetime import timedelta

from tests.domains.people import NOW
from tests.domains.twice.scenario import Call, twice

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.ledger.opening import NewAccount, open_accounts
from dure.domains.ledger.posting import hold, move, post
from dure.domains.ledger.services.check_ledger import check_ledger
from dure.domains.ledger.services.expire_holds import expire_holds
from dure.domains.ledger.services.seal_ledger import seal_ledger

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
