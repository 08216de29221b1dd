"""Firms object to what was decided of their proposals; whoever decided does not answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.domains.agreeing import LATER, PDF, called, chosen, firm, handed_in, second, state
from tests.domains.people import person

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements import forgetting
from dure.domains.agreements.models import FirmObjection
from dure.domains.agreements.objected import deciders, may_object, with_proposal
from dure.domains.agreements.queries import own_proposal
from dure.domains.agreements.queries_objections import may_judge, objection, objections_of, own_objection
from dure.domains.agreements.services.answer_firm_objection import answer_firm_objection
from dure.domains.agreements.services.assign_firm_objection import assign_firm_objection
from dure.domains.agreements.services.decide_proposal import decide_proposal
from dure.domains.agreements.services.extend_firm_objection import extend_firm_objection
from dure.domains.agreements.services.file_firm_objection import file_firm_objection
from dure.domains.agreements.services.withdraw_firm_objection import withdraw_firm_objection
from dure.domains.events.act import act
from dure.domains.notices.models import Notice
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db
GROUNDS = "재무 서류를 제때 냈습니다."


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def third() -> SignedActor:
    """Return an officer who took no part in anything."""
    return person("officer", email="third@test.example")


def refused_proposal(n: int = 1) -> int:
    called()
    pk = handed_in(n)
    decide_proposal(actor=person(), now=LATER, proposal_id=pk, passed=False, reason="재무 요건 미달")
    return pk


def not_chosen() -> int:
    called()
    return chosen()[2]


def filed(pk: int, n: int = 1, **more: Any) -> int:
    given: dict[str, Any] = {"actor": firm(n), "now": LATER, "grounds": GROUNDS} | more
    return file_firm_objection(proposal_id=pk, **given)


def assigned(pk: int, n: int = 1) -> int:
    one = filed(pk, n)
    assign_firm_objection(actor=person(), now=LATER, objection_id=one, officer_id=third().user_id or 0)
    return one


def test_an_objection_is_kept_with_its_clock_and_what_it_is_against():
    pk = refused_proposal()
    one = FirmObjection.objects.get(pk=filed(pk, file=("증빙.pdf", PDF)))
    assert (one.against, one.decided_by_id, one.state) == ("refusal", person().user_id, "filed")
    assert one.due_on == date(2025, 4, 7), "14 days after 2025-03-24"
    assert one.file is not None
    assert Notice.objects.filter(template="firm_objection_filed").count() >= 1
    assert own_objection(firm(2), one.pk) is None
    assert objection(third(), one.pk) == one


def test_the_period_is_thirty_days_from_the_decision():
    pk = refused_proposal()
    proposal = own_proposal(firm(), pk)
    assert proposal is not None
    assert may_object(proposal, LATER) == date(2025, 4, 23)
    late = LATER + timedelta(days=31)
    assert may_object(proposal, late) is None
    with pytest.raises(Refused) as refused:
        filed(pk, now=late)
    assert codes(refused) == ["objection.late"]
    assert FirmObjection.objects.count() == 0


def test_only_the_firm_objects_only_to_what_stands_against_it_and_only_once():
    called()
    pk = handed_in()
    with pytest.raises(Refused) as refused:
        filed(pk)
    assert codes(refused) == ["objection.nothing"]
    decide_proposal(actor=person(), now=LATER, proposal_id=pk, passed=False, reason="왜")
    with pytest.raises(NotAllowed):
        filed(pk, n=2)
    with pytest.raises(Refused) as refused:
        filed(pk, grounds=" ")
    assert codes(refused) == ["objection.grounds"]
    filed(pk)
    with pytest.raises(Refused) as refused:
        filed(pk, key="other")
    assert codes(refused) == ["objection.alive"]
    assert FirmObjection.objects.count() == 1


def test_whoever_decided_or_scored_does_not_judge():
    pk = not_chosen()
    one = with_proposal(filed(pk, 3))
    free = third()
    involved = {person().user_id, second().user_id, person("reviewer").user_id}
    assert involved <= deciders(one)
    assert [user.pk for user in may_judge(person(), one, LATER)] == sorted(
        {free.user_id, person("officer", email="publisher@test.example").user_id}
    )
    for officer in (person(), second()):
        with pytest.raises(Refused) as refused:
            assign_firm_objection(
                actor=person(), now=LATER, objection_id=one.pk, officer_id=officer.user_id or 0
            )
        assert codes(refused) == ["objection.decided"]
    assert FirmObjection.objects.get().state == "filed"


def test_a_granted_objection_to_a_refusal_takes_the_check_up_again():
    pk = refused_proposal()
    one = assigned(pk)
    answer_firm_objection(
        actor=third(),
        now=LATER,
        objection_id=one,
        granted=True,
        answer="서류를 확인했습니다.",
        effect="reopened",
    )
    assert state(pk) == "submitted"
    held = FirmObjection.objects.get()
    assert (held.state, held.effect, held.answered_by_id) == ("granted", "reopened", third().user_id)


def test_a_granted_objection_to_a_choice_chooses_the_firm_and_takes_nothing_from_others():
    pk = not_chosen()
    others = [one for one in (pk - 2, pk - 1) if state(one) == "chosen"]
    one = assigned(pk, 3)
    answer_firm_objection(
        actor=third(),
        now=LATER,
        objection_id=one,
        granted=True,
        answer="배점이 잘못되었습니다.",
        effect="chosen",
    )
    assert state(pk) == "chosen"
    assert [state(other) for other in others] == ["chosen"] * len(others)


def test_a_dismissed_objection_changes_nothing_and_says_why():
    pk = refused_proposal()
    one = assigned(pk)
    with pytest.raises(Refused) as refused:
        answer_firm_objection(actor=third(), now=LATER, objection_id=one, granted=False, answer=" ")
    assert codes(refused) == ["objection.no_answer"]
    answer_firm_objection(
        actor=third(), now=LATER, objection_id=one, granted=False, answer="요건 미달입니다."
    )
    assert state(pk) == "refused"
    assert objections_of(firm(), pk)[0].state == "dismissed"


@pytest.mark.parametrize("effect", ["", "chosen", "placed"])
def test_what_a_granted_one_does_fits_what_it_is_against(effect):
    pk = refused_proposal()
    one = assigned(pk)
    with pytest.raises(Refused) as refused:
        answer_firm_objection(
            actor=third(), now=LATER, objection_id=one, granted=True, answer="왜", effect=effect
        )
    assert codes(refused) == ["objection.no_effect"]
    assert (state(pk), FirmObjection.objects.get().state) == ("refused", "assigned")


def test_nobody_but_the_assigned_officer_answers():
    pk = refused_proposal()
    one = assigned(pk)
    fourth = person("officer", email="fourth@test.example")
    for who in (person(), fourth, firm()):
        with pytest.raises(NotAllowed):
            answer_firm_objection(actor=who, now=LATER, objection_id=one, granted=False, answer="왜")
    assert FirmObjection.objects.get().state == "assigned"


def test_the_time_to_answer_is_extended_once_and_told():
    pk = refused_proposal()
    one = filed(pk)
    extend_firm_objection(actor=third(), now=LATER, objection_id=one, reason="외부 자문을 구합니다.")
    held = FirmObjection.objects.get()
    assert (held.due_on, held.extended_reason) == (date(2025, 4, 17), "외부 자문을 구합니다.")
    with pytest.raises(Refused) as refused:
        extend_firm_objection(actor=third(), now=LATER, objection_id=one, reason="다시")
    assert codes(refused) == ["objection.extended"]
    assert FirmObjection.objects.get().due_on == date(2025, 4, 17)


def test_whoever_took_part_in_the_choice_does_not_extend_the_time():
    one = filed(refused_proposal())
    with pytest.raises(Refused) as refused:
        extend_firm_objection(actor=person(), now=LATER, objection_id=one, reason="외부 자문을 구합니다.")
    assert codes(refused) == ["objection.decided"]
    assert FirmObjection.objects.get().extended_at is None


def test_the_time_to_answer_is_not_extended_once_it_is_over():
    one = filed(refused_proposal())
    with pytest.raises(Refused) as refused:
        extend_firm_objection(
            actor=third(), now=LATER + timedelta(days=15), objection_id=one, reason="늦었습니다."
        )
    assert codes(refused) == ["objection.overdue"]
    assert FirmObjection.objects.get().extended_at is None


def test_one_that_is_withdrawn_may_be_filed_again():
    pk = refused_proposal()
    one = filed(pk)
    withdraw_firm_objection(actor=firm(), now=LATER, objection_id=one)
    again = filed(pk, key="again")
    assert FirmObjection.objects.values_list("state", flat=True).get(pk=again) == "filed"
    with pytest.raises(NotAllowed):
        withdraw_firm_objection(actor=firm(2), now=LATER, objection_id=again)


def test_grounds_go_when_the_time_is_over():
    pk = refused_proposal()
    one = filed(pk, file=("증빙.pdf", PDF))
    held = FirmObjection.objects.get(pk=one)
    assert held.file_id in forgetting.files("partners-2025")
    with act("programme.destroy_records", actor=person(), now=LATER) as this:
        assert forgetting.forget(this, "partners-2025")["firm_objections"] == 1
    held.refresh_from_db()
    assert (held.grounds, held.state, held.due_on) == ("", "filed", date(2025, 4, 7))
