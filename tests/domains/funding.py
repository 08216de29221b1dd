"""What tests of the money of a programme need to stand there: two agreements in force, and what came in."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from tests.domains.agreeing import FILE, LATER, PARTNERS, PDF, both_signed, called, firm
from tests.domains.builders import published
from tests.domains.people import person

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.funds.accounts import Place, standings
from dure.domains.funds.orders import hold_each, left_on, shares_by_left, take_held
from dure.domains.funds.published import known_fund
from dure.domains.funds.services.allot_money import allot_money
from dure.domains.funds.services.decide_order import decide_order
from dure.domains.funds.services.propose_advance import propose_advance
from dure.domains.funds.services.report_delivery import report_delivery

FUND = "budget"
DAY = date(2025, 3, 20)
SOON = LATER + timedelta(hours=1)


def officer(n: int = 1) -> SignedActor:
    """Return one of three officers."""
    return person(email=f"money{n}@test.example")


def agreed() -> None:
    """Call for executors and put the agreements of maple and birch in force: 100 million won each."""
    called()
    both_signed()


def with_years() -> None:
    """Publish the programme with a plan of two years instead of budget lines; what is left goes over."""
    text = FILE.read_text(encoding="utf-8")
    start, end = text.index("    lines:\n      - {id: consulting"), text.index("rights:")
    years = "    years: [{year: 2025, total_won: 300000000}, {year: 2026, total_won: 400000000}]\n"
    changed = text[:start] + years + "    carries_over: true\n\n" + text[end:]
    published(changed.encode(), now=LATER)


def allotted(key: str = "first", now: datetime = LATER, **won: int) -> None:
    """Bring money of the government in: 150 million for consulting, 50 for promotion, unless told."""
    allot_money(
        actor=officer(), now=now, programme=PARTNERS, fund=FUND, source="government", year=0,
        won_by_line=won or {"consulting": 150_000_000, "promotion": 50_000_000}, reason="교부 결정", key=key,
    )  # fmt: skip


def advanced(won: int = 60_000_000, key: str = "a1", executor: str = "maple") -> int:
    """Hand an executor an instalment for consulting."""
    pk = propose_advance(
        actor=officer(), now=LATER, programme=PARTNERS, fund=FUND, year=0, line="consulting",
        executor=executor, won=won, reason="1차 선지급", key=key,
    )  # fmt: skip
    decide_order(actor=officer(2), now=LATER, order_id=pk, approved=True)
    return pk


def pdf(n: int = 1) -> bytes:
    """Return a file that differs from the others."""
    return PDF + b"%" + str(n).encode()


def spending(won: int = 11_000_000) -> tuple[uuid.UUID, list[list[int]]]:
    """Hold what maple spent of its advance for consulting, as a claim does; return the hold."""
    case = known_fund(PARTNERS, FUND)
    give = Place(FUND, "pool", line="consulting", executor="maple")
    get = Place(FUND, "spent", line="consulting", executor="maple")
    with act("test.spend", actor=officer(), now=LATER) as this:
        left = left_on(case, "pool", line="consulting", executor="maple")
        return hold_each(this, case, shares_by_left(left, won, "consulting"), give, get, "claim")


def spent(won: int = 11_000_000) -> None:
    """Post that maple spent of its advance for consulting."""
    hold, legs = spending(won)
    with act("test.spent", actor=officer(), now=LATER) as this:
        take_held(this, hold, legs, "claim", won)


def delivered(won: int = 5_000_000, n: int = 100, source: str = "executors_in_kind") -> int:
    """Report something of maple's promise as given."""
    return report_delivery(
        actor=firm(1), now=LATER, programme=PARTNERS, fund=FUND, source=source, executor="maple", won=won,
        what="첫 화면 광고", basis="공개 단가표", delivered_on=DAY, name="proof.pdf", content=pdf(n),
    )  # fmt: skip


def stands(*parts: str, **where: object) -> dict[str, int]:
    """Return what is free on accounts that hold or held something, by part, source, line and executor."""
    return {
        "/".join(filter(None, (p.part, p.source, p.line, p.executor))): s.free
        for p, s in standings(PARTNERS, FUND, parts).items()
        if s.received and all(getattr(p, name) == value for name, value in where.items())
    }
