"""Referrals: consent before anything goes, ceilings kept, premiums paid, answers told and never decided."""

from __future__ import annotations

from datetime import date

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.financing import (
    CHANGE,
    LATER,
    LOAN,
    agreed,
    asked,
    case_of,
    financed,
    handed,
    state,
    teller,
    told,
    with_premiums,
)
from tests.domains.granting import GRANTS, grant_of, officer, owner, staff

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.benefits.models import Grant
from dure.domains.benefits.services.end_grant import end_grant
from dure.domains.events.models import Event
from dure.domains.funds.accounts import standings as fund_standings
from dure.domains.notices.models import Notice
from dure.domains.payments.models import Payable
from dure.domains.referrals import queries
from dure.domains.referrals.models import Handover, Payout, Referral
from dure.domains.referrals.room import Standing, standings
from dure.domains.referrals.services.answer_payout import answer_payout
from dure.domains.referrals.services.ask_payout import ask_payout
from dure.domains.referrals.services.ask_referral import Asked, ask_referral
from dure.domains.referrals.services.give_consent import give_consent
from dure.domains.referrals.services.hand_over import hand_over
from dure.domains.referrals.services.read_answers import read_answers
from dure.domains.referrals.services.repay_guaranteed import repay_guaranteed
from dure.domains.referrals.services.withdraw_referral import withdraw_referral
from dure.engine.money.repayment import Change, interest_won
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def line(source: str) -> tuple[int, int]:
    """Return what is free and held on the line of premiums of a source."""
    found = fund_standings(GRANTS, "premiums", ("line",))
    (one,) = (standing for place, standing in found.items() if place.source == source)
    return one.free, one.held


def test_nothing_is_set_aside_when_finance_is_granted():
    financed(1)
    assert set(Grant.objects.values_list("won", "fund")) == {(0, "")}


def test_a_merchant_asks_agrees_and_is_handed_over_with_the_very_words():
    financed(1, "loan")
    pk = asked(1, "loan", 50_000_000)
    assert state(pk) == "asked"
    assert asked(1, "loan", 50_000_000) == pk
    with pytest.raises(Refused) as refused:
        handed("loan")
    assert codes(refused) == ["referrals.nobody"]
    assert not Handover.objects.exists()
    give_consent(actor=owner(1), now=LATER, referral_id=pk)
    one = Referral.objects.get(pk=pk)
    assert one.consent_text == (
        "제공받는 자: 기금\n제공 목적: 성장 융자\n제공 항목: 접수번호, 사업자등록번호, 상호, 지역,"
        " 평균매출액, 연락처, 신청한 대출 금액\n보유 기간: 2030-06-05까지"
    )
    assert one.consent_until == date(2030, 6, 5)
    done = handed("loan")
    assert (done.referred, done.waiting) == (1, 0)
    assert handed("loan") == done
    made = Handover.objects.get(pk=done.handover_id)
    header, row = made.content.strip().split("\r\n")
    assert header.startswith("연계번호,구분,접수번호,사업자등록번호")
    cells = row.split(",")
    assert cells[:2] == [one.reference, "신규"]
    assert cells[9] == "50000000"
    assert state(pk) == "sent"
    assert Notice.objects.filter(template="referral_sent").count() == 1
    with pytest.raises(Refused) as refused:
        give_consent(actor=owner(1), now=LATER, referral_id=pk)
    assert codes(refused) == ["referrals.not_asked"]


