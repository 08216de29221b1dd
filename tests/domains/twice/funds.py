"""Money, each service run twice."""

from __future__ import annotations

from typing import Any

from tests.domains.agreeing import LATER, PARTNERS, firm
from tests.domains.funding import DAY, FUND, delivered, officer, pdf
from tests.domains.twice.scenario import Call, twice

from dure.domains.accounts.actors import SYSTEM
from dure.domains.funds.services.allot_money import allot_money
from dure.domains.funds.services.carry_over import carry_over
from dure.domains.funds.services.check_delivery import check_delivery
from dure.domains.funds.services.decide_order import decide_order
from dure.domains.funds.services.decide_settlement import decide_settlement
from dure.domains.funds.services.propose_advance import propose_advance
from dure.domains.funds.services.propose_reallocation import propose_reallocation
from dure.domains.funds.services.propose_settlement import propose_settlement
from dure.domains.funds.services.propose_withdrawal import propose_withdrawal
from dure.domains.funds.services.report_delivery import report_delivery
from dure.domains.funds.services.take_back_delivery import take_back_delivery
from dure.domains.funds.services.take_back_order import take_back_order
from dure.domains.funds.services.watch_lines import watch_lines

WORLD = "funded"
OF: dict[str, Any] = {"now": LATER, "programme": PARTNERS, "fund": FUND}


def _order() -> int:
    return propose_reallocation(
        **OF, actor=officer(), year=0, line="consulting", to_line="running", won=1_000, reason="why", key="o"
    )


def _settlement() -> int:
    return propose_settlement(**OF, actor=officer(), year=0, executor="maple", interest_won=5, reason="why")


@twice(allot_money, WORLD)
def _allot() -> Call:
    who = officer()
    return lambda: allot_money(
        **OF, actor=who, source="province", year=0, won_by_line={"running": 1_000}, reason="why", key="k"
    )


@twice(carry_over, "years")
def _carry() -> Call:
    who = officer()
    allot_money(
        **OF, actor=who, source="government", year=2025, won_by_line={"": 1_000}, reason="why", key="y"
    )
    return lambda: carry_over(**OF, actor=who, year=2025, reason="why")


@twice(propose_withdrawal, WORLD)
def _withdraw() -> Call:
    who = officer()
    return lambda: propose_withdrawal(
        **OF, actor=who, year=0, line="promotion", source="government", won=1_000, reason="why", key="w"
    )


@twice(watch_lines, WORLD)
def _watch() -> Call:
    # Spoken for with what maple was handed: five sixths of the line.
    propose_withdrawal(
        **OF, actor=officer(), year=0, line="consulting", source="government", won=65_000_000, reason="why",
        key="nearly",
    )  # fmt: skip
    return lambda: watch_lines(actor=SYSTEM, now=LATER)


@twice(propose_reallocation, WORLD)
def _reallocate() -> Call:
    who = officer()
    return lambda: propose_reallocation(
        **OF, actor=who, year=0, line="consulting", to_line="running", won=1_000, reason="why", key="k"
    )


@twice(propose_advance, WORLD)
def _advance() -> Call:
    who = officer()
    return lambda: propose_advance(
        **OF, actor=who, year=0, line="promotion", executor="maple", won=1_000, reason="why", key="k"
    )


@twice(decide_order, WORLD)
def _decide() -> Call:
    pk, who = _order(), officer(2)
    return lambda: decide_order(actor=who, now=LATER, order_id=pk, approved=True)


@twice(take_back_order, WORLD)
def _take_back() -> Call:
    pk, who = _order(), officer()
    return lambda: take_back_order(actor=who, now=LATER, order_id=pk)


@twice(report_delivery, WORLD)
def _deliver() -> Call:
    who = firm(1)
    return lambda: report_delivery(
        **OF, actor=who, source="executors_cash", executor="maple", won=1_000, what="x", basis="",
        delivered_on=DAY, name="a.pdf", content=pdf(7),
    )  # fmt: skip


@twice(check_delivery, WORLD)
def _check_delivery() -> Call:
    pk, who = delivered(), officer()
    return lambda: check_delivery(actor=who, now=LATER, delivery_id=pk, accepted=False, answer="why")


@twice(take_back_delivery, WORLD)
def _drop_delivery() -> Call:
    pk, who = delivered(), firm(1)
    return lambda: take_back_delivery(actor=who, now=LATER, delivery_id=pk)


@twice(propose_settlement, WORLD)
def _settle() -> Call:
    who = officer()
    return lambda: propose_settlement(**OF, actor=who, year=0, executor="maple", interest_won=5, reason="why")


@twice(decide_settlement, WORLD)
def _decide_settlement() -> Call:
    pk, who = _settlement(), officer(2)
    return lambda: decide_settlement(actor=who, now=LATER, settlement_id=pk, confirmed=True)
