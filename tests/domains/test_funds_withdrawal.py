"""What was allotted and is not used goes back to its source, by two people; and whom money tells."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.domains.agreeing import LATER, PARTNERS
from tests.domains.funding import FUND, SOON, advanced, agreed, allotted, officer, stands
from tests.domains.people import person

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.funds.models import FundOrder
from dure.domains.funds.queries import fund_views
from dure.domains.funds.services.decide_order import decide_order
from dure.domains.funds.services.propose_reallocation import propose_reallocation
from dure.domains.funds.services.propose_withdrawal import propose_withdrawal
from dure.domains.funds.services.take_back_order import take_back_order
from dure.domains.funds.services.watch_lines import watch_lines
from dure.domains.ledger.proving import prove_ledger
from dure.domains.notices.models import Notice
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


@pytest.fixture(autouse=True)
def _proved():
    """Add the whole ledger anew after every test."""
    agreed()
    yield
    with transaction.atomic():
        assert prove_ledger().faults == ()


def withdrawn(won: int, key: str = "w1", **other: object) -> int:
    told = {"line": "promotion", "source": "government", "reason": "집행 잔액을 반납합니다."} | other
    return propose_withdrawal(
        actor=officer(), now=LATER, programme=PARTNERS, fund=FUND, year=0, won=won, key=key, **told
    )  # type: ignore[arg-type]


def line(name: str = "promotion"):
    (view,) = fund_views(officer(), PARTNERS, SOON)
    return view, next(one for one in view.lines if one.id == name)


def told(template: str) -> list[str]:
    found = Notice.objects.filter(template=template).order_by("pk")
    return [one.user.email for one in found.select_related("user") if one.user is not None]


def test_it_is_held_then_goes_back_and_makes_room_for_as_much():
    allotted()
    pk = withdrawn(20_000_000)
    assert withdrawn(20_000_000) == pk
    assert line()[1].held == 20_000_000
    decide_order(actor=officer(2), now=SOON, order_id=pk, approved=True)
    view, row = line()
    assert (row.came, row.held, row.free) == (30_000_000, 0, 30_000_000)
    assert next(one for one in view.sources if one.id == "government").came == 180_000_000
    assert stands("source") == {"source/government": 0}
    assert (view.forecast.left_won, view.forecast.spent_won) == (180_000_000, 0)
    assert view.months[-1].received_won == 180_000_000
    allotted("again", SOON, promotion=20_000_000)
    assert line()[1].came == 50_000_000


def test_what_is_not_free_stays():
    allotted()
    with pytest.raises(Refused) as refused:
        withdrawn(50_000_001)
    assert codes(refused) == ["funds.short"]
    with pytest.raises(Refused) as refused:
        withdrawn(1, source="nobody")
    assert codes(refused) == ["funds.source"]
    assert FundOrder.objects.count() == 0


def test_who_asks_does_not_decide_and_takes_it_back():
    allotted()
    pk = withdrawn(20_000_000)
    with pytest.raises(Refused) as refused:
        decide_order(actor=officer(), now=SOON, order_id=pk, approved=True)
    assert codes(refused) == ["funds.same_person"]
    take_back_order(actor=officer(), now=SOON, order_id=pk)
    assert line()[1].free == 50_000_000


def test_strangers_take_nothing_back():
    allotted()
    with pytest.raises(NotAllowed):
        propose_withdrawal(
            actor=person("executor_staff", email="x@test.example", kind="executor", code="maple"), now=LATER,
            programme=PARTNERS, fund=FUND, year=0, line="promotion", source="government", won=1, reason="x",
            key="k",
        )  # fmt: skip


def test_officers_are_told_of_what_is_proposed_and_who_asked_of_what_was_decided():
    officer(2)
    allotted()
    pk = propose_reallocation(
        actor=officer(), now=LATER, programme=PARTNERS, fund=FUND, year=0, line="consulting",
        to_line="promotion", won=1_000, reason="홍보를 늘립니다.", key="r",
    )  # fmt: skip
    asked = told("fund_order_proposed")
    assert "money2@test.example" in asked
    assert "money1@test.example" not in asked
    decide_order(actor=officer(2), now=SOON, order_id=pk, approved=False, answer="예산이 이미 충분합니다.")
    assert told("fund_order_decided") == ["money1@test.example"]
    notice = Notice.objects.get(template="fund_order_decided")
    assert notice.parameters["order_outcome"] == "refused"
    assert notice.link == f"/officer/fund-orders/{pk}/"


def test_an_executor_is_told_of_its_instalment():
    allotted()
    advanced(30_000_000)
    notices = Notice.objects.filter(template="fund_advance_paid")
    assert {one.parameters["won"] for one in notices} == {"30,000,000"}
    assert {one.link for one in notices} == {f"/funds/{PARTNERS}/maple/"}


def test_a_line_that_is_nearly_used_is_told_once_and_again_at_its_end():
    ministry = person("ministry", email="ministry-money@test.example")
    officer(), officer(2)
    allotted(consulting=50_000_000)
    assert watch_lines(actor=SYSTEM, now=SOON) == 0
    advanced(40_000_000)
    assert watch_lines(actor=SYSTEM, now=SOON) == 1
    assert watch_lines(actor=SYSTEM, now=SOON) == 1
    first = Notice.objects.filter(template="fund_line_used", user_id=ministry.user_id)
    assert [(one.parameters["percent"], one.parameters["left"]) for one in first] == [(80, "10,000,000")]
    advanced(10_000_000, key="a2")
    watch_lines(actor=SYSTEM, now=SOON)
    assert [one.parameters["percent"] for one in first.order_by("pk")] == [80, 100]
    with pytest.raises(NotAllowed):
        watch_lines(actor=officer(), now=SOON)