def test_a_loan_fund_is_never_outgrown_and_first_come_is_first_referred():
    financed(3, "loan")
    first, second, third = agreed(1, "loan", 60_000_000), agreed(2, "loan", 50_000_000), agreed(3, "loan", 1)
    done = handed("loan")
    assert (done.referred, done.waiting) == (1, 2)
    assert [state(pk) for pk in (first, second, third)] == ["sent", "consented", "consented"]
    whole, _of_body = standings(case_of("loan"))
    assert whole == Standing(100_000_000, 0, 60_000_000)
    told(first, "refuse", reason="신용 등급")
    assert standings(case_of("loan"))[0] == Standing(100_000_000, 0, 0)
    assert handed("loan", key="again").referred == 2
    told(second, "approve", 40_000_000)
    with pytest.raises(Refused) as refused:
        told(second, "take_up", 40_000_001)
    assert codes(refused) == ["referrals.above_asked"]
    told(second, "take_up", 30_000_000, contract_no="L-1")
    assert standings(case_of("loan"))[0] == Standing(100_000_000, 30_000_000, 1)
    assert grant_of(2, "loan").state == "in_use"
    freed = repay_guaranteed(
        actor=teller(), now=LATER, referral_id=second, won=10_000_000, on=LATER.date(), reason="통지", key="1"
    )
    assert freed == 0
    told(second, "end")
    assert standings(case_of("loan"))[0] == Standing(100_000_000, 30_000_000, 1)
    assert Grant.objects.get(benefit="loan", application__application_no__endswith="000002").state == "closed"


def test_exposure_of_each_guarantor_is_the_covered_part_that_is_still_owed():
    financed(3, "guarantee")
    one, two = agreed(1, "guarantee", 60_000_000, "seoul"), agreed(2, "guarantee", 20_000_000, "seoul")
    three = agreed(3, "guarantee", 50_000_000, "busan")
    assert handed("guarantee", "seoul").referred == 1
    assert handed("guarantee", "busan").referred == 1
    whole, of_body = standings(case_of("guarantee"))
    assert whole == Standing(100_000_000, 0, 93_500_000)
    assert of_body["seoul"] == Standing(60_000_000, 0, 51_000_000)
    assert of_body["busan"] == Standing(None, 0, 42_500_000)
    told(one, "receive")
    told(one, "approve", 60_000_000)
    told(one, "take_up", 50_000_000)
    told(three, "approve", 50_000_000)
    told(three, "lapse")
    whole, of_body = standings(case_of("guarantee"))
    assert whole == Standing(100_000_000, 42_500_000, 0)
    assert of_body["seoul"].free == 17_500_000
    assert handed("guarantee", "seoul", "more").referred == 1
    told(two, "refuse", reason="사유")

    def repay(key: str, won: int) -> int:
        return repay_guaranteed(
            actor=teller(), now=LATER, referral_id=one, won=won, on=LATER.date(), reason="통지", key=key
        )

    assert repay("1", 10_000_001) == 8_500_000
    assert repay("1", 10_000_001) == 8_500_000
    with pytest.raises(Refused) as refused:
        repay("2", 40_000_000)
    assert codes(refused) == ["referrals.more_than_owed"]
    assert standings(case_of("guarantee"))[1]["seoul"].taken == 34_000_000
    told(one, "end")
    assert standings(case_of("guarantee"))[0] == Standing(100_000_000, 0, 0)


def test_two_files_at_once_never_outgrow_the_ceiling():
    financed(4, "guarantee")
    for n, body in ((1, "seoul"), (2, "seoul"), (3, "busan"), (4, "busan")):
        agreed(n, "guarantee", 40_000_000, body)

    def hand(body: str):
        return lambda: hand_over(
            actor=officer(), now=LATER, programme=GRANTS, benefit="guarantee", body=body, reason="연계",
            key="at once",
        )  # fmt: skip

    officer()
    twice_at_once(hand("seoul"), hand("busan"), hand("seoul"), hand("busan"))
    whole, of_body = standings(case_of("guarantee"))
    assert whole.held == 68_000_000
    assert of_body["seoul"].held in (0, 34_000_000)  # whoever comes first: its own ceiling is 60 million
    assert of_body["seoul"].held + of_body["busan"].held == 68_000_000
    assert Referral.objects.filter(state="sent").count() == 2


def test_a_premium_is_split_held_and_owed_to_the_insurer():
    financed(2, "storm")
    with_premiums()
    pk = agreed(1, "storm", 100_001)
    handed("storm")
    assert line("public") == (929_999, 70_001)
    assert line("platform") == (470_000, 30_000)
    told(pk, "approve", 90_000)
    told(pk, "take_up", 90_000, starts_on=date(2025, 6, 1), ends_on=date(2026, 6, 1), contract_no="P-1")
    owed = Payable.objects.get()
    assert (owed.won, owed.state, owed.cause) == (90_000, "waiting", f"referral/{pk}/premium")
    assert (owed.payee.kind, owed.payee.code) == ("body", "storm")
    assert line("public") == (937_000, 63_000)
    assert line("platform") == (473_000, 27_000)
    assert queries.premium_state(Referral.objects.get(pk=pk)) == "waiting"


