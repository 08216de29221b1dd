"""An executor objects to acts within its agreement, in time; whoever decided them does not answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.domains.agreeing import LATER, agreement, both_signed, called, firm, second, terms
from tests.domains.people import person

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements.models import Amendment, FirmObjection, MidtermCheck
from dure.domains.agreements.objected import deciders, may_object_within, with_proposal
from dure.domains.agreements.queries_objections import objectable
from dure.domains.agreements.services.answer_amendment import answer_amendment
from dure.domains.agreements.services.answer_firm_objection import answer_firm_objection
from dure.domains.agreements.services.ask_leaving import ask_leaving
from dure.domains.agreements.services.assign_firm_objection import assign_firm_objection
from dure.domains.agreements.services.close_midterm import close_midterm
from dure.domains.agreements.services.file_firm_objection import file_firm_objection
from dure.domains.agreements.services.leave_agreement import leave_agreement
from dure.domains.agreements.services.note_midterm import note_midterm
from dure.domains.agreements.services.propose_amendment import propose_amendment
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db
GROUNDS = "점검에서 본 자료가 다른 기관의 것입니다."


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def third() -> SignedActor:
    return person("officer", email="third@test.example")


def amendment_refused(pk: int) -> int:
    made = propose_amendment(actor=firm(1), now=LATER, agreement_id=pk, terms=terms(19), reason="인력 감소")
    answer_amendment(actor=person(), now=LATER, amendment_id=made, approved=False, answer="목표 유지")
    return made


def checked(pk: int, grade: str = "poor", measures: str = "보완 계획") -> int:
    return note_midterm(
        actor=person(), now=LATER, agreement_id=pk, held_on=LATER.date(), findings="집행 실적이 낮습니다.",
        grade=grade, measures=measures, due_on=date(2025, 6, 30) if measures else None, key=grade,
    )  # fmt: skip


def filed(pk: int, against: tuple[str, int], **more: object) -> int:
    given = {"actor": firm(1), "now": LATER, "grounds": GROUNDS} | more
    proposal = agreement(pk).proposal_id
    return file_firm_objection(proposal_id=proposal, against=against, **given)  # type: ignore[arg-type]


def granted(objection: int, effect: str, by: SignedActor | None = None) -> None:
    by = by or third()
    assign_firm_objection(actor=person(), now=LATER, objection_id=objection, officer_id=by.user_id or 0)
    answer_firm_objection(
        actor=by,
        now=LATER,
        objection_id=objection,
        granted=True,
        answer="자료를 다시 보았습니다.",
        effect=effect,
    )


def test_a_check_is_objected_to_within_the_calls_clock_and_set_aside_where_granted():
    called()
    pk, _other = both_signed()
    check = checked(pk)
    one = FirmObjection.objects.get(pk=filed(pk, ("midterm", check)))
    assert (one.against, one.subject_id, one.decided_by_id) == ("midterm", check, person().user_id)
    assert one.due_on == date(2025, 4, 7), "14 days after 2025-03-24"
    assert Notice.objects.filter(template="firm_objection_filed").exists()
    granted(one.pk, "set_aside")
    found = MidtermCheck.objects.get(pk=check)
    assert (found.state, found.closed_reason) == ("set_aside", "자료를 다시 보았습니다.")
    assert may_object_within(agreement(pk).proposal, LATER) == []
    one.refresh_from_db()
    assert (one.state, one.effect) == ("granted", "set_aside")


def test_a_refused_amendment_waits_for_another_answer_where_the_objection_is_granted():
    called()
    pk, _other = both_signed()
    made = amendment_refused(pk)
    granted(filed(pk, ("amendment", made)), "anew")
    found = Amendment.objects.get(pk=made)
    assert (found.state, found.answered_by_id, found.answer) == ("proposed", None, "")
    answer_amendment(actor=second(), now=LATER, amendment_id=made, approved=True)
    assert agreement(pk).number == 2


def test_a_refused_amendment_is_not_taken_up_again_once_another_is_open():
    called()
    pk, _other = both_signed()
    made = amendment_refused(pk)
    objection = filed(pk, ("amendment", made))
    propose_amendment(actor=firm(1), now=LATER, agreement_id=pk, terms=terms(18), reason="다시")
    before = Event.objects.filter(act="firm_objection.answer").count()
    with pytest.raises(Refused) as refused:
        granted(objection, "anew")
    assert codes(refused) == ["amendment.open"]
    assert Amendment.objects.get(pk=made).state == "refused"
    assert Event.objects.filter(act="firm_objection.answer").count() == before


def test_the_end_of_an_agreement_by_the_agency_is_objected_to_and_an_executors_own_leaving_is_not():
    called()
    pk, other = both_signed()
    leave_agreement(actor=person(), now=LATER, agreement_id=pk, reason="실적 부족", handover="다른 기관으로")
    ask_leaving(actor=firm(2), now=LATER, agreement_id=other, reason="사정")
    leave_agreement(actor=person(), now=LATER, agreement_id=other, reason="사정", handover="다른 기관으로")
    assert [(one.against, one.by_id) for one in objectable(firm(1), agreement(pk), LATER)] == [
        ("ended", person().user_id)
    ]
    assert objectable(firm(2), agreement(other), LATER) == []
    granted(filed(pk, ("ended", pk)), "noted")
    assert agreement(pk).state == "left"


def test_whoever_decided_or_closed_the_check_does_not_answer():
    called()
    pk, _other = both_signed()
    check = checked(pk)
    close_midterm(actor=second(), now=LATER, check_id=check, reason="이행하지 않음")
    one = filed(pk, ("midterm", check))
    assert deciders(with_proposal(one)) == {person().user_id, second().user_id}
    for officer in (person(), second()):
        with pytest.raises(Refused) as refused:
            assign_firm_objection(
                actor=person(), now=LATER, objection_id=one, officer_id=officer.user_id or 0
            )
        assert codes(refused) == ["objection.decided"]
    assert FirmObjection.objects.get(pk=one).state == "filed"


def test_others_objects_late_twice_or_to_what_is_in_good_order_are_refused():
    called()
    pk, other = both_signed()
    check, good = checked(pk), checked(pk, "good", "")
    assert [one.subject_id for one in may_object_within(agreement(pk).proposal, LATER)] == [check]
    for against, when, code in (
        (("midterm", good), LATER, "objection.nothing"),
        (("midterm", 10_000), LATER, "objection.nothing"),
        (("midterm", check), LATER + timedelta(days=31), "objection.late"),
    ):
        with pytest.raises(Refused) as refused:
            filed(pk, against, now=when)
        assert codes(refused) == [code]
    with pytest.raises(Refused) as refused:
        filed(other, ("midterm", check), actor=firm(2))
    assert codes(refused) == ["objection.nothing"], "that check is another executor's"
    with pytest.raises(NotAllowed):
        filed(pk, ("midterm", check), actor=firm(2))
    assert FirmObjection.objects.count() == 0
    filed(pk, ("midterm", check))
    with pytest.raises(Refused) as refused:
        filed(pk, ("midterm", check), key="other")
    assert codes(refused) == ["objection.alive"]


def test_two_acts_are_objected_to_side_by_side():
    called()
    pk, _other = both_signed()
    check, made = checked(pk), amendment_refused(pk)
    filed(pk, ("midterm", check))
    filed(pk, ("amendment", made), now=LATER + timedelta(hours=1))
    assert FirmObjection.objects.filter(state="filed").count() == 2
