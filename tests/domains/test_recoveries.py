"""Money that is taken back: notice, answer, decision by another, money back to its line, interest, undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from tests.domains.agreeing import LATER, PARTNERS, firm
from tests.domains.funding import agreed, allotted, officer, stands
from tests.domains.paying import answered as bank_answered
from tests.domains.paying import drafted, owed, payee, sent
from tests.domains.recovering import (
    DECIDER,
    DUE,
    SOON,
    answered,
    came,
    case_by,
    decided,
    decision,
    noticed,
    opened,
    paid_once,
    pdf,
)

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.ledger.models import Account
from dure.domains.ledger.proving import prove_ledger
from dure.domains.notices.models import Notice
from dure.domains.payments.debts import entries_of, held, settle, states_of
from dure.domains.payments.models import Debt, Payable
from dure.domains.payments.services.read_results import read_results
from dure.domains.recoveries.models import CaseFile, CaseItem, Dunning, InstalmentPlan, RecoveryCase
from dure.domains.recoveries.queries import cases, own_cases
from dure.domains.recoveries.reckoning import reckon
from dure.domains.recoveries.services.answer_case import answer_case
from dure.domains.recoveries.services.answer_recovery_objection import answer_recovery_objection
from dure.domains.recoveries.services.ask_instalments import ask_instalments
from dure.domains.recoveries.services.close_case import close_case
from dure.domains.recoveries.services.decide_case import decide_case
from dure.domains.recoveries.services.decide_instalments import decide_instalments, revoke_instalments
from dure.domains.recoveries.services.drop_case import drop_case
from dure.domains.recoveries.services.dun_case import dun_case
from dure.domains.recoveries.services.dun_late import dun_late
from dure.domains.recoveries.services.give_case_notice import give_case_notice
from dure.domains.recoveries.services.object_to_recovery import object_to_recovery
from dure.domains.recoveries.services.put_case_file import put_case_file
from dure.domains.recoveries.services.settle_paid import settle_paid
from dure.domains.recoveries.services.write_off_case import decide_write_off, propose_write_off
from dure.domains.sanctions.models import Sanction
from dure.domains.sanctions.services.lift_sanction import lift_sanction
from dure.domains.sanctions.standing import banned_until
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused

LINE = "line/government/consulting"
SPENT = "spent/government/consulting/maple"


@pytest.fixture(autouse=True)
def _money(db):
    agreed()
    allotted()
    paid_once()
    yield
    with transaction.atomic():
        assert prove_ledger().faults == ()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def on_accounts() -> dict[str, int]:
    """Return what stands on the accounts of recoveries, those with nothing left out."""
    found = Account.objects.filter(kind__startswith="recovery_").order_by("kind")
    return {one.kind: one.credits - one.debits for one in found if one.credits != one.debits}


def test_from_the_opened_case_to_the_last_won_back_on_its_line():
    before = stands("line")[LINE]
    pk = answered()
    assert list(own_cases(firm(1)).values_list("pk", flat=True)) == [pk]
    assert list(own_cases(firm(2)).values_list("pk", flat=True)) == []
    decide_case(actor=officer(DECIDER), now=SOON, case_id=pk, decided=decision())
    case = case_by(pk)
    assert (case.state, case.back_won, case.surcharge_won, case.due_on) == ("decided", 600_000, 300_000, DUE)
    assert stands("spent")[SPENT] == 400_000
    assert on_accounts() == {
        "recovery_charge_due": 300_000, "recovery_charged": -300_000, "recovery_due": 600_000,
    }  # fmt: skip
    came(pk, 700_000, DUE)
    assert stands("line")[LINE] == before + 600_000
    assert on_accounts() == {
        "recovery_bank": -700_000, "recovery_charge_due": 200_000, "recovery_charge_in": 100_000,
        "recovery_charged": -300_000, "recovery_in": 700_000,
    }  # fmt: skip
    # 200,000 are late on ten days: 440 won.
    late = DUE + timedelta(days=10)
    found = reckon(case_by(pk), late)
    assert (found.left_won, found.late_won, found.interest_won) == (200_000, 200_000, 440)
    with pytest.raises(Refused) as refused:
        came(pk, 200_441, late, "bank-2")
    assert codes(refused) == ["recoveries.too_much"]
    came(pk, 200_440, late, "bank-2")
    came(pk, 200_440, late, "bank-2")
    assert case_by(pk).state == "settled"
    assert on_accounts() == {
        "recovery_accrued": -440, "recovery_bank": -900_440, "recovery_charge_in": 300_000,
        "recovery_charged": -300_000, "recovery_in": 900_440, "recovery_interest_in": 440,
    }  # fmt: skip
    told = Notice.objects.filter(template="recovery_news").values_list("link", flat=True)
    assert set(told) == {f"/my-recoveries/{pk}/", f"/officer/recovery/{pk}/"}


def test_before_its_time_and_by_the_wrong_people_nothing_is_decided():
    pk = opened()
    assert list(own_cases(firm(1))) == [], "nobody was told yet"
    with pytest.raises(NotAllowed):
        answer_case(actor=firm(1), now=LATER, case_id=pk, words="의견")
    with pytest.raises(Refused) as refused:
        give_case_notice(actor=officer(4), now=LATER, case_id=pk, until=day_of(LATER) + timedelta(days=3))
    assert codes(refused) == ["recoveries.until"]
    with pytest.raises(Refused) as refused:
        decide_case(actor=officer(DECIDER), now=SOON, case_id=pk, decided=decision())
    assert codes(refused) == ["recoveries.not_noticed"]
    give_case_notice(actor=officer(4), now=LATER, case_id=pk, until=DUE)
    with pytest.raises(Refused) as refused:
        decide_case(actor=officer(DECIDER), now=SOON, case_id=pk, decided=decision())
    assert codes(refused) == ["recoveries.too_early"]
    answer_case(actor=firm(1), now=LATER, case_id=pk, words="의견")
    for n in (1, 2, 3, 4):
        with pytest.raises(Refused) as refused:
            decide_case(actor=officer(n), now=SOON, case_id=pk, decided=decision())
        assert codes(refused) == ["recoveries.same_person"]
    with pytest.raises(NotAllowed):
        decide_case(actor=firm(1), now=SOON, case_id=pk, decided=decision())
    assert (case_by(pk).state, Debt.objects.count(), on_accounts()) == ("answered", 0, {})
    assert stands("spent")[SPENT] == 1_000_000


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"back_won": 1_000_001}, "recoveries.back"),
        ({"back_won": 0}, "recoveries.nothing"),
        ({"surcharge_bp": 30_001}, "recovering.surcharge"),
        ({"due_on": DUE + timedelta(days=11)}, "recoveries.due"),
        ({"due_on": day_of(SOON)}, "recoveries.due"),
        ({"considered": " "}, "recoveries.considered"),
        ({"ban_until": date(2031, 1, 1)}, "sanctions.until"),
    ],
)
def test_what_the_law_does_not_let_is_not_decided(other, code):
    pk = answered()
    with pytest.raises(Refused) as refused:
        decide_case(actor=officer(DECIDER), now=SOON, case_id=pk, decided=decision(**other))
    assert codes(refused) == [code]
    assert (case_by(pk).state, Debt.objects.count(), Sanction.objects.count()) == ("answered", 0, 0)


def test_what_was_paid_stands_in_one_case_at_a_time():
    pk = opened()
    with pytest.raises(Refused) as refused:
        opened(key="two")
    assert codes(refused) == ["recoveries.items"]
    with pytest.raises(Refused) as refused:
        opened(causes=("claim-line/9",), key="three")
    assert codes(refused) == ["recoveries.items"]
    assert opened() == pk, "the same key is the same case"
    drop_case(actor=officer(4), now=LATER, case_id=pk, reason="증빙이 있었습니다.")
    assert RecoveryCase.objects.get(pk=opened(key="four")).number == 2
    assert CaseItem.objects.filter(alive=True).count() == 1


def test_after_the_due_day_it_is_set_off_and_the_case_is_closed():
    pk = decided()
    owed(2_000_000, "claim-line/2", payee())
    from dure.domains.payments.services.approve_batch import approve_batch
    from dure.domains.payments.services.draft_batch import draft_batch
    from dure.domains.payments.services.send_batch import send_batch

    after = SOON + timedelta(days=21)
    batch = draft_batch(
        actor=officer(1), now=after, programme=PARTNERS, way="file", pay_on=day_of(after), key="late"
    )
    approve_batch(actor=officer(2), now=after, batch_id=batch)
    send_batch(actor=officer(3), now=after, batch_id=batch)
    assert states_of([f"recovery/{pk}"])[f"recovery/{pk}"].reserved_won == 900_000
    with pytest.raises(Refused) as refused:
        close_case(actor=officer(4), now=after, case_id=pk)
    assert codes(refused) == ["recoveries.left"]
    content = bank_answered(batch, "0000", on=day_of(after))
    read_results(actor=officer(), now=after + timedelta(days=9), batch_id=batch, content=content)
    (entry,) = entries_of([f"recovery/{pk}"])[f"recovery/{pk}"]
    assert (entry.kind, entry.won, entry.on) == ("set_off", 900_000, day_of(after))
    # One day late, however late the bank's answer was read: 900,000 × 22 / 100,000, to ten won.
    assert reckon(case_by(pk), day_of(after) + timedelta(days=9)).interest_won == 190


def test_before_the_due_day_nothing_is_set_off():
    decided()
    owed(2_000_000, "claim-line/2", payee())
    drafted("early")
    assert Debt.objects.get().reserved_won == 0


def test_instalments_are_asked_for_approved_and_revoked_when_one_is_late():
    pk = decided()
    first = DUE + timedelta(days=10)
    asked = ask_instalments(
        actor=firm(1), now=SOON, case_id=pk, count=3, first_on=first, reason="매출이 줄었습니다."
    )
    decide_instalments(actor=officer(4), now=SOON, plan_id=asked, approved=True)
    plan = InstalmentPlan.objects.get(pk=asked)
    assert [row[2] for row in plan.rows] == [300_000, 300_000, 300_000]
    assert Debt.objects.get().from_on is None, "nothing is set off while they are kept"
    due = date.fromisoformat(plan.rows[0][1])
    found = reckon(case_by(pk), due)
    assert (found.late_won, found.interest_won) == (0, plan.rows[0][3])
    at = SOON + (due + timedelta(days=1) - day_of(SOON))
    assert reckon(case_by(pk), day_of(at)).late_won == 300_000
    with pytest.raises(Refused) as refused:
        revoke_instalments(actor=officer(4), now=SOON, plan_id=asked, reason="아직")
    assert codes(refused) == ["recoveries.kept"]
    revoke_instalments(actor=officer(4), now=at, plan_id=asked, reason="첫 회를 내지 않았습니다.")
    assert Debt.objects.get().from_on == day_of(at) + timedelta(days=1)
    assert reckon(case_by(pk), day_of(at) + timedelta(days=1)).late_won == 900_000


def test_what_is_late_is_dunned_once_a_day():
    pk = decided()
    with pytest.raises(Refused) as refused:
        dun_case(actor=officer(4), now=SOON, case_id=pk)
    assert codes(refused) == ["recoveries.not_late"]
    at = SOON + timedelta(days=30)
    assert dun_case(actor=officer(4), now=at, case_id=pk) == dun_case(actor=officer(4), now=at, case_id=pk)
    one = Dunning.objects.get()
    assert (one.number, one.late_won, one.interest_won) == (1, 900_000, 900_000 * 22 * 10 // 100_000)


def test_what_can_not_be_got_is_written_off_by_two():
    pk = decided()
    came(pk, 100_000, DUE)
    propose_write_off(actor=officer(4), now=SOON, case_id=pk, reason="폐업하여 재산이 없습니다.")
    with pytest.raises(Refused) as refused:
        decide_write_off(actor=officer(4), now=SOON, case_id=pk, confirmed=True, reason="확인")
    assert codes(refused) == ["recoveries.same_person"]
    decide_write_off(actor=officer(5), now=SOON, case_id=pk, confirmed=True, reason="확인했습니다.")
    assert case_by(pk).state == "written_off"
    assert on_accounts()["recovery_lost"] == 800_000
    assert "recovery_due" not in on_accounts()


def test_a_granted_objection_undoes_the_decision_and_owes_back_what_came():
    before = stands("line")[LINE]
    pk = decided(ban_until=date(2025, 12, 31))
    came(pk, 700_000, DUE)
    filed = object_to_recovery(actor=firm(1), now=SOON, case_id=pk, grounds="모두 열었습니다.")
    for n in (4, DECIDER):
        with pytest.raises(Refused) as refused:
            answer_recovery_objection(
                actor=officer(n), now=SOON, objection_id=filed, granted=True, answer="맞습니다."
            )
        assert codes(refused) == ["recoveries.same_person"]
    answer_recovery_objection(
        actor=officer(6), now=SOON, objection_id=filed, granted=True, answer="출석부를 확인했습니다."
    )
    assert case_by(pk).state == "reversed"
    assert stands("line")[LINE] == before, "what came is held to be paid back"
    back = Payable.objects.get(cause=f"recovery-back/{pk}")
    assert (back.won, back.state, back.payee_id) == (700_000, "waiting", payee())
    assert Debt.objects.get().left_won == 0
    assert on_accounts() == {
        "recovery_bank": -700_000, "recovery_charge_in": 100_000, "recovery_charged": -100_000,
        "recovery_in": 700_000,
    }  # fmt: skip
    assert Sanction.objects.get().lifted_at is not None
    assert CaseItem.objects.filter(alive=True).count() == 0


def test_a_dismissed_objection_changes_nothing_and_a_late_one_is_refused():
    pk = decided()
    late = SOON + timedelta(days=40)
    with pytest.raises(Refused) as refused:
        object_to_recovery(actor=firm(1), now=late, case_id=pk, grounds="이의")
    assert codes(refused) == ["objection.late"]
    filed = object_to_recovery(actor=firm(1), now=SOON, case_id=pk, grounds="이의")
    answer_recovery_objection(
        actor=officer(6), now=SOON, objection_id=filed, granted=False, answer="증빙이 없습니다."
    )
    assert (case_by(pk).state, Debt.objects.get().left_won) == ("decided", 900_000)


def test_a_ban_stands_in_the_register_until_it_is_lifted_by_another():
    pk = decided(back_won=0, due_on=None, ban_until=date(2026, 3, 31), ban_scope="all")
    one = Sanction.objects.get()
    number = case_by(pk).business_no
    assert (one.cause, one.business_no, len(number)) == (f"recovery/{pk}", number, 10)
    assert banned_until(number, "another", date(2026, 3, 31)) == date(2026, 3, 31)
    assert banned_until(number, "another", date(2026, 4, 1)) is None
    close_case(actor=officer(4), now=SOON, case_id=pk)
    with pytest.raises(Refused) as refused:
        lift_sanction(actor=officer(DECIDER), now=SOON, sanction_id=one.pk, reason="다 지켰습니다.")
    assert codes(refused) == ["sanctions.same_person"]
    with pytest.raises(NotAllowed):
        lift_sanction(actor=firm(1), now=SOON, sanction_id=one.pk, reason="다 지켰습니다.")
    lift_sanction(actor=officer(6), now=SOON, sanction_id=one.pk, reason="다 지켰습니다.")
    assert banned_until(number, "another", day_of(SOON)) is None
    assert Sanction.objects.visible_to(firm(1)).count() == 0


def test_files_are_kept_once_and_only_while_the_case_is_open():
    pk = noticed()
    one = put_case_file(
        actor=officer(4), now=LATER, case_id=pk, kind="evidence", name="list.pdf", content=pdf()
    )
    assert one == put_case_file(
        actor=officer(4), now=LATER, case_id=pk, kind="evidence", name="list.pdf", content=pdf()
    )
    put_case_file(actor=firm(1), now=LATER, case_id=pk, kind="statement", name="own.pdf", content=pdf(2))
    with pytest.raises(NotAllowed):
        put_case_file(actor=firm(2), now=LATER, case_id=pk, kind="statement", name="own.pdf", content=pdf(3))
    assert CaseFile.objects.count() == 2
    assert cases(officer(4), PARTNERS).count() == 1
    assert cases(firm(1), PARTNERS).count() == 0


def test_nothing_is_written_off_while_an_objection_waits():
    pk = decided()
    object_to_recovery(actor=firm(1), now=SOON, case_id=pk, grounds="모두 열었습니다.")
    propose_write_off(actor=officer(4), now=SOON, case_id=pk, reason="폐업하여 재산이 없습니다.")
    with pytest.raises(Refused) as refused:
        decide_write_off(actor=officer(5), now=SOON, case_id=pk, confirmed=True, reason="확인")
    assert codes(refused) == ["recoveries.objection_open"]
    assert (case_by(pk).state, Debt.objects.get().left_won) == ("decided", 900_000)


def test_what_was_owed_back_after_an_objection_is_no_support_that_could_be_taken_back():
    pk = decided()
    came(pk, 700_000, DUE)
    filed = object_to_recovery(actor=firm(1), now=SOON, case_id=pk, grounds="모두 열었습니다.")
    answer_recovery_objection(
        actor=officer(6), now=SOON, objection_id=filed, granted=True, answer="출석부를 확인했습니다."
    )
    batch = sent("back")
    read_results(actor=officer(), now=LATER, batch_id=batch, content=bank_answered(batch, "0000"))
    assert Payable.objects.get(cause=f"recovery-back/{pk}").state == "paid"
    with pytest.raises(Refused) as refused:
        opened(key="again", causes=(f"recovery-back/{pk}",))
    assert codes(refused) == ["recoveries.items"]


def test_what_is_paid_by_set_off_is_closed_by_itself_and_nothing_else_is():
    pk = decided()
    assert settle_paid(actor=SYSTEM, now=SOON) == 0
    with act("test.settle", actor=officer(), now=SOON) as this:
        settle(this, held(f"recovery/{pk}"), 900_000, kind="set_off", key="set-off/1", on=DUE)
    assert settle_paid(actor=SYSTEM, now=SOON) == 1
    assert settle_paid(actor=SYSTEM, now=SOON) == 0
    case = case_by(pk)
    assert (case.state, case.closed_by_id) == ("settled", None)
    with pytest.raises(NotAllowed):
        settle_paid(actor=officer(), now=SOON)


def test_a_ban_alone_is_closed_by_people():
    pk = decided(back_won=0, due_on=None, ban_until=date(2026, 3, 31))
    assert settle_paid(actor=SYSTEM, now=SOON + timedelta(days=400)) == 0
    assert case_by(pk).state == "decided"


def test_who_is_late_is_reminded_once_by_itself():
    pk = decided()
    late = SOON + timedelta(days=21)
    assert dun_late(actor=SYSTEM, now=late - timedelta(days=1)) == 0, "on the last day nothing is late"
    assert dun_late(actor=SYSTEM, now=late) == 1
    assert dun_late(actor=SYSTEM, now=late + timedelta(days=1)) == 0
    one = Dunning.objects.get()
    assert (one.case_id, one.number, one.late_won, one.by_id) == (pk, 1, 900_000, 0)
    assert dun_case(actor=officer(4), now=late + timedelta(days=30), case_id=pk) != one.pk
    with pytest.raises(NotAllowed):
        dun_late(actor=officer(), now=late)
