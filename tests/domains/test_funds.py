"""Money from its source over budget lines to executors, and their promises: exact sums, bounds, people."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.domains.agreeing import FILE, LATER, PARTNERS, called, firm, terms
from tests.domains.builders import published
from tests.domains.funding import (
    FUND,
    SOON,
    advanced,
    agreed,
    allotted,
    delivered,
    officer,
    pdf,
    spending,
    spent,
    stands,
    with_years,
)
from tests.domains.people import person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements.models import Agreement
from dure.domains.agreements.services.answer_amendment import answer_amendment
from dure.domains.agreements.services.leave_agreement import leave_agreement
from dure.domains.agreements.services.propose_amendment import propose_amendment
from dure.domains.events.act import act
from dure.domains.events.models import Event
from dure.domains.funds import forgetting
from dure.domains.funds.accounts import standings
from dure.domains.funds.entitling import entitle
from dure.domains.funds.models import Allotment, Delivery, FundAccount, FundOrder, Settlement
from dure.domains.funds.orders import take_held
from dure.domains.funds.queries import fund_views
from dure.domains.funds.services.allot_money import allot_money
from dure.domains.funds.services.carry_over import carry_over
from dure.domains.funds.services.check_delivery import check_delivery
from dure.domains.funds.services.decide_order import decide_order
from dure.domains.funds.services.decide_settlement import decide_settlement
from dure.domains.funds.services.propose_advance import propose_advance
from dure.domains.funds.services.propose_reallocation import propose_reallocation
from dure.domains.funds.services.propose_settlement import propose_settlement
from dure.domains.funds.services.report_delivery import report_delivery
from dure.domains.funds.services.take_back_delivery import take_back_delivery
from dure.domains.funds.services.take_back_order import take_back_order
from dure.domains.funds.settling import refuse_settled
from dure.domains.ledger.models import Account, Transfer
from dure.domains.ledger.proving import prove_ledger
from dure.engine.executors.terms import InKind
from dure.engine.money.matching import Gap
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db
MONEY = ("source", "line", "pool", "spent", "returned")


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


@pytest.fixture
def _agreed() -> None:
    agreed()


@pytest.fixture(autouse=True)
def _proved():
    """Add the whole ledger anew after every test."""
    yield
    with transaction.atomic():
        assert prove_ledger().faults == ()


def reallocated(won: int, key: str = "r1") -> int:
    return propose_reallocation(
        actor=officer(), now=LATER, programme=PARTNERS, fund=FUND, year=0, line="consulting",
        to_line="promotion", won=won, reason="홍보를 늘립니다.", key=key,
    )  # fmt: skip


def test_publishing_opens_the_accounts_of_each_source_and_line():
    called()
    found = FundAccount.objects.filter(programme=PARTNERS).order_by("part", "source", "line")
    assert [(one.part, one.source, one.line) for one in found] == [
        *(
            ("line", source, line)
            for source in ("government", "province")
            for line in ("consulting", "promotion", "running")
        ),
        ("origin", "government", ""),
        ("origin", "province", ""),
        ("source", "government", ""),
        ("source", "province", ""),
    ]
    assert Transfer.objects.count() == 0


@pytest.mark.usefixtures("_agreed")
def test_agreements_in_force_are_promises_and_follow_amendments_and_the_end():
    assert stands("promised") == {
        f"promised/{source}/{executor}": won
        for executor in ("maple", "birch")
        for source, won in (("executors_cash", 30_000_000), ("executors_in_kind", 20_000_000))
    }
    check_delivery(actor=officer(), now=LATER, delivery_id=delivered(), accepted=True)
    maple = Agreement.objects.get(executor="maple")
    pk = propose_amendment(
        actor=firm(1), now=LATER, agreement_id=maple.pk, terms=terms(cash_won=45_000_000), reason="more"
    )
    answer_amendment(actor=officer(), now=LATER, amendment_id=pk, approved=True)
    assert stands("promised", executor="maple") == {
        "promised/executors_cash/maple": 45_000_000,
        "promised/executors_in_kind/maple": 15_000_000,
    }
    leave_agreement(actor=officer(), now=LATER, agreement_id=maple.pk, reason="왜", handover="넘깁니다.")
    # What was delivered stays promised and kept; the rest nobody owes any more.
    assert stands("promised", "evidenced", executor="maple") == {
        "promised/executors_cash/maple": 0,
        "promised/executors_in_kind/maple": 0,
        "evidenced/executors_in_kind/maple": 5_000_000,
    }


@pytest.mark.usefixtures("_agreed")
def test_an_amendment_cannot_promise_less_than_was_delivered():
    delivered(20_000_000)
    maple = Agreement.objects.get(executor="maple")
    less = terms(in_kind=(InKind("광고", 10_000_000, "단가표"),))
    pk = propose_amendment(actor=firm(1), now=LATER, agreement_id=maple.pk, terms=less, reason="less")
    with pytest.raises(Refused) as refused:
        answer_amendment(actor=officer(), now=LATER, amendment_id=pk, approved=True)
    assert codes(refused) == ["funds.promise_delivered"]
    assert Agreement.objects.get(pk=maple.pk).number == 1


@pytest.mark.usefixtures("_agreed")
def test_money_comes_from_its_source_into_lines_once_under_its_key():
    allotted()
    allotted()
    assert stands("source", "line") == {
        "source/government": 0,
        "line/government/consulting": 150_000_000,
        "line/government/promotion": 50_000_000,
    }
    assert list(Allotment.objects.order_by("line").values_list("line", "won", "reason")) == [
        ("consulting", 150_000_000, "교부 결정"),
        ("promotion", 50_000_000, "교부 결정"),
    ]
    assert Event.objects.filter(act="funds.allot").count() == 1


@pytest.mark.parametrize(
    ("source", "won", "told"),
    [
        ("government", {"consulting": 240_000_001}, ["funds.over_line"]),
        ("province", {"running": 60_000_000, "promotion": 60_000_001}, ["funds.over_source"]),
        ("executors_cash", {"running": 1}, ["funds.source"]),
        ("government", {"nowhere": 1}, ["funds.line"]),
        ("government", {"running": 0}, ["funds.amount"]),
        ("government", {"running": -1}, ["funds.amount"]),
    ],
)
def test_no_more_comes_in_than_the_file_has(source, won, told):
    called()
    with pytest.raises(Refused) as refused:
        allot_money(
            actor=officer(), now=LATER, programme=PARTNERS, fund=FUND, source=source, year=0,
            won_by_line=won, reason="x", key="k",
        )  # fmt: skip
    assert codes(refused) == told
    assert (Allotment.objects.count(), Transfer.objects.count()) == (0, 0)


def test_only_officers_who_act_for_no_executor_manage_money():
    called()
    person("executor_staff", email="money1@test.example", kind="executor", code="maple")
    told = {"programme": PARTNERS, "fund": FUND, "source": "government", "year": 0, "reason": "x", "key": "k"}
    with pytest.raises(Refused) as refused:
        allot_money(actor=officer(), now=LATER, won_by_line={"running": 1}, **told)
    assert codes(refused) == ["funds.own_executor"]
    for role in ("ministry", "reviewer", "accountant"):
        with pytest.raises(NotAllowed):
            allot_money(actor=person(role), now=LATER, won_by_line={"running": 1}, **told)
    assert Allotment.objects.count() == 0


@pytest.mark.usefixtures("_agreed")
def test_a_reallocation_is_held_and_moves_once_another_officer_approves():
    allotted()
    allot_money(
        actor=officer(), now=LATER, programme=PARTNERS, fund=FUND, source="province", year=0,
        won_by_line={"consulting": 50_000_000}, reason="x", key="p",
    )  # fmt: skip
    pk = reallocated(10_000_001)
    # Three quarters of the line are the government's; the odd won goes to the larger remainder.
    assert [leg[2] for leg in FundOrder.objects.get(pk=pk).legs] == [7_500_001, 2_500_000]
    assert stands("line") == {
        "line/government/consulting": 142_499_999,
        "line/province/consulting": 47_500_000,
        "line/government/promotion": 50_000_000,
    }
    with pytest.raises(Refused) as refused:
        decide_order(actor=officer(), now=LATER, order_id=pk, approved=True)
    assert codes(refused) == ["funds.same_person"]
    decide_order(actor=officer(2), now=SOON, order_id=pk, approved=True, answer="좋습니다.")
    assert stands("line") == {
        "line/government/consulting": 142_499_999,
        "line/province/consulting": 47_500_000,
        "line/government/promotion": 57_500_001,
        "line/province/promotion": 2_500_000,
    }
    with pytest.raises(Refused) as refused:
        decide_order(actor=officer(2), now=SOON, order_id=pk, approved=False, answer="x")
    assert codes(refused) == ["funds.not_proposed"]


@pytest.mark.usefixtures("_agreed")
def test_what_is_refused_or_taken_back_is_free_again():
    allotted()
    first, second = reallocated(100_000_000), reallocated(50_000_000, "r2")
    with pytest.raises(Refused) as refused:
        reallocated(1, "r3")
    assert codes(refused) == ["funds.short"]
    decide_order(actor=officer(2), now=LATER, order_id=first, approved=False, answer="아닙니다.")
    take_back_order(actor=officer(), now=LATER, order_id=second)
    assert stands("line", line="consulting") == {"line/government/consulting": 150_000_000}
    assert list(FundOrder.objects.order_by("pk").values_list("state", flat=True)) == ["refused", "taken_back"]


@pytest.mark.usefixtures("_agreed")
def test_an_advance_is_within_the_agreement_and_goes_to_the_executor():
    allotted()
    advanced()
    assert stands(*MONEY) == {
        "source/government": 0,
        "line/government/consulting": 90_000_000,
        "line/government/promotion": 50_000_000,
        "pool/government/consulting/maple": 60_000_000,
    }
    told = {"programme": PARTNERS, "fund": FUND, "year": 0, "reason": "x", "key": "k2", "actor": officer()}
    for line, executor, won, code in (
        ("consulting", "maple", 40_000_001, "funds.over_budget"),
        ("consulting", "spruce", 1, "funds.no_agreement"),
        ("running", "maple", 1, "funds.dry"),
    ):
        with pytest.raises(Refused) as refused:
            propose_advance(now=LATER, line=line, executor=executor, won=won, **told)
        assert codes(refused) == [code]
    assert FundOrder.objects.count() == 1


@pytest.mark.usefixtures("_agreed")
def test_sources_bear_an_advance_by_their_totals_and_what_one_lacks_falls_to_the_next():
    for source, won in (("government", 100_000_000), ("province", 10_000_000)):
        allot_money(
            actor=officer(), now=LATER, programme=PARTNERS, fund=FUND, source=source, year=0,
            won_by_line={"consulting": won}, reason="x", key=source,
        )  # fmt: skip
    # Seven tenths are national; three tenths are 12 million, and the province has 10.
    advanced(40_000_000)
    assert stands("pool") == {
        "pool/government/consulting/maple": 30_000_000,
        "pool/province/consulting/maple": 10_000_000,
    }


@pytest.mark.usefixtures("_agreed")
def test_what_an_executor_gave_is_delivered_then_evidenced():
    pk = delivered()
    assert stands("promised", "delivered", source="executors_in_kind", executor="maple") == {
        "promised/executors_in_kind/maple": 15_000_000,
        "delivered/executors_in_kind/maple": 5_000_000,
    }
    with pytest.raises(NotAllowed):
        check_delivery(actor=firm(1), now=LATER, delivery_id=pk, accepted=True)
    check_delivery(actor=officer(), now=LATER, delivery_id=pk, accepted=True)
    refused_one = delivered(1_000_000, 101)
    check_delivery(
        actor=officer(), now=LATER, delivery_id=refused_one, accepted=False, answer="사진이 없습니다."
    )
    take_back_delivery(actor=firm(1), now=LATER, delivery_id=delivered(2_000_000, 102))
    assert stands("promised", "delivered", "evidenced", source="executors_in_kind", executor="maple") == {
        "promised/executors_in_kind/maple": 15_000_000,
        "delivered/executors_in_kind/maple": 0,
        "evidenced/executors_in_kind/maple": 5_000_000,
    }
    units = set(Account.objects.filter(code__contains="executors_in_kind").values_list("unit", flat=True))
    assert units == {"KRW-KIND"}


@pytest.mark.usefixtures("_agreed")
def test_evidence_speaks_once_and_promises_are_not_outgrown():
    delivered()
    for told, code in (
        ({"n": 100}, "funds.evidence_used"),
        ({"n": 101, "won": 15_000_001}, "funds.over_promise"),
        ({"n": 101, "source": "government"}, "funds.source"),
    ):
        with pytest.raises(Refused) as refused:
            delivered(**told)
        assert codes(refused) == [code]
    with pytest.raises(NotAllowed):
        report_delivery(
            actor=firm(2), now=LATER, programme=PARTNERS, fund=FUND, source="executors_cash",
            executor="maple", won=1, what="x", basis="", delivered_on=LATER.date(), name="a.pdf",
            content=pdf(9),
        )  # fmt: skip
    assert Delivery.objects.count() == 1


@pytest.mark.usefixtures("_agreed")
def test_a_settlement_gives_the_rest_and_its_interest_back():
    allotted()
    advanced()
    hold, legs = spending()
    told = {"programme": PARTNERS, "fund": FUND, "year": 0, "executor": "maple", "reason": "사업 종료"}
    with pytest.raises(Refused) as refused:
        propose_settlement(actor=officer(), now=SOON, interest_won=0, **told)
    assert codes(refused) == ["funds.open_claims"]
    with act("test.spent", actor=officer(), now=LATER) as this:
        take_held(this, hold, legs, "claim", 11_000_000)
    made = propose_settlement(actor=officer(), now=SOON, interest_won=123_457, **told)
    row = Settlement.objects.get(pk=made)
    assert (row.received_won, row.spent_won, row.rest_won) == (60_000_000, 11_000_000, 49_000_000)
    with pytest.raises(Refused) as refused:
        refuse_settled(PARTNERS, FUND, 0, "maple")
    assert codes(refused) == ["funds.settled"]
    with pytest.raises(Refused) as refused:
        decide_settlement(actor=officer(), now=SOON, settlement_id=made, confirmed=True)
    assert codes(refused) == ["funds.same_person"]
    decide_settlement(actor=officer(2), now=SOON, settlement_id=made, confirmed=True)
    assert stands("pool", "spent", "returned") == {
        "pool/government/consulting/maple": 0,
        "spent/government/consulting/maple": 11_000_000,
        "returned/government/maple": 49_123_457,
    }


def test_what_is_left_of_a_year_goes_to_the_next_of_its_plan_and_no_further():
    with_years()
    told = {"programme": PARTNERS, "fund": FUND, "source": "government", "reason": "x", "actor": officer()}
    with pytest.raises(Refused) as refused:
        allot_money(now=LATER, year=0, won_by_line={"": 1}, key="no", **told)
    assert codes(refused) == ["funds.year"]
    allot_money(now=LATER, year=2025, won_by_line={"": 200_000_000}, key="one", **told)
    with pytest.raises(Refused) as refused:
        allot_money(now=LATER, year=2025, won_by_line={"": 100_000_001}, key="two", **told)
    assert codes(refused) == ["funds.over_source", "funds.over_year"]
    carried = carry_over(actor=officer(), now=LATER, programme=PARTNERS, fund=FUND, year=2025, reason="이월")
    assert carried == 200_000_000
    left = {
        place.year: one.free for place, one in standings(PARTNERS, FUND, ("line",)).items() if one.received
    }
    assert left == {2025: 0, 2026: 200_000_000}
    for year in (2025, 2026):
        with pytest.raises(Refused) as refused:
            carry_over(actor=officer(), now=LATER, programme=PARTNERS, fund=FUND, year=year, reason="이월")
        assert codes(refused) == [{2025: "funds.nothing_left", 2026: "funds.no_carry_over"}[year]]


@pytest.mark.usefixtures("_agreed")
def test_a_file_keeps_the_lines_and_totals_on_which_money_is():
    allotted()
    text = FILE.read_text(encoding="utf-8").replace("{id: promotion, ", "{id: promotion_new, ")
    text = text.replace("total_won: 700000000", "total_won: 199999999")
    for line in (
        "total_won: 280000000",
        "total_won: 120000000",
        "total_won: 240000000",
        "total_won: 100000000",
    ):
        text = text.replace(line, "total_won: 50000000")
    with pytest.raises(Refused) as refused:
        published(text.encode(), now=SOON)
    assert codes(refused) == ["publish.funds", "publish.fund_total"]


@pytest.mark.usefixtures("_agreed")
def test_a_merchant_is_entitled_to_what_each_source_gives():
    allotted()
    with act("test.entitle", actor=officer(), now=LATER) as this:
        shares = entitle(
            this, programme=PARTNERS, fund=FUND, line="consulting", year=0, application=7, won=1_000_001,
            key="7",
        )  # fmt: skip
    assert shares == {"government": 1_000_001, "province": 0}
    owned = {p: s.free for p, s in standings(PARTNERS, FUND, ("entitlement",)).items()}
    assert [(place.owner, place.source, won) for place, won in owned.items()] == [
        (7, "government", 1_000_001)
    ]


@pytest.mark.usefixtures("_agreed")
def test_what_the_page_tells_is_what_stands_in_the_ledger():
    allotted()
    advanced()
    spent()
    order = reallocated(10_000_000)
    decide_order(actor=officer(2), now=LATER, order_id=order, approved=True)
    reallocated(5_000_000, "r2")
    check_delivery(actor=officer(), now=LATER, delivery_id=delivered(), accepted=True)
    (view,) = fund_views(officer(), PARTNERS, LATER)
    assert [(r.id, r.moved, r.came, r.held, r.handed, r.spent, r.free, r.spent_bp) for r in view.lines] == [
        ("consulting", -10_000_000, 140_000_000, 5_000_000, 60_000_000, 11_000_000, 75_000_000, 785),
        ("promotion", 10_000_000, 60_000_000, 0, 0, 0, 60_000_000, 0),
        ("running", 0, 0, 0, 0, 0, 0, 0),
    ]
    assert [(r.id, r.came, r.spent) for r in view.sources] == [
        ("government", 200_000_000, 11_000_000),
        ("province", 0, 0),
    ]
    maple = next(r for r in view.executors if r.agreement.executor == "maple")
    assert maple.gap == Gap(50_000_000, 0, 45_000_000, 0)
    # Spent on the day on which the money was noted: the pace is of one day.
    assert (view.forecast.spent_won, view.forecast.left_won, view.forecast.days) == (
        11_000_000,
        189_000_000,
        1,
    )
    assert fund_views(person("reviewer"), PARTNERS, LATER)[0].executors == []


def test_the_files_of_deliveries_go_with_the_records_of_the_programme():
    agreed()
    one = Delivery.objects.get(pk=delivered())
    assert forgetting.files(PARTNERS) == [one.evidence_id]
    assert forgetting.count(PARTNERS) == {}