def test_premiums_stop_where_the_money_does():
    financed(3, "storm")
    with_premiums(public=1_000_000, platform=45_000)
    pks = [agreed(n, "storm", won) for n, won in ((1, 100_000), (2, 100_000), (3, 10_000))]
    done = handed("storm")
    assert (done.referred, done.waiting) == (1, 2)
    withdraw_referral(actor=owner(1), now=LATER, referral_id=pks[0])
    assert line("platform") == (45_000, 0)
    assert handed("storm", key="next").referred == 2
    assert [state(pk) for pk in pks] == ["withdrawn", "sent", "sent"]
    content = Handover.objects.get(number=2).content
    assert f"{Referral.objects.get(pk=pks[0]).reference},철회,TOPS-2025-000001,,,," in content
    assert content.count("신규") == 2


def test_payouts_stay_within_the_cover():
    financed(1, "storm")
    with_premiums()
    pk = agreed(1, "storm", 10_000)
    handed("storm")
    told(pk, "approve", 10_000)
    told(pk, "take_up", 10_000, starts_on=date(2025, 5, 1), ends_on=date(2026, 5, 1))

    def lost(won: int, day: date = date(2025, 6, 1)) -> int:
        return ask_payout(
            actor=owner(1), now=LATER, referral_id=pk, happened_on=day, what="침수", won=won
        )  # fmt: skip

    with pytest.raises(Refused) as refused:
        lost(1, date(2025, 4, 30))
    assert codes(refused) == ["referrals.outside_cover"]
    first, second = lost(60_000_000), lost(40_000_000)
    assert lost(60_000_000) == first
    on = LATER.date()
    answer_payout(actor=teller(), now=LATER, payout_id=first, paid_won=60_000_000, on=on)
    with pytest.raises(Refused) as refused:
        answer_payout(actor=teller(), now=LATER, payout_id=second, paid_won=30_000_001, on=on)
    assert codes(refused) == ["referrals.above_cover"]
    assert Payout.objects.get(pk=second).state == "asked"
    answer_payout(actor=teller(), now=LATER, payout_id=second, paid_won=30_000_000, on=on)
    third = lost(5)
    with pytest.raises(Refused):
        answer_payout(actor=teller(), now=LATER, payout_id=third, paid_won=0, on=on)
    answer_payout(actor=teller(), now=LATER, payout_id=third, paid_won=0, on=on, answer="한도 소진")
    assert queries.paid_out(owner(1), pk) == 90_000_000


def test_a_change_of_a_loan_is_calculated_beside_the_old_schedule():
    financed(1, "deferral")
    with pytest.raises(Refused) as refused:
        asked(1, "deferral", loan=LOAN, change=Change(after=2, deferred_months=13, added_months=13))
    assert codes(refused) == ["loan.deferred", "loan.months"]
    assert not Referral.objects.exists()
    pk = asked(1, "deferral", loan=LOAN, change=CHANGE)
    found = queries.schedules(owner(1), pk)
    assert found is not None
    assert (interest_won(found.before), interest_won(found.after)) == (126_400, 175_400)
    assert found.after[-1].due_on == date(2025, 9, 1)
    assert queries.schedules(staff(), pk) is None


def test_consent_can_be_taken_back_until_a_contract_stands():
    financed(1, "loan")
    pk = agreed(1, "loan", 10)
    handed("loan")
    told(pk, "approve", 10)
    withdraw_referral(actor=owner(1), now=LATER, referral_id=pk)
    assert state(pk) == "withdrawn"
    assert standings(case_of("loan"))[0] == Standing(100_000_000, 0, 0)
    with pytest.raises(Refused) as refused:
        told(pk, "take_up", 10)
    assert codes(refused) == ["referrals.not_so"]
    again = agreed(1, "loan", 20)
    handed("loan", key="again")
    told(again, "approve", 20)
    told(again, "take_up", 20)
    with pytest.raises(Refused) as refused:
        withdraw_referral(actor=owner(1), now=LATER, referral_id=again)
    assert codes(refused) == ["referrals.too_late"]
    assert state(again) == "taken_up"


