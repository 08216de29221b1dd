"""Claims from draft to money: what is held, posted and owed, who may do what, what a refusal leaves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.domains.agreeing import PARTNERS, firm
from tests.domains.claiming import (
    ADVANCE,
    AFTER,
    DAY,
    LEVELS,
    NOW,
    accountant,
    added,
    begun,
    claim_of,
    claimed,
    entitled,
    funded,
    line,
    of_merchant,
    owner,
    prices,
    proved,
    said,
)
from tests.domains.funding import FUND, advanced, officer, pdf, stands
from tests.domains.people import person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.claims.drafting import LineSaid
from dure.domains.claims.models import Claim, ClaimLine, Evidence, PriceItem
from dure.domains.claims.services.answer_line import Mended, answer_line
from dure.domains.claims.services.approve_clean import approve_clean
from dure.domains.claims.services.ask_line import ask_line
from dure.domains.claims.services.begin_claim import begin_claim
from dure.domains.claims.services.check_line import check_line
from dure.domains.claims.services.compare_line import compare_line
from dure.domains.claims.services.confirm_line import confirm_line
from dure.domains.claims.services.discard_claim import discard_claim
from dure.domains.claims.services.drop_line import drop_line
from dure.domains.claims.services.put_evidence import put_evidence
from dure.domains.claims.services.save_line import save_line
from dure.domains.claims.services.submit_claim import submit_claim
from dure.domains.claims.services.withdraw_claim import withdraw_claim
from dure.domains.claims.sources import sources_of
from dure.domains.funds.models import UsedEvidence
from dure.domains.funds.services.propose_settlement import propose_settlement
from dure.domains.ledger.proving import prove_ledger
from dure.domains.notices.models import Notice
from dure.domains.payments.models import Payable
from dure.domains.payments.owing import owed_states
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db
POOL = "pool/government/consulting/maple"
SPENT = "spent/government/consulting/maple"
LINE = "line/government/consulting"


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def money() -> dict[str, int]:
    return stands("pool", "spent", "line", "entitlement", line="consulting")


def checked(pk: int, won: int, who=None, answer: str = "부가가치세 제외") -> None:
    check_line(actor=who or officer(), now=NOW, line_id=pk, approved_won=won, answer=answer)


def test_a_draft_keeps_what_was_typed_and_tells_all_that_lacks_when_it_is_handed_in():
    funded()
    claim = begun()
    assert begun() == claim
    assert begin_claim(actor=firm(1), now=NOW, source=ADVANCE, title="둘째", key="c2") != claim
    empty = save_line(actor=firm(1), now=NOW, claim_id=claim, said=LineSaid(what="상담"), key="a")
    assert save_line(actor=firm(1), now=NOW, claim_id=claim, said=LineSaid(what="상담"), key="a") == empty
    assert (line(empty).what, line(empty).supply_won, line(empty).state) == ("상담", None, "draft")
    with pytest.raises(Refused) as refused:
        submit_claim(actor=firm(1), now=NOW, claim_id=claim)
    assert codes(refused) == ["claims.line", "claims.amount", "claims.payee", "claims.day", "claims.evidence"]
    assert {problem.params["n"] for problem in refused.value.problems} == {1}
    assert (claim_of(empty).state, money()[POOL], UsedEvidence.objects.count()) == ("draft", 60_000_000, 0)
    drop_line(actor=firm(1), now=NOW, line_id=empty)
    drop_line(actor=firm(1), now=NOW, line_id=empty)
    with pytest.raises(Refused) as refused:
        submit_claim(actor=firm(1), now=NOW, claim_id=claim)
    assert codes(refused) == ["claims.no_lines"]
    discard_claim(actor=firm(1), now=NOW, claim_id=claim)
    with pytest.raises(Refused):
        save_line(actor=firm(1), now=NOW, claim_id=claim, said=said(), key="b")


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"supply_won": 0}, "claims.amount"),
        ({"vat_won": -1}, "claims.amount"),
        ({"spent_on": date(2025, 5, 21)}, "claims.day"),
        ({"spent_on": date(2025, 3, 31)}, "claims.period"),
        ({"line": "somewhere"}, "claims.line"),
        ({"payee": "  "}, "claims.payee"),
        ({"payee": "가상 기업 1"}, "claims.own_sale"),
        ({"supply_won": 59_000_001}, "funds.short"),
    ],
)
def test_what_keeps_a_line_from_being_handed_in(other, code):
    funded()
    claim = begun()
    pk = added(claim, 1, **other)
    before = money()
    with pytest.raises(Refused) as refused:
        submit_claim(actor=firm(1), now=NOW, claim_id=claim)
    assert codes(refused) == [code]
    assert (line(pk).state, money(), UsedEvidence.objects.count()) == ("draft", before, 0)


def test_lines_are_held_together_and_accepted_in_part():
    funded()
    first, second = claimed(lines=2)
    assert (claim_of(first).state, claim_of(first).won, claim_of(first).lines_count) == (
        "submitted", 22_000_000, 2,
    )  # fmt: skip
    assert money()[POOL] == 38_000_000
    for bad, answer in ((11_000_001, "x"), (-1, "x"), (10_000_000, " ")):
        with pytest.raises(Refused):
            checked(first, bad, answer=answer)
    checked(first, 10_000_000)
    assert (line(first).state, line(first).answer) == ("accepted", "부가가치세 제외")
    assert (money()[POOL], money()[SPENT]) == (39_000_000, 10_000_000)
    assert claim_of(first).state == "submitted"
    checked(second, 0, answer="증빙 불일치")
    assert (line(second).state, claim_of(second).state) == ("refused", "closed")
    assert (money()[POOL], money()[SPENT]) == (50_000_000, 10_000_000)
    with pytest.raises(Refused) as refused:
        checked(first, 1)
    assert codes(refused) == ["claims.not_open"]
    assert Payable.objects.count() == 0
    assert prove_ledger().faults == ()


def test_what_is_paid_after_is_owed_once_it_is_approved_and_stays_held():
    funded()
    (pk,) = claimed(source=AFTER)
    assert money()[LINE] == 79_000_000
    checked(pk, 10_000_000)
    owed = Payable.objects.get()
    assert (owed.cause, owed.won, owed.payee.kind, owed.payee.code) == (
        f"claim-line/{pk}", 10_000_000, "executor", "maple",
    )  # fmt: skip
    assert sorted(owed.involved) == sorted({firm(1).user_id, officer().user_id})
    # Held whole until it is paid out: what was cut is free then.
    assert (money()[LINE], money().get(SPENT, 0)) == (79_000_000, 0)
    assert owed_states([line(pk).cause]) == {f"claim-line/{pk}": "waiting"}


def test_what_an_executor_was_handed_and_claims_after_stays_within_its_budget():
    funded()
    # 100 million are agreed, 60 handed over, 33 claimed: 7 are left.
    claimed(1, AFTER, supply_won=30_000_000, vat_won=3_000_000)
    claim = begun(AFTER, key="over")
    added(claim, 900, supply_won=7_000_001, vat_won=0)
    before = money()
    with pytest.raises(Refused) as refused:
        submit_claim(actor=firm(1), now=NOW, claim_id=claim)
    assert codes(refused) == ["claims.budget"]
    assert refused.value.problems[0].params == {"left": "7,000,000", "won": "7,000,001"}
    assert money() == before


def test_evidence_speaks_once_anywhere_and_is_free_after_a_refusal():
    funded()
    (pk,) = claimed(1)
    claim = begun(key="other")
    other = save_line(actor=firm(1), now=NOW, claim_id=claim, said=said(), key="x")
    how = {"actor": firm(1), "now": NOW, "line_id": other, "name": "a.pdf"}
    with pytest.raises(Refused) as refused:
        put_evidence(**how, kind="transfer", number="", content=pdf(100))
    assert codes(refused) == ["claims.used_file"]
    assert refused.value.problems[0].params["claim"] == f"5월 상담비 ({claim_of(pk).pk}-1)"
    with pytest.raises(Refused) as refused:
        put_evidence(**how, kind="tax_invoice", number="2025 0512 0000-0100", content=pdf(7))
    assert codes(refused) == ["claims.used_number"]
    # Another executor learns that it was used, not by whom.
    birch = begun(
        type(ADVANCE)("executor", PARTNERS, FUND, 0, "after", executor="birch"), firm(2), key="birch"
    )
    theirs = save_line(actor=firm(2), now=NOW, claim_id=birch, said=said(), key="y")
    with pytest.raises(Refused) as refused:
        put_evidence(
            actor=firm(2), now=NOW, line_id=theirs, kind="transfer", number="", name="a.pdf",
            content=pdf(100),
        )  # fmt: skip
    assert refused.value.problems[0].params["claim"] == ""
    assert Evidence.objects.count() == 1
    checked(pk, 0, answer="다시 청구하십시오.")
    put_evidence(**how, kind="tax_invoice", number="20250512-0000-0100", content=pdf(100))
    submit_claim(actor=firm(1), now=NOW, claim_id=claim)
    assert line(other).state == "submitted"


def test_the_same_evidence_cannot_stand_at_two_lines_of_one_claim():
    funded()
    claim = begun()
    first, second = (
        added(claim, 1),
        save_line(actor=firm(1), now=NOW, claim_id=claim, said=said(), key="second"),
    )
    proved(second, 1)
    assert proved(first, 1) == Evidence.objects.get(line=first).pk
    with pytest.raises(Refused) as refused:
        submit_claim(actor=firm(1), now=NOW, claim_id=claim)
    assert codes(refused) == ["claims.used_file", "claims.used_number"]
    assert claim_of(first).state == "draft"


def test_a_large_claim_needs_two_officers_who_did_not_claim():
    funded(LEVELS)
    (pk,) = claimed()
    assert line(pk).officers == 2
    checked(pk, 10_000_000)
    assert (line(pk).state, money().get(SPENT, 0)) == ("checked", 0)
    with pytest.raises(Refused) as refused:
        confirm_line(actor=officer(), now=NOW, line_id=pk, confirmed=True)
    assert codes(refused) == ["claims.same_person"]
    with pytest.raises(NotAllowed):
        confirm_line(actor=firm(1), now=NOW, line_id=pk, confirmed=True)
    with pytest.raises(Refused):
        confirm_line(actor=officer(2), now=NOW, line_id=pk, confirmed=False)
    confirm_line(actor=officer(2), now=NOW, line_id=pk, confirmed=False, answer="금액을 다시 보십시오.")
    assert (line(pk).state, line(pk).approved_won) == ("submitted", None)
    checked(pk, 9_000_000)
    confirm_line(actor=officer(2), now=NOW, line_id=pk, confirmed=True)
    assert (line(pk).state, money()[SPENT], claim_of(pk).state) == ("accepted", 9_000_000, "closed")
    # The database holds it also where the code is wrong.
    first = officer().user_id
    with pytest.raises(DatabaseError), transaction.atomic():
        ClaimLine.objects.filter(pk=pk).update(confirmed_by_id=first)


def test_a_small_claim_needs_one_officer_where_the_file_says_so():
    funded(LEVELS)
    (pk,) = claimed(supply_won=4_000_000, vat_won=400_000)
    checked(pk, 4_400_000, answer="")
    assert line(pk).state == "accepted"


def test_claims_that_are_split_count_together_where_the_file_says_so():
    funded(LEVELS + "  summed_days: 30\n")
    (first,) = claimed(supply_won=4_000_000, vat_won=400_000)
    assert line(first).officers == 1
    second = begun(key="c2")
    pk = added(second, 2, supply_won=1_000_000, vat_won=100_000)
    submit_claim(actor=firm(1), now=NOW + timedelta(days=29), claim_id=second)
    assert line(pk).officers == 2
    third = begun(key="c3")
    pk = added(third, 3, supply_won=1_000_000, vat_won=100_000)
    submit_claim(actor=firm(1), now=NOW + timedelta(days=60), claim_id=third)
    assert line(pk).officers == 1


def test_whoever_claims_or_acts_for_an_executor_decides_nothing():
    funded()
    (pk,) = claimed()
    with pytest.raises(NotAllowed):
        checked(pk, 1, firm(1))
    with pytest.raises(NotAllowed):
        checked(pk, 1, accountant())
    with pytest.raises(NotAllowed):
        withdraw_claim(actor=firm(2), now=NOW, claim_id=claim_of(pk).pk, reason="x")
    with pytest.raises(NotAllowed):
        begin_claim(actor=firm(2), now=NOW, source=ADVANCE, title="x", key="k")
    assert line(pk).state == "submitted"


def test_a_question_names_what_may_be_mended_and_the_answer_changes_only_that():
    funded(LEVELS)
    (pk,) = claimed()
    with pytest.raises(Refused) as refused:
        ask_line(actor=officer(), now=NOW, line_id=pk, fields=["supply_won"], question=" ")
    assert codes(refused) == ["claims.fields", "claims.question"]
    ask_line(actor=officer(), now=NOW, line_id=pk, fields=["payee", "evidence"], question="상호 확인")
    assert (line(pk).state, line(pk).asked_fields) == ("asked", ["payee", "evidence"])
    # Five days by the file, the whole of the last one.
    assert line(pk).due_at.isoformat() == "2025-05-25T15:00:00+00:00"
    told = Notice.objects.filter(template="claim_news", user_id=firm(1).user_id)
    assert [one.link for one in told] == [f"/claims/{claim_of(pk).pk}/"]
    with pytest.raises(Refused):
        checked(pk, 1_000)
    with pytest.raises(Refused) as refused:
        answer_line(actor=firm(1), now=NOW, line_id=pk, answer="", mended=Mended())
    assert codes(refused) == ["claims.answer"]
    answer_line(
        actor=firm(1), now=NOW + timedelta(days=1), line_id=pk, answer="바로잡았습니다.",
        mended=Mended(what="다른 것", payee="가상상담센터", kind="contract", name="c.pdf", content=pdf(50)),
    )  # fmt: skip
    one = line(pk)
    assert (one.state, one.payee, one.what, one.answered) == (
        "submitted", "가상상담센터", "상담 10회", "바로잡았습니다.",
    )  # fmt: skip
    assert sorted(Evidence.objects.filter(line=pk).values_list("kind", flat=True)) == [
        "contract", "tax_invoice",
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        answer_line(actor=firm(1), now=NOW, line_id=pk, answer="again", mended=Mended())
    assert codes(refused) == ["claims.not_asked"]


def test_what_an_executor_sells_itself_is_bound_by_its_list_and_compared_by_an_accountant():
    funded()
    prices()
    item = PriceItem.objects.get()
    own = {"payee": "가상기업 1", "what": "첫 화면 광고 2주", "item": item.pk, "quantity": 2}
    claim = begun()
    pk = added(claim, 1, supply_won=1_000_001, vat_won=100_000, **own)
    with pytest.raises(Refused) as refused:
        submit_claim(actor=firm(1), now=NOW, claim_id=claim)
    assert codes(refused) == ["claims.above_list"]
    assert refused.value.problems[0].params["most"] == "1,000,000"
    save_line(
        actor=firm(1), now=NOW, claim_id=claim, line_id=pk, key="lower",
        said=said(supply_won=1_000_000, vat_won=100_000, **own),
    )  # fmt: skip
    submit_claim(actor=firm(1), now=NOW, claim_id=claim)
    assert line(pk).findings == ["own_list"]
    with pytest.raises(Refused) as refused:
        checked(pk, 1_100_000)
    assert codes(refused) == ["claims.not_compared"]
    with pytest.raises(NotAllowed):
        compare_line(actor=officer(), now=NOW, line_id=pk, fits=True, remark="")
    with pytest.raises(Refused):
        compare_line(actor=accountant(), now=NOW, line_id=pk, fits=False, remark="")
    compare_line(actor=accountant(), now=NOW, line_id=pk, fits=False, remark="단가표에 할인이 있습니다.")
    with pytest.raises(Refused) as refused:
        checked(pk, 1_100_000, answer="")
    assert codes(refused) == ["claims.answer"]
    compare_line(actor=accountant(), now=NOW, line_id=pk, fits=True, remark="")
    checked(pk, 1_100_000, answer="")
    assert line(pk).state == "accepted"


def test_a_line_is_priced_by_the_list_of_its_day():
    funded()
    prices(date(2025, 5, 1))
    old = PriceItem.objects.get()
    prices(date(2025, 5, 10), unit_won=600_000)
    claim = begun()
    pk = added(claim, 1, supply_won=500_000, vat_won=50_000, item=old.pk, quantity=1)
    with pytest.raises(Refused) as refused:
        submit_claim(actor=firm(1), now=NOW, claim_id=claim)
    assert codes(refused) == ["claims.price_list"]
    save_line(
        actor=firm(1), now=NOW, claim_id=claim, line_id=pk, key="then",
        said=said(
            supply_won=500_000, vat_won=50_000, item=old.pk, quantity=1, spent_on=date(2025, 5, 9)
        ),
    )  # fmt: skip
    submit_claim(actor=firm(1), now=NOW, claim_id=claim)
    with pytest.raises(Refused) as refused:
        prices(date(2025, 5, 10))
    assert codes(refused) == ["claims.later_list"]


def test_a_merchant_claims_what_it_is_entitled_to_less_its_own_share():
    funded()
    one = entitled(won=3_000_000)
    who, source = owner(), of_merchant(entitled(2))
    assert sources_of(who) == [of_merchant(one)]
    with pytest.raises(NotAllowed):
        begin_claim(actor=who, now=NOW, source=source, title="x", key="k")
    claim = begun(of_merchant(one), who)
    pk = added(claim, 1, who, supply_won=1_000_005, vat_won=0, line="")
    with pytest.raises(Refused) as refused:
        submit_claim(actor=who, now=NOW, claim_id=claim)
    assert codes(refused) == ["claims.cost_type"]
    first = said(supply_won=1_000_005, vat_won=0, line="", cost_type="온라인 광고비")
    save_line(actor=who, now=NOW, claim_id=claim, line_id=pk, said=first, key="typed")
    big = added(claim, 2, who, supply_won=3_000_000, vat_won=300_000, line="", cost_type="촬영비")
    submit_claim(actor=who, now=NOW, claim_id=claim)
    # 900,004 and 2,970,000 are wanted, 3,000,000 are left.
    assert [(line(n).own_won, line(n).supported_won) for n in (pk, big)] == [
        (302_328, 697_677), (997_677, 2_302_323),
    ]  # fmt: skip
    assert line(pk).findings == ["vat", "capped"]
    assert line(big).findings == ["capped"]
    checked(big, 2_302_323, answer="")
    owed = Payable.objects.get()
    assert (owed.payee.kind, owed.payee.owner_id, owed.won) == ("merchant", one.merchant_id, 2_302_323)
    withdrawn = pytest.raises(Refused)
    with withdrawn as refused:
        withdraw_claim(actor=who, now=NOW, claim_id=claim, reason="잘못 청구")
    assert codes(refused) == ["claims.accepted"]
    assert claim_of(pk).state == "submitted"


def test_a_claim_that_is_taken_back_holds_nothing():
    funded()
    first, second = claimed(lines=2)
    ask_line(actor=officer(), now=NOW, line_id=first, fields=["what"], question="무엇입니까?")
    claim = claim_of(first).pk
    with pytest.raises(Refused):
        withdraw_claim(actor=firm(1), now=NOW, claim_id=claim, reason=" ")
    withdraw_claim(actor=firm(1), now=NOW, claim_id=claim, reason="두 번 냈습니다.")
    assert [line(pk).state for pk in (first, second)] == ["withdrawn", "withdrawn"]
    assert (money()[POOL], claim_of(first).state) == (60_000_000, "withdrawn")
    assert UsedEvidence.objects.filter(released_at__isnull=True).count() == 0
    with pytest.raises(Refused):
        withdraw_claim(actor=firm(1), now=NOW, claim_id=claim, reason="again")


def test_lines_without_a_finding_are_approved_in_one_act_and_the_rest_stays():
    funded()
    clean = claimed(1, lines=1) + claimed(2, AFTER, lines=1, supply_won=20_000_000, vat_won=2_000_000)
    (odd,) = claimed(3, supply_won=1_000_000, vat_won=0)
    assert line(odd).findings == ["vat"]
    how = {"actor": officer(), "now": NOW, "programme": PARTNERS, "step": "first"}
    with pytest.raises(Refused) as refused:
        approve_clean(**how, count=3, won=34_000_000)
    assert codes(refused) == ["claims.changed"]
    assert approve_clean(**how, count=2, won=33_000_000) == 2
    assert [line(pk).state for pk in (*clean, odd)] == ["accepted", "accepted", "submitted"]
    assert money()[SPENT] == 11_000_000
    assert Payable.objects.get().won == 22_000_000
    with pytest.raises(Refused) as refused:
        approve_clean(**how, count=0, won=0)
    assert codes(refused) == ["claims.no_clean"]
    assert prove_ledger().faults == ()


def test_what_others_checked_is_confirmed_together_by_another_officer():
    funded(LEVELS)
    first, second = claimed(lines=2)
    how = {"now": NOW, "programme": PARTNERS}
    assert approve_clean(actor=officer(), **how, step="first", count=2, won=22_000_000) == 2
    assert [line(pk).state for pk in (first, second)] == ["checked", "checked"]
    with pytest.raises(Refused):
        approve_clean(actor=officer(), **how, step="second", count=2, won=22_000_000)
    assert approve_clean(actor=officer(2), **how, step="second", count=2, won=22_000_000) == 2
    assert (claim_of(first).state, money()[SPENT]) == ("closed", 22_000_000)


def test_an_account_is_not_settled_while_something_is_claimed_of_it():
    funded()
    (pk,) = claimed()
    how = {
        "actor": officer(), "now": NOW, "programme": PARTNERS, "fund": FUND, "year": 0, "executor": "maple",
        "interest_won": 0, "reason": "사업 종료",
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        propose_settlement(**how)
    assert codes(refused) == ["funds.open_claims"]
    checked(pk, 11_000_000, answer="")
    propose_settlement(**how)
    claim = begun(key="late")
    added(claim, 800)
    with pytest.raises(Refused) as refused:
        submit_claim(actor=firm(1), now=NOW, claim_id=claim)
    assert codes(refused) == ["funds.settled"]


def test_who_sees_a_claim():
    funded()
    (pk,) = claimed()
    draft = begun(key="draft")
    sees = {
        who: sorted(Claim.objects.visible_to(actor).values_list("pk", flat=True))
        for who, actor in {
            "firm": firm(1), "other": firm(2), "officer": officer(), "accountant": accountant(),
            "owner": owner(9),
        }.items()
    }  # fmt: skip
    handed_in = claim_of(pk).pk
    assert sees == {
        "firm": sorted([handed_in, draft]), "other": [], "officer": [handed_in],
        "accountant": [handed_in], "owner": [],
    }  # fmt: skip
    assert line(pk).spent_on == DAY


def test_whoever_compares_an_own_sale_neither_acts_for_an_executor_nor_approves_it():
    """Somebody with two roles is still one person."""
    funded()
    prices()
    own = {
        "payee": "가상기업 1",
        "what": "첫 화면 광고 2주",
        "item": PriceItem.objects.get().pk,
        "quantity": 2,
    }
    (pk,) = claimed(supply_won=1_000_000, vat_won=100_000, **own)
    sides = {"email": "both@test.example"}
    person("executor_staff", kind="executor", code="maple", **sides)
    seller = person("accountant", kind="accountant", code="ledger-house", **sides)
    with pytest.raises(Refused) as refused:
        compare_line(actor=seller, now=NOW, line_id=pk, fits=True, remark="")
    assert codes(refused) == ["claims.own_side"]
    assert line(pk).list_checked_by_id is None
    person("accountant", email="roles@test.example", kind="accountant", code="ledger-house")
    two = person("officer", email="roles@test.example")
    compare_line(actor=two, now=NOW, line_id=pk, fits=True, remark="")
    with pytest.raises(Refused) as refused:
        checked(pk, 1_100_000, two, answer="")
    assert codes(refused) == ["claims.same_person"]
    checked(pk, 1_100_000, answer="")
    assert line(pk).state == "accepted"


def test_vat_that_no_rate_makes_is_found_whatever_proves_the_line():
    """A price list, and the own share, look at the supply: VAT is no way around them."""
    funded()
    claim = begun()
    pk = save_line(
        actor=firm(1), now=NOW, claim_id=claim, said=said(supply_won=1_000_000, vat_won=900_000), key="slip"
    )
    put_evidence(
        actor=firm(1), now=NOW, line_id=pk, kind="card_slip", number="12345678", name="slip.pdf",
        content=pdf(7),
    )  # fmt: skip
    submit_claim(actor=firm(1), now=NOW, claim_id=claim)
    assert line(pk).findings == ["vat"]


def test_an_answer_with_evidence_that_is_none_is_refused_and_nothing_is_kept():
    funded()
    (pk,) = claimed()
    ask_line(actor=officer(), now=NOW, line_id=pk, fields=["evidence"], question="증빙을 더 내 주십시오.")
    for mended, code in (
        (Mended(kind="gift", name="c.pdf", content=pdf(50)), "claims.kind"),
        (Mended(kind="card_slip", number="1" * 41, name="c.pdf", content=pdf(50)), "claims.invoice_no"),
    ):
        with pytest.raises(Refused) as refused:
            answer_line(actor=firm(1), now=NOW, line_id=pk, answer="냈습니다.", mended=mended)
        assert codes(refused) == [code]
    assert (line(pk).state, Evidence.objects.filter(line=pk).count()) == ("asked", 1)


def test_no_advance_is_handed_out_above_the_budget_beside_what_is_claimed_after():
    funded()
    # 100 million are agreed, 60 handed over, 33 claimed: 7 are left.
    claimed(1, AFTER, supply_won=30_000_000, vat_won=3_000_000)
    before = money()
    with pytest.raises(Refused) as refused:
        advanced(7_000_001, "a2")
    assert codes(refused) == ["funds.over_budget"]
    assert refused.value.problems[0].params["won"] == "100,000,001"
    assert money() == before
    advanced(7_000_000, "a3")
