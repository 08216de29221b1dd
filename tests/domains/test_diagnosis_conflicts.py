"""Who diagnoses an application is as far from its merchant as who scores it."""

from __future__ import annotations

import pytest
from tests.domains.builders import application, merchant, published
from tests.domains.people import NOW, person
from tests.domains.reviews import CHAMPION, ROUND, TOPS, opened, staff

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import StaffConflict
from dure.domains.diagnosis.experts import experts_of, spread
from dure.domains.diagnosis.models import DiagnosisSheet
from dure.domains.diagnosis.policies import allow_filling
from dure.domains.diagnosis.services.drop_conflicts import drop_conflicts
from dure.domains.events.models import Event
from dure.domains.merchants.models import DuplicatePair, MerchantMember
from dure.domains.notices.models import Notice
from dure.domains.review.models import Assignment, ConflictDeclaration, RecusalRequest
from dure.domains.review.services.answer_recusal import answer_recusal
from dure.domains.review.services.declare_conflicts import declare_conflicts
from dure.domains.review.services.declare_staff_conflicts import declare_staff_conflicts


@pytest.fixture
def case(db):
    return application(merchant(1), published(), state="accepted", choices=("acorn",))


def given(case, who) -> dict[int, int]:
    return spread([case], experts_of(TOPS, NOW, [who.user_id]), {})


def test_whoever_acted_for_the_merchant_does_not_diagnose_it(case):
    who = person("reviewer")
    assert given(case, who) == {case.pk: who.user_id}
    MerchantMember.objects.create(
        merchant=case.merchant, user_id=who.user_id, proved_by="first", since=NOW, until=NOW
    )
    assert given(case, who) == {}


def test_nor_whoever_acts_for_another_of_the_same_owner(case):
    who, own = person("reviewer"), merchant(2)
    MerchantMember.objects.create(merchant=own, user_id=who.user_id, proved_by="first", since=NOW)
    one, other = sorted((case.merchant, own), key=lambda of: of.pk)
    pair = DuplicatePair.objects.create(
        one=one, other=other, state="open", band="likely", score=90, looks_like="same_owner", evidence={},
        found_at=NOW,
    )  # fmt: skip
    assert given(case, who) == {}
    DuplicatePair.objects.filter(pk=pair.pk).update(state="different", reason="다른 사업자")
    assert given(case, who) == {case.pk: who.user_id}


def test_nor_staff_who_declared_a_conflict_with_it(case):
    who = staff()
    assert given(case, who) == {case.pk: who.user_id}
    StaffConflict.objects.create(
        programme=TOPS, application=case, user_id=who.user_id, relation="family", at=NOW
    )
    assert given(case, who) == {}


def sheet(case, who, state: str = "draft", form: str = "online") -> DiagnosisSheet:
    return DiagnosisSheet.objects.create(
        programme=TOPS, version_id=case.version_id, form=form, form_hash="0" * 64, application=case,
        filled_by="expert", expert_id=who.user_id, begun_at=NOW, changed_at=NOW, state=state,
    )  # fmt: skip


def against(case, who, how: str) -> None:
    """Let a reviewer conflict with a case, without the services."""
    if how == "declared":
        ConflictDeclaration.objects.create(
            programme=TOPS, round=ROUND, reviewer_id=who.user_id, at=NOW, seen=[case.pk],
            conflicts=[{"application_id": case.pk, "relation": "family"}],
        )  # fmt: skip
    elif how == "set aside":
        RecusalRequest.objects.create(
            programme=TOPS, application=case, about="x", grounds="x", state="granted", answer="x",
            reviewer_id=who.user_id, asked_by_id=1, asked_at=NOW,
        )  # fmt: skip
    elif how == "found":
        Assignment.objects.create(
            programme=TOPS, round=ROUND, application=case, reviewer_id=who.user_id, assigned_at=NOW
        )
        Assignment.objects.update(state="conflict")
    else:
        MerchantMember.objects.create(
            merchant=case.merchant, user_id=who.user_id, proved_by="first", since=NOW
        )


HOWS = ("declared", "set aside", "found", "acts for it")


@pytest.mark.parametrize("how", HOWS)
def test_nor_a_reviewer_in_conflict_and_a_sheet_given_before_is_shut_to_them(case, how):
    who, other = person("reviewer"), person("reviewer", email="other@test.example")
    mine, of_other = sheet(case, who), sheet(case, other, form="product")
    allow_filling(who, mine)
    assert list(DiagnosisSheet.objects.of_expert(who)) == [mine]
    assert mine in DiagnosisSheet.objects.visible_to(who)
    against(case, who, how)
    assert given(case, who) == {}
    assert not DiagnosisSheet.objects.of_expert(who).exists()
    assert not DiagnosisSheet.objects.visible_to(who).exists()
    with pytest.raises(NotAllowed):
        allow_filling(who, mine)
    assert given(case, other) == {case.pk: other.user_id}
    assert list(DiagnosisSheet.objects.of_expert(other)) == [of_other]
    allow_filling(other, of_other)
    assert DiagnosisSheet.objects.get(pk=mine.pk).state == "draft"


