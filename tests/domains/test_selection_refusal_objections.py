"""Objections to a refusal at the document check: who files and judges them, when, and what they do."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.builders import application, merchant
from tests.domains.people import person
from tests.domains.selecting import (
    CONSULT,
    SMALL,
    THEN,
    TOLD,
    applicant,
    confirmed,
    first_stage,
    officer,
    proposed,
    scored,
    small_programme,
    told,
)

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.applications.services.refuse import refuse
from dure.domains.events.act import act
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.review.models import Entrant, ScoringWindow
from dure.domains.selection import forgetting
from dure.domains.selection.models import Decision, Objection, Place, Selection
from dure.domains.selection.objected import case_of_objection
from dure.domains.selection.queries_objections import objection_rows, who_may_answer
from dure.domains.selection.queries_own_refusal import own_refusal
from dure.domains.selection.redress_refusal import ways
from dure.domains.selection.services.answer_objection import answer_objection
from dure.domains.selection.services.assign_objection import assign_objection
from dure.domains.selection.services.extend_objection import extend_objection
from dure.domains.selection.services.object_to_refusal import object_to_refusal
from dure.domains.selection.services.propose_selection import propose_selection
from dure.domains.selection.services.reopen_application import reopen_application
from dure.domains.selection.services.send_back_selection import send_back_selection
from dure.domains.selection.services.withdraw_objection import withdraw_objection
from dure.engine.problems import Refused

PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
FILED = datetime.fromisoformat("2025-04-22T09:00:00+09:00")
LATER = datetime.fromisoformat("2025-04-28T10:00:00+09:00")
WORDS = "제출하신 확인서의 유효기간이 지났습니다"
N = 30
"""The applicant who is refused."""
PAGE = Path(__file__).resolve().parents[2] / "docs" / "algorithms" / "objection-refusal.md"
FOUND = re.search(r"^```csv effects\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
assert FOUND is not None
EFFECTS = list(csv.DictReader(FOUND[1].splitlines()))

NO_REQUESTS = {"document_requests": 0}


def refused(version: ProgrammeVersion | None = None, *, verdict: str = "eligible") -> Application:
    """Return the application of applicant 30, refused on 21 April by the officer ``checker``."""
    made = application(
        merchant(N, owner=applicant(N)), version or small_programme(), n=N, verdict=verdict,
        choices=("acorn", "otter"),
    )  # fmt: skip
    refuse_again(made.pk)
    made.refresh_from_db()
    return made


def refuse_again(pk: int, now: datetime = THEN) -> None:
    refuse(actor=officer("checker"), now=now, application_id=pk, rules=["small_merchant"], words=WORDS)


def objection_to(made: Application, **more) -> int:
    given = {
        "actor": applicant(N), "now": FILED, "application_id": made.pk,
        "grounds": "확인서는 유효기간 안에 있습니다",
    }  # fmt: skip
    return object_to_refusal(**given | more)


def assigned(made: Application) -> int:
    pk = objection_to(made)
    assign_objection(actor=officer(), now=FILED, objection_id=pk, officer_id=officer("third").user_id)
    return pk


def answer(pk: int, **more) -> None:
    given = {
        "actor": officer("third"), "now": LATER, "objection_id": pk, "granted": True,
        "answer": "확인서가 유효함을 확인했습니다", "effect": "reopened",
    }  # fmt: skip
    answer_objection(**given | more)


def codes(refusal) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def state_of(made: Application) -> str:
    return Application.objects.values_list("state", flat=True).get(pk=made.pk)


def notices(template: str) -> list[Notice]:
    return list(Notice.objects.filter(template=template).order_by("pk"))


@pytest.mark.django_db
def test_what_the_notice_promises_is_kept_and_an_objection_is_received():
    made = refused()
    assert made.object_until == date(2025, 5, 21)
    assert notices("application_refused")[0].parameters["objection_until"] == "2025-05-21"
    pk = objection_to(made, file=("확인서.pdf", PDF))
    kept = Objection.objects.get(pk=pk)
    assert (kept.state, kept.due_on, kept.decision_id) == ("filed", date(2025, 5, 7), None)
    assert (kept.refused_at, kept.refused_by_id) == (THEN, officer("checker").user_id)
    assert (kept.refused_rules, kept.refused_reason) == (["small_merchant"], WORDS)
    assert kept.file is not None
    assert kept.file.purpose == "objection"
    received = notices("objection_received")[0]
    assert (received.user_id, received.parameters["due"]) == (applicant(N).user_id, "2025-05-07")
    assert received.link == f"/my/objections/{pk}/"
    event = Event.objects.get(act="objection.file", subject="application")
    assert event.details == {"objection": "filed", "stage": "document_check"}
    told_of = Event.objects.filter(act="objection.file").values_list("details", "reason")
    assert "유효기간" not in str(list(told_of))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "taken"),
    [
        (datetime.fromisoformat("2025-05-21T23:59:59+09:00"), True),
        (datetime.fromisoformat("2025-05-22T00:00:00+09:00"), False),
    ],
)
def test_the_last_day_that_was_told_counts_to_its_end(now, taken):
    made = refused()
    own = own_refusal(applicant(N), now, made)
    assert (own.may_object, own.until) == (taken, date(2025, 5, 21))
    if taken:
        objection_to(made, now=now)
        return
    with pytest.raises(Refused) as refusal:
        objection_to(made, now=now)
    assert codes(refusal) == ["objection.late"]
    assert not Objection.objects.exists()


@pytest.mark.django_db
def test_only_the_applicant_objects_says_why_and_only_to_a_refusal():
    made = refused()
    for more, raised in (
        ({"actor": applicant(31)}, NotAllowed),
        ({"actor": officer()}, NotAllowed),
        ({"grounds": "  "}, Refused),
        ({"grounds": "가" * 5001}, Refused),
        ({"file": ("x.exe", b"MZ\x00\x01")}, Refused),
    ):
        with pytest.raises(raised):
            objection_to(made, **more)
    Application.objects.filter(pk=made.pk).update(state="submitted")
    with pytest.raises(Refused) as refusal:
        objection_to(made)
    assert codes(refusal) == ["objection.not_refused"]
    assert not Objection.objects.exists()
    assert not own_refusal(applicant(N), FILED, Application.objects.get(pk=made.pk)).may_object


@pytest.mark.django_db
def test_a_call_without_the_right_promises_none_and_takes_none():
    from tests.domains.selecting import PROGRAMME

    text = PROGRAMME[: PROGRAMME.index("rights:")] + "needs: [seed_commitment, acceptance, second_officer]\n"
    made = refused(small_programme(text))
    assert made.object_until is None
    assert "objection_until" not in notices("application_refused")[0].parameters
    with pytest.raises(Refused) as refusal:
        objection_to(made)
    assert codes(refusal) == ["objection.no_right"]


@pytest.mark.django_db
def test_twice_with_the_same_form_is_once_and_another_is_refused():
    made = refused()
    first = objection_to(made, key="form")
    assert objection_to(made, key="form") == first
    with pytest.raises(Refused) as refusal:
        objection_to(made, key="other")
    assert codes(refusal) == ["objection.alive"]
    assert Objection.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_filed_at_once_are_one():
    made = refused()
    found = twice_at_once(lambda: objection_to(made))
    assert sorted(type(one).__name__ for one in found) == ["Refused", "int"]
    assert Objection.objects.count() == 1


@pytest.mark.django_db
def test_taken_back_another_may_be_filed():
    made = refused()
    pk = objection_to(made)
    with pytest.raises(NotAllowed):
        withdraw_objection(actor=applicant(31), now=FILED, objection_id=pk)
    for _ in range(2):
        withdraw_objection(actor=applicant(N), now=FILED, objection_id=pk)
    assert Objection.objects.get().state == "withdrawn"
    assert own_refusal(applicant(N), FILED, made).may_object
    assert objection_to(made, key="again") != pk


@pytest.mark.django_db
def test_whoever_took_part_in_the_document_check_cannot_judge_it():
    made = refused()
    document = ApplicationDocument.objects.create(application=made, document="paper", handed_in_at=THEN)
    # Checked by one, checked again by another: the row names the second only.
    for who in ("first_look", "second_look"):
        with act("document.check", actor=officer(who), now=THEN) as this:
            this.record("application_document", document.pk, move="accept", application=made.pk)
    with act("application.judge", actor=officer("judged"), now=THEN) as this:
        this.record("application", made.pk, verdict="eligible")
    pk = objection_to(made)
    officer("third")
    for who in ("checker", "first_look", "second_look"):
        with pytest.raises(Refused) as refusal:
            assign_objection(actor=officer(), now=FILED, objection_id=pk, officer_id=officer(who).user_id)
        assert codes(refusal) == ["objection.decided"]
    assert Objection.objects.get().state == "filed"
    may = {name for _, name in who_may_answer(officer(), FILED, Objection.objects.get())}
    # The rules judged, not the officer who had them do it.
    assert {"officer@test.example", "third@test.example", "judged@test.example"} <= may
    assert not {f"{who}@test.example" for who in ("checker", "first_look", "second_look")} & may


@pytest.mark.django_db
def test_officers_find_it_among_the_others_and_extend_it_once():
    made = refused()
    pk = assigned(made)
    assert [one.pk for one in objection_rows(officer("third"), FILED, which="mine")] == [pk]
    assert [one.pk for one in objection_rows(officer(), FILED, programme=SMALL)] == [pk]
    for _ in range(2):
        extend_objection(
            actor=officer("third"), now=LATER, objection_id=pk, reason="발급기관에 확인합니다", key="form"
        )
    # Ten days after Wednesday 7 May: Saturday 17, so Monday 19.
    assert Objection.objects.get().due_on == date(2025, 5, 19)
    assert len(notices("objection_extended")) == 1


@pytest.mark.django_db
def test_dismissed_the_refusal_stands_and_is_not_objected_to_again():
    made = refused()
    pk = assigned(made)
    for _ in range(2):
        answer(pk, granted=False, effect="", answer="유효기간이 지난 것이 맞습니다", key="form")
    assert (state_of(made), Objection.objects.get().state) == ("refused", "dismissed")
    assert notices("objection_answered")[0].parameters["outcome"] == "dismissed"
    with pytest.raises(Refused) as refusal:
        objection_to(made, now=LATER, key="again")
    assert codes(refusal) == ["objection.alive"]


@pytest.mark.django_db
def test_granted_the_document_check_goes_on_in_the_same_act():
    made = refused()
    pk = assigned(made)
    for _ in range(2):
        answer(pk, key="form")
    made.refresh_from_db()
    assert (made.state, made.checked_at, made.refusal_reason, made.object_until) == (
        "submitted",
        None,
        "",
        None,
    )
    kept = Objection.objects.get()
    assert (kept.state, kept.effect, kept.refused_reason) == ("granted", "reopened", WORDS)
    moved = Event.objects.get(subject="application", details__move="reopen")
    assert (moved.act, moved.reason) == ("objection.answer", "확인서가 유효함을 확인했습니다")
    told_of = notices("objection_answered")[0].parameters
    assert (told_of["outcome"], told_of["next"]["en"]) == (
        "granted",
        "The document check of your application goes on; we tell you its result.",
    )
    assert notices("application_reopened") == []
    # Refused again it is another refusal, with a period of its own.
    refuse_again(made.pk, LATER)
    made.refresh_from_db()
    assert own_refusal(applicant(N), LATER, made).may_object
    assert objection_to(made, now=LATER, key="second") != pk


@pytest.mark.django_db
def test_granted_and_accepted_only_where_nothing_stands_in_the_way():
    made = refused(verdict="ineligible")
    pk = assigned(made)
    with pytest.raises(Refused) as refusal:
        answer(pk, effect="accepted")
    assert codes(refusal) == ["objection.obstacles", "accept.verdict"]
    assert (state_of(made), Objection.objects.get().state) == ("refused", "assigned")
    Application.objects.filter(pk=made.pk).update(verdict="eligible")
    answer(pk, effect="accepted")
    made.refresh_from_db()
    assert (made.state, made.checked_by_id, made.checked_at) == ("accepted", officer("third").user_id, LATER)
    assert len(notices("application_accepted")) == 1
    assert Objection.objects.get().effect == "accepted"
    assert not Entrant.objects.exists()  # scoring has not begun


@pytest.mark.django_db
def test_accepted_while_the_stage_is_scored_it_is_scored_too():
    first_stage(3)
    made = refused(ProgrammeVersion.objects.get())
    answer(assigned(made), effect="accepted")
    entered = Entrant.objects.filter(application=made).order_by("executor")
    assert [one.executor for one in entered] == ["acorn", "otter"]


@pytest.mark.django_db
def test_effects_on_decisions_are_none_on_refusals():
    made = refused()
    pk = assigned(made)
    for effect in ("placed", "reserve", ""):
        with pytest.raises(Refused) as refusal:
            answer(pk, effect=effect, executor="acorn", basis="x")
        assert "objection.no_effect" in codes(refusal)
    with pytest.raises(Refused) as refusal:
        answer(pk, effect="noted")
    assert codes(refusal) == ["objection.effect"]
    assert (state_of(made), Objection.objects.get().state) == ("refused", "assigned")


def bring_about(row: dict[str, str]) -> tuple[Application, int]:
    """Bring about what a row of the page says; the objection comes when nothing waits for it any more."""
    first_stage()
    made = refused(ProgrammeVersion.objects.get())
    selection = {"none": None, "proposed": proposed, "sent_back": proposed, "confirmed": confirmed,
                 "published": told}[row["selection"]]  # fmt: skip
    if selection is not None:
        selection()
    pk = assigned(made)
    if row["selection"] == "sent_back":
        send_back_selection(
            actor=officer("second"), now=THEN, selection_id=Selection.objects.get().pk, reason="다시"
        )
    if row["refusal"] == "taken_back":
        reopen_application(actor=officer(), now=LATER, application_id=made.pk, reason="다시 봅니다")
    return made, pk


@pytest.mark.django_db
@pytest.mark.parametrize("row", EFFECTS, ids=lambda row: f"{row['refusal']}-{row['selection']}")
def test_what_granting_may_do_is_what_the_page_says(row):
    made, pk = bring_about(row)
    before = state_of(made)
    objection = Objection.objects.select_related("application", "decision").get(pk=pk)
    possible = tuple(filter(None, row["possible"].split(";")))
    assert ways(case_of_objection(objection), objection).effects == possible
    for effect in ("reopened", "accepted", "noted"):
        if effect not in possible:
            with pytest.raises(Refused) as refusal:
                answer(pk, effect=effect)
            assert codes(refusal) == ["objection.effect"]
            assert (state_of(made), Objection.objects.get().state) == (before, "assigned")
    if possible == ("noted",):
        answer(pk, effect="noted")
        assert (state_of(made), Objection.objects.get().effect) == (before, "noted")
        assert not Place.objects.filter(application=made).exists()
        assert not Decision.objects.filter(application=made).exists()


def test_the_page_has_its_examples():
    assert len(EFFECTS) == 7


@pytest.mark.django_db
def test_no_selection_is_proposed_while_one_waits_for_its_answer():
    first_stage()
    made = refused(ProgrammeVersion.objects.get())
    pk = assigned(made)
    with pytest.raises(Refused) as refusal:
        propose_selection(actor=officer(), now=TOLD, programme=SMALL, stage=CONSULT, reason="why")
    assert [(p.code, p.params) for p in refusal.value.problems] == [("selection.objections", {"count": 1})]
    assert not Selection.objects.exists()
    assert ScoringWindow.objects.get().state == "open"
    answer(pk, granted=False, effect="")
    assert proposed(now=TOLD).state == "proposed"


@pytest.mark.django_db(transaction=True)
def test_granted_and_proposed_at_once_one_of_them_comes_second():
    first_stage()
    scored(CONSULT, {})
    made = refused(ProgrammeVersion.objects.get())
    pk = assigned(made)
    third = officer("third")

    def propose() -> int:
        return propose_selection(
            actor=officer(), now=TOLD, programme=SMALL, stage=CONSULT, reason="why", key="a"
        )

    found = twice_at_once(lambda: answer(pk, actor=third, now=TOLD), propose)
    # Whoever comes first: an open objection, or an application to be checked, keeps the proposal back.
    assert found[0] is None
    assert isinstance(found[1], Refused)
    assert found[1].problems[0].code in ("selection.objections", "selection.unchecked")
    assert state_of(made) == "submitted"


@pytest.mark.django_db
def test_an_objection_is_to_a_decision_or_to_a_refusal():
    from django.db import IntegrityError, transaction

    first_stage()
    decision = told().decisions.first()
    made = refused(ProgrammeVersion.objects.get())
    common = {
        "application": made,
        "grounds": "x",
        "filed_by_id": 1,
        "filed_at": FILED,
        "due_on": FILED.date(),
    }
    for against in ({}, {"decision": decision, "refused_at": THEN}):
        with pytest.raises(IntegrityError, match="objection_to_one_thing"), transaction.atomic():
            Objection.objects.create(**common, **against)
    assert not Objection.objects.exists()


@pytest.mark.django_db
def test_applicants_see_their_own_only():
    made = refused()
    objection_to(made)
    assert Objection.objects.visible_to(applicant(N)).count() == 1
    assert Objection.objects.visible_to(applicant(31)).count() == 0
    assert Objection.objects.visible_to(person("executor_staff", kind="executor", code="acorn")).count() == 0
    assert Objection.objects.visible_to(officer()).count() == 1


@pytest.mark.django_db
def test_what_it_says_and_its_file_go_with_the_records_of_the_programme():
    made = refused()
    pk = objection_to(made, file=("확인서.pdf", PDF))
    file_id = Objection.objects.get().file_id
    assert forgetting.files(SMALL) == [file_id]
    assert forgetting.count(SMALL) == {
        "objections": 1,
        "statements": 0,
        "points_uploads": 0,
        "document_requests": 0,
    }
    with act("programme.destroy_records", actor=officer(), now=LATER) as this:
        assert forgetting.forget(this, SMALL) == {
            "objections": 1,
            "statements": 0,
            "points_uploads": 0,
            "document_requests": 0,
        }
    kept = Objection.objects.get(pk=pk)
    assert (kept.grounds, kept.refused_reason, kept.refused_rules) == ("", "", ["small_merchant"])
    assert forgetting.count(SMALL) == {
        "objections": 0,
        "statements": 0,
        "points_uploads": 0,
        "document_requests": 0,
    }