def test_a_grant_that_is_cancelled_lets_go_of_what_was_held():
    financed(1, "loan")
    pk = agreed(1, "loan", 60_000_000)
    handed("loan")
    end_grant(actor=officer(), now=LATER, grant_id=grant_of(1, "loan").pk, cancelled=True, reason="요건 상실")
    assert state(pk) == "withdrawn"
    assert standings(case_of("loan"))[0] == Standing(100_000_000, 0, 0)


def test_answers_come_back_by_file_all_or_none():
    financed(3, "loan")
    pks = [agreed(n, "loan", 10_000_000) for n in (1, 2, 3)]
    handed("loan")
    names = [Referral.objects.get(pk=pk).reference for pk in pks]
    head = "연계번호,결과,처리일,금액,사유\n"

    def read(*rows: str) -> int:
        content = (head + "\n".join(rows) + "\n").encode("utf-8-sig")
        return read_answers(
            actor=teller(), now=LATER, programme=GRANTS, benefit="loan", name="a.csv", content=content
        )

    day = "2025-06-02"
    good = [f"{names[0]},승인,{day},9000000,", f"{names[1]},거절,{day},,연체", f"{names[2]},접수,{day},,"]
    with pytest.raises(Refused) as refused:
        read(good[0], f"{names[1]},거절,{day},,", f"{names[2]},승인,{day},10000001,")
    assert [(p.code, p.line) for p in refused.value.problems] == [
        ("referrals.answer", 3), ("referrals.above_asked", 4)
    ]  # fmt: skip
    assert {state(pk) for pk in pks} == {"sent"}
    with pytest.raises(Refused) as refused:
        read(f"{names[0]},모름,{day},,", f"{names[0]},승인,언젠가,1,")
    assert {p.code for p in refused.value.problems} == {"referrals.cell"}
    assert read(*good) == 3
    assert read(*good) == 3
    assert [state(pk) for pk in pks] == ["approved", "refused", "received"]
    assert Referral.objects.get(pk=pks[1]).answer == "연체"
    assert Notice.objects.filter(template="referral_answered").count() == 3


def test_who_may_do_what():
    financed(1, "loan")
    with pytest.raises(NotAllowed):
        ask_referral(actor=officer(), now=LATER, grant_id=grant_of(1, "loan").pk, asked=Asked("body", 5))
    pk = asked(1, "loan", 5)
    for who in (officer(), owner(2), staff()):
        with pytest.raises(NotAllowed):
            give_consent(actor=who, now=LATER, referral_id=pk)
    with pytest.raises(NotAllowed):
        hand_over(
            actor=owner(1), now=LATER, programme=GRANTS, benefit="loan", body="body", reason="x", key="k"
        )
    assert list(queries.referrals(staff(), GRANTS, "loan")) == []
    assert queries.referral(owner(2), pk) is None
    assert state(pk) == "asked"
    with pytest.raises(Refused) as refused:
        asked(1, "loan", 60_000_001)
    assert codes(refused) == ["referrals.over"]
    with pytest.raises(Refused) as refused:
        asked(1, "loan", 6)
    assert codes(refused) == ["referrals.runs"]


def test_the_benefit_of_the_closed_is_referred_without_an_amount():
    financed(1, "allowance")
    with pytest.raises(Refused) as refused:
        asked(1, "allowance", 5)
    assert codes(refused) == ["referrals.no_amount"]
    pk = agreed(1, "allowance")
    handed("allowance")
    told(pk, "approve")
    told(pk, "take_up")
    told(pk, "end")
    moves = Event.objects.filter(subject="referral", subject_id=str(pk)).order_by("pk")
    assert [one.details.get("to") for one in moves] == [
        None, "consented", "sent", "approved", "taken_up", "ended"
    ]  # fmt: skip