def test_many_applications_and_experts_are_spread_with_as_many_questions_as_one(
    case, django_assert_num_queries
):
    more = [case, *(application(merchant(n), case.version, n=n, state="accepted") for n in range(2, 6))]
    people = [person("reviewer", email=f"expert{n}@test.example") for n in range(3)]
    for who in people[:2]:
        against(case, who, "declared")
    experts = experts_of(TOPS, NOW, [one.user_id for one in people])
    with django_assert_num_queries(4):
        found = spread(more, experts, {})
    assert found[case.pk] == people[2].user_id
    assert len(found) == 5


def told_officer() -> list[int]:
    found = Notice.objects.filter(template="diagnosis_conflict", user_id=person().user_id).order_by("pk")
    return [one.parameters["count"] for one in found]


def test_a_reviewer_who_declares_a_conflict_loses_what_they_had_begun_to_diagnose(case):
    person()
    opened(CHAMPION, [(case.pk, "acorn")])
    who, other = person("reviewer"), person("reviewer", email="other@test.example")
    Assignment.objects.create(
        programme=TOPS, round=ROUND, application=case, reviewer_id=who.user_id, assigned_at=NOW
    )
    mine, of_other = sheet(case, who), sheet(case, other, form="product")
    for _ in range(2):
        declare_conflicts(
            actor=who, now=NOW, programme=TOPS, round_id=ROUND, seen=[case.pk],
            conflicts={case.pk: "family"}, signed=True,
        )  # fmt: skip
    states = dict(DiagnosisSheet.objects.values_list("pk", "state"))
    assert states == {mine.pk: "dropped", of_other.pk: "draft"}
    assert told_officer() == [1]


def test_staff_who_declare_a_conflict_lose_what_they_had_begun_to_diagnose(case):
    person()
    who = staff(declared=False)
    mine = sheet(case, who)
    for _ in range(2):
        declare_staff_conflicts(
            actor=who, now=NOW, programme=TOPS, executor="acorn", seen=[case.pk],
            conflicts={case.pk: "family"}, signed=True,
        )  # fmt: skip
    assert DiagnosisSheet.objects.get(pk=mine.pk).state == "dropped"
    assert told_officer() == [1]


def test_who_is_set_aside_at_the_applicants_request_loses_the_draft_and_not_what_was_handed_in(case):
    officer, who = person(), person("reviewer")
    draft, done = sheet(case, who), sheet(case, who, form="product")
    DiagnosisSheet.objects.filter(pk=done.pk).update(state="handed_in")
    asked = RecusalRequest.objects.create(
        programme=TOPS, application=case, about="x", grounds="x", asked_by_id=who.user_id, asked_at=NOW
    )
    answer_recusal(
        actor=officer, now=NOW, request_id=asked.pk, granted=True, reason="사실", reviewer_id=who.user_id
    )
    states = dict(DiagnosisSheet.objects.values_list("pk", "state"))
    assert states == {draft.pk: "dropped", done.pk: "handed_in"}
    assert not DiagnosisSheet.objects.of_expert(who).exists()


def test_what_the_service_finds_is_dropped_with_an_event_and_a_notice(case):
    officer, who, other = person(), person("reviewer"), person("reviewer", email="other@test.example")
    second = application(merchant(2), case.version, n=2, state="accepted", choices=("acorn",))
    for one, expert, state in ((case, who, "draft"), (second, other, "draft")):
        DiagnosisSheet.objects.create(
            programme=TOPS, version=case.version, form="online", form_hash="x", application=one,
            filled_by="expert", round=1, expert_id=expert.user_id, begun_at=NOW, changed_at=NOW, state=state,
        )  # fmt: skip
    assert drop_conflicts(actor=SYSTEM, now=NOW) == 0
    MerchantMember.objects.create(
        merchant=case.merchant, user_id=who.user_id, proved_by="first", since=NOW, until=NOW
    )
    assert drop_conflicts(actor=SYSTEM, now=NOW) == 1
    assert drop_conflicts(actor=SYSTEM, now=NOW) == 0
    states = DiagnosisSheet.objects.values_list("application_id", "state")
    assert set(states) == {(case.pk, "dropped"), (second.pk, "draft")}
    (event,) = Event.objects.filter(act="diagnosis.drop_conflicts", subject="diagnosis_sheet")
    assert (event.details["move"], event.actor_id) == ("drop", None)
    told = Notice.objects.filter(template="diagnosis_conflict")
    assert officer.user_id in {one.user_id for one in told}
    assert {one.parameters["count"] for one in told} == {1}
    assert told.count() == len({one.user_id for one in told}), "each officer once"


def test_what_was_handed_in_before_a_conflict_was_found_stays(case):
    who = person("reviewer")
    DiagnosisSheet.objects.create(
        programme=TOPS, version=case.version, form="online", form_hash="x", application=case,
        filled_by="expert", round=1, expert_id=who.user_id, begun_at=NOW, changed_at=NOW, handed_in_at=NOW,
        state="handed_in",
    )  # fmt: skip
    StaffConflict.objects.create(
        programme=TOPS, application=case, user_id=who.user_id, relation="family", at=NOW
    )
    assert drop_conflicts(actor=SYSTEM, now=NOW) == 0
    assert DiagnosisSheet.objects.get().state == "handed_in"
