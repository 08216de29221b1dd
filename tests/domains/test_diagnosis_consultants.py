"""Consultants diagnose the merchant with whom a match joins them, for as long as it stands, and no other."""

from __future__ import annotations

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.consulting import ADDRESS, PROGRAMME, consulted, proposed_to_consultant
from tests.domains.diagnosing import FORM, LOW, PRODUCT, expert, given, typed
from tests.domains.matching import provider, seller
from tests.domains.people import NOW, person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application
from dure.domains.diagnosis import queries
from dure.domains.diagnosis.models import DiagnosisSheet
from dure.domains.diagnosis.queries_officer import Wanted, experts_offered
from dure.domains.diagnosis.services.assign_experts import Assigned, assign_experts
from dure.domains.diagnosis.services.begin_visit import begin_visit
from dure.domains.diagnosis.services.change_expert import change_expert
from dure.domains.diagnosis.services.hand_in_sheet import hand_in_sheet
from dure.domains.diagnosis.services.save_sheet import save_sheet
from dure.domains.events.models import Event
from dure.domains.matching.services.decide_provider import decide_provider
from dure.domains.matching.services.end_match import end_match
from dure.domains.notices.models import Notice
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    (problem,) = refused.value.problems
    return problem.code


def test_a_consultant_begins_fills_in_and_hands_in_the_experts_sheet_of_the_match():
    _owner, who, (one,), _match = consulted()
    sheet = begin_visit(actor=who, now=NOW, application_id=one.pk, form=FORM)
    assert begin_visit(actor=who, now=NOW, application_id=one.pk, form=FORM) == sheet
    typed(who, sheet, LOW, own_visited_on="2025-03-24")
    hand_in_sheet(actor=who, now=NOW, sheet_id=sheet)
    (found,) = queries.expert_sheets(who)
    assert (found.pk, found.state, found.level, found.counts) == (sheet, "handed_in", "beginner", True)
    moved = Event.objects.filter(subject="diagnosis_sheet", subject_id=str(sheet)).order_by("pk")
    assert [(one.role, one.actor_id) for one in moved][-1] == ("consultant", who.user_id)


def test_before_both_have_said_yes_and_for_others_nothing_is_begun():
    _owner, rows, match = proposed_to_consultant(2)
    (other,) = [row for row in rows if row.pk != match.application_id]
    provider("second@test.example", kind="consultant")
    for actor, row in (
        (seller(ADDRESS), match.application_id),
        (seller(ADDRESS), other.pk),
        (seller("second@test.example"), match.application_id),
        (person(), match.application_id),
        (expert(), match.application_id),
    ):
        with pytest.raises(NotAllowed):
            begin_visit(actor=actor, now=NOW, application_id=row, form=FORM)
    assert not DiagnosisSheet.objects.exists()
    assert queries.visits_of(seller(ADDRESS), other) == []


def test_the_right_ends_with_the_match():
    owner, who, (one,), match = consulted()
    sheet = begin_visit(actor=who, now=NOW, application_id=one.pk, form=FORM)
    end_match(actor=owner, now=NOW, match_id=match.pk, reason="다 마쳤습니다.")
    assert list(queries.expert_sheets(who)) == []
    assert queries.expert_sheet(who, sheet) is None
    with pytest.raises(NotAllowed):
        save_sheet(actor=who, now=NOW, sheet_id=sheet, part="selling", typed=LOW, counter=0)
    with pytest.raises(NotAllowed):
        hand_in_sheet(actor=who, now=NOW, sheet_id=sheet)
    with pytest.raises(NotAllowed):
        begin_visit(actor=who, now=NOW, application_id=one.pk, form=PRODUCT)
    (kept,) = DiagnosisSheet.objects.all()
    assert (kept.state, kept.typed) == ("draft", {})


def test_a_consultant_whom_officers_refused_since_may_no_more():
    _owner, who, (one,), match = consulted()
    decide_provider(actor=person(), now=NOW, provider_id=match.provider_id, approve=False, reason="허위 경력")
    with pytest.raises(NotAllowed):
        begin_visit(actor=who, now=NOW, application_id=one.pk, form=FORM)
    assert not DiagnosisSheet.objects.exists()


def test_what_another_expert_has_is_not_begun_by_the_consultant():
    _owner, who, (one,), _match = consulted()
    given(one)
    (online, product) = queries.visits_of(who, Application.objects.select_related("version").get(pk=one.pk))
    assert (online.form.id, online.sheet, online.taken) == (FORM, None, True)
    assert (product.form.id, product.sheet, product.taken) == (PRODUCT, None, False)
    with pytest.raises(Refused) as refused:
        begin_visit(actor=who, now=NOW, application_id=one.pk, form=FORM)
    assert code(refused) == "diagnosis.given"
    assert DiagnosisSheet.objects.count() == 1


def test_officers_are_offered_the_consultant_of_an_application_and_of_no_other():
    _owner, who, (one, other), _match = consulted(2)
    reviewer = expert()
    offered, number = experts_offered(PROGRAMME, NOW, "", 50, one)
    assert ({row.user_id for row in offered}, number) == ({who.user_id, reviewer.user_id}, 2)
    offered, number = experts_offered(PROGRAMME, NOW, "", 50, other)
    assert ([row.user_id for row in offered], number) == ([reviewer.user_id], 1)
    with pytest.raises(Refused) as refused:
        change_expert(actor=person(), now=NOW, application_id=other.pk, form=FORM, expert_id=who.user_id or 0)
    assert code(refused) == "diagnosis.expert"
    change_expert(actor=person(), now=NOW, application_id=one.pk, form=FORM, expert_id=who.user_id or 0)
    (sheet,) = DiagnosisSheet.objects.all()
    assert (sheet.expert_id, sheet.application_id) == (who.user_id, one.pk)
    assert Notice.objects.filter(template="diagnosis_assigned", user_id=who.user_id).count() == 1


def test_of_a_list_a_consultant_gets_the_own_merchants_only():
    _owner, who, (one, _other), _match = consulted(2)
    done = assign_experts(
        actor=person(), now=NOW, programme=PROGRAMME, form=FORM, wanted=Wanted(),
        experts=[who.user_id or 0], expected=2, key="k",
    )  # fmt: skip
    assert done == Assigned(given=1, lacking=1)
    assert list(DiagnosisSheet.objects.values_list("application_id", flat=True)) == [one.pk]


def test_begun_twice_at_once_it_is_one_sheet():
    _owner, who, (one,), _match = consulted()
    found = twice_at_once(lambda: begin_visit(actor=who, now=NOW, application_id=one.pk, form=FORM))
    assert len(set(found)) == 1
    assert DiagnosisSheet.objects.count() == 1
