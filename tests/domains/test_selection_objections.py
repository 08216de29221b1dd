"""Objections: filed within the period, assigned to somebody else, extended once, answered with effect."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.people import person
from tests.domains.selecting import (
    CONSULT,
    PROGRAMME,
    applicant,
    decisions,
    first_stage,
    holders,
    officer,
    place_of,
    told,
)

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.selection.models import Objection, Place, Reserve, Selection
from dure.domains.selection.services.answer_objection import answer_objection
from dure.domains.selection.services.assign_objection import assign_objection
from dure.domains.selection.services.extend_objection import extend_objection
from dure.domains.selection.services.file_objection import file_objection
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.lapse_places import lapse_places
from dure.domains.selection.services.withdraw_objection import withdraw_objection
from dure.domains.uploads.models import StoredFile
from dure.engine.problems import Refused

PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
FILED = datetime.fromisoformat("2025-05-20T15:00:00+09:00")
NEXT_WEEK = datetime.fromisoformat("2025-05-27T10:00:00+09:00")


def objection_of(n: int = 20, now: datetime = FILED, **more) -> int:
    decision = decisions(Selection.objects.get())[n]
    given = {
        "actor": applicant(n),
        "now": now,
        "decision_id": decision.pk,
        "grounds": "점수가 잘못되었습니다",
    }
    return file_objection(**given | more)


def assigned(n: int = 20, who: str = "third") -> int:
    pk = objection_of(n)
    third = officer(who)
    assign_objection(actor=officer(), now=FILED, objection_id=pk, officer_id=third.user_id)
    return pk


def answer(pk: int, who: str = "third", **more) -> None:
    given = {
        "actor": officer(who), "now": NEXT_WEEK, "objection_id": pk, "granted": True,
        "answer": "착오가 확인됨", "effect": "noted",
    }  # fmt: skip
    answer_objection(**given | more)


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


@pytest.fixture
def published(db) -> Selection:
    first_stage()
    return told()


def test_an_objection_is_received_with_its_day_and_its_grounds_are_kept_secret(published):
    pk = objection_of(file=("증빙.pdf", PDF))
    kept = Objection.objects.get(pk=pk)
    # Filed on Tuesday 20 May: fourteen days later is 3 June 2025, a public holiday; so 4 June.
    assert (kept.state, kept.due_on) == ("filed", date(2025, 6, 4))
    assert kept.file is not None
    assert kept.file.purpose == "objection"
    notice = Notice.objects.get(template="objection_received")
    assert (notice.user_id, notice.parameters["due"]) == (applicant(20).user_id, "2025-06-04")
    assert notice.link == f"/my/objections/{pk}/"
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT grounds FROM selection_objection")
        assert "점수" not in cursor.fetchone()[0]
    told = Event.objects.filter(act="objection.file").values_list("details", "reason")
    assert "점수" not in str(list(told))


@pytest.mark.parametrize(
    ("now", "taken"),
    [
        (datetime.fromisoformat("2025-06-16T23:59:59+09:00"), True),
        (datetime.fromisoformat("2025-06-17T00:00:00+09:00"), False),
    ],
)
def test_the_last_day_counts_to_its_end_in_korea(published, now, taken):
    if taken:
        objection_of(now=now)
        return
    with pytest.raises(Refused) as refused:
        objection_of(now=now)
    assert codes(refused) == ["objection.late"]
    assert dict(refused.value.problems[0].params) == {"day": date(2025, 6, 16)}
    assert not Objection.objects.exists()


def test_only_the_applicant_objects_and_says_why(published):
    for more, raised in (
        ({"actor": applicant(21)}, NotAllowed),
        ({"actor": officer()}, NotAllowed),
        ({"grounds": "  "}, Refused),
        ({"grounds": "가" * 5001}, Refused),
        ({"file": ("x.exe", b"MZ\x00\x01")}, Refused),
    ):
        with pytest.raises(raised):
            objection_of(**more)
    assert not Objection.objects.exists()
    assert not StoredFile.objects.filter(purpose="objection").exists()


def test_a_call_without_the_right_takes_none(db, monkeypatch):
    from tests.domains import selecting

    real = selecting.small_programme
    text = PROGRAMME[: PROGRAMME.index("rights:")] + "needs: [seed_commitment, acceptance, second_officer]\n"
    monkeypatch.setattr(selecting, "small_programme", lambda: real(text))
    first_stage()
    selection = told()
    assert selection.object_until is None
    with pytest.raises(Refused) as refused:
        objection_of()
    assert codes(refused) == ["objection.no_right"]


def test_twice_with_the_same_form_is_once_and_another_is_refused(published):
    first = objection_of(key="form")
    assert objection_of(key="form") == first
    with pytest.raises(Refused) as refused:
        objection_of(key="other")
    assert codes(refused) == ["objection.alive"]
    assert Objection.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_filed_at_once_are_one():
    first_stage()
    told()
    applicant(20)
    found = twice_at_once(lambda: objection_of())
    assert sorted(type(one).__name__ for one in found) == ["Refused", "int"]
    assert Objection.objects.count() == 1


def test_taken_back_another_may_be_filed(published):
    pk = objection_of()
    with pytest.raises(NotAllowed):
        withdraw_objection(actor=applicant(21), now=FILED, objection_id=pk)
    for _ in range(2):
        withdraw_objection(actor=applicant(20), now=FILED, objection_id=pk)
    assert Objection.objects.get(pk=pk).state == "withdrawn"
    assert objection_of(key="again") != pk


def test_whoever_decided_cannot_look_at_it(published):
    pk = objection_of()
    for who in ("officer", "second"):  # proposed, confirmed
        with pytest.raises(Refused) as refused:
            assign_objection(actor=officer(), now=FILED, objection_id=pk, officer_id=officer(who).user_id)
        assert codes(refused) == ["objection.decided"]
    ministry = person("ministry")
    with pytest.raises(Refused) as refused:
        assign_objection(actor=officer(), now=FILED, objection_id=pk, officer_id=ministry.user_id)
    assert codes(refused) == ["objection.no_officer"]
    with pytest.raises(NotAllowed):
        assign_objection(actor=ministry, now=FILED, objection_id=pk, officer_id=officer("third").user_id)
    assert Objection.objects.get().state == "filed"


def test_assigned_the_officer_is_told_and_it_may_be_given_on(published):
    pk = assigned()
    assign_objection(actor=officer(), now=FILED, objection_id=pk, officer_id=officer("third").user_id)
    kept = Objection.objects.get(pk=pk)
    assert (kept.state, kept.assigned_to_id) == ("assigned", officer("third").user_id)
    assert Notice.objects.filter(template="objection_assigned").count() == 1
    assign_objection(actor=officer(), now=FILED, objection_id=pk, officer_id=officer("fourth").user_id)
    assert Objection.objects.get().assigned_to_id == officer("fourth").user_id
    with pytest.raises(NotAllowed):
        answer(pk)


def test_whoever_took_part_in_the_decision_does_not_extend_the_period(published):
    pk = assigned()
    with pytest.raises(Refused) as refused:
        extend_objection(actor=officer(), now=NEXT_WEEK, objection_id=pk, reason="평가위원 확인이 필요합니다")
    assert codes(refused) == ["objection.decided"]
    assert Objection.objects.get().extended_at is None


def test_the_period_is_extended_once_before_it_is_over_and_with_a_reason(published):
    pk = assigned()

    def extend(now=NEXT_WEEK, reason="평가위원 확인이 필요합니다", key=""):
        extend_objection(actor=officer("third"), now=now, objection_id=pk, reason=reason, key=key)

    with pytest.raises(Refused) as refused:
        extend(reason=" ")
    assert codes(refused) == ["objection.extend_reason"]
    with pytest.raises(Refused) as refused:
        extend(now=datetime.fromisoformat("2025-06-05T00:00:00+09:00"))
    assert codes(refused) == ["objection.overdue"]
    assert Objection.objects.get().extended_at is None
    extend(now=datetime.fromisoformat("2025-06-04T23:00:00+09:00"), key="form")
    extend(key="form")
    kept = Objection.objects.get()
    # Ten days after Wednesday 4 June: Saturday 14, so Monday 16.
    assert (kept.due_on, kept.extended_reason) == (date(2025, 6, 16), "평가위원 확인이 필요합니다")
    assert Notice.objects.get(template="objection_extended").parameters["due"] == "2025-06-16"
    with pytest.raises(Refused) as refused:
        extend(key="other")
    assert codes(refused) == ["objection.extended"]
    assert Objection.objects.get().due_on == date(2025, 6, 16)


def test_a_dismissed_one_changes_nothing_but_is_answered_with_reasons(published):
    pk = assigned()
    with pytest.raises(Refused) as refused:
        answer(pk, granted=False, answer=" ")
    assert codes(refused) == ["objection.no_answer"]
    for _ in range(2):
        answer(pk, granted=False, answer="점수에 착오가 없습니다", key="form")
    kept = Objection.objects.get()
    assert (kept.state, kept.effect, kept.answer) == ("dismissed", "", "점수에 착오가 없습니다")
    assert holders()["acorn"] == [1, 4, 7, 10]
    assert Notice.objects.get(template="objection_answered").parameters["outcome"] == "dismissed"
    with pytest.raises(Refused) as refused:
        answer(pk, key="other")
    assert codes(refused) == ["objection.closed"]


def test_only_the_assigned_officer_answers(published):
    pk = assigned()
    for who in (officer(), officer("second"), officer("fourth"), person("ministry")):
        with pytest.raises(NotAllowed):
            answer(pk, actor=who)
    unassigned = objection_of(21)
    with pytest.raises(NotAllowed):
        answer(unassigned)
    assert set(Objection.objects.values_list("state", flat=True)) == {"filed", "assigned"}


def test_granted_into_the_order_somebody_stands_on_the_list_by_rank(published):
    pk = assigned(17)
    answer(pk, effect="reserve", executor="acorn")
    entry = Reserve.objects.get(application__application_no="TOPS-2025-000017")
    assert (entry.executor, entry.rank, entry.position) == ("acorn", 17, None)
    assert Objection.objects.get().place is None
    assert holders()["acorn"] == [1, 4, 7, 10]
    for n in (1, 4, 7, 10):
        give_up_place(actor=applicant(n), now=NEXT_WEEK, place_id=place_of(n).pk)
    give_up_place(actor=applicant(13), now=NEXT_WEEK, place_id=place_of(13).pk)
    assert holders()["acorn"] == [14, 15, 16, 17]


def test_granted_into_the_order_takes_a_place_that_is_free(published):
    for n in (1, 13, 14, 15, 16):
        give_up_place(actor=applicant(n), now=FILED, place_id=place_of(n).pk)
    assert holders()["acorn"] == [4, 7, 10]
    pk = assigned(20)
    answer(pk, effect="reserve", executor="acorn")
    assert holders()["acorn"] == [4, 7, 10, 20]
    place = Objection.objects.get().place
    assert place is not None
    assert (place.given_by, place.over_quota) == ("reserve", False)
    assert Notice.objects.filter(template="place_offered", user_id=applicant(20).user_id).count() == 1


def test_over_the_quota_only_with_a_basis_and_its_place_leaves_none(published):
    pk = assigned()
    with pytest.raises(Refused) as refused:
        answer(pk, effect="placed", executor="acorn")
    assert codes(refused) == ["objection.no_basis"]
    with pytest.raises(Refused) as refused:
        answer(pk, effect="placed", executor="nobody", basis="x")
    assert codes(refused) == ["objection.no_executor"]
    assert holders()["acorn"] == [1, 4, 7, 10]
    answer(pk, effect="placed", executor="acorn", basis="예산 여유분, 2025-05-26 내부결재")
    assert holders()["acorn"] == [1, 4, 7, 10, 20]
    kept = Objection.objects.get()
    assert (kept.effect, kept.basis) == ("placed", "예산 여유분, 2025-05-26 내부결재")
    assert kept.place is not None
    assert (kept.place.over_quota, kept.place.seat) == (True, "open")
    event = Event.objects.get(act="objection.answer", subject="objection")
    assert event.details["basis"] == "예산 여유분, 2025-05-26 내부결재"
    # The place beside the quota is nobody's once it is given up, and the others are filled as ever.
    give_up_place(actor=applicant(20), now=NEXT_WEEK, place_id=place_of(20).pk)
    assert holders()["acorn"] == [1, 4, 7, 10]
    give_up_place(actor=applicant(1), now=NEXT_WEEK, place_id=place_of(1).pk)
    assert holders()["acorn"] == [4, 7, 10, 13]


def test_who_holds_a_place_or_did_not_choose_the_executor_gets_none(published):
    pk = assigned(1)
    for effect in ("placed", "reserve"):
        with pytest.raises(Refused) as refused:
            answer(pk, effect=effect, executor="acorn", basis="x")
        assert codes(refused) == ["objection.has_place"]
    assert Objection.objects.get().state == "assigned"


def test_a_lapse_may_be_objected_to_and_granted_it_is_offered_again(published):
    lapsed_at = datetime.fromisoformat("2025-05-24T01:00:00+09:00")
    lapse_places(actor=SYSTEM, now=lapsed_at)
    assert place_of(1).object_until == date(2025, 6, 23)
    late = datetime.fromisoformat("2025-06-18T10:00:00+09:00")  # past the period of the decision itself
    pk = objection_of(1, now=late)
    assign_objection(actor=officer(), now=late, objection_id=pk, officer_id=officer("third").user_id)
    answer(pk, now=late, effect="placed", executor="acorn", basis="입원으로 응답 불가")
    place = place_of(1)
    assert (place.state, place.given_by, place.over_quota) == ("offered", "objection", True)
    assert place.due_at == datetime.fromisoformat("2025-06-26T00:00:00+09:00")
    assert place.answered_at is None


def test_after_an_answer_the_same_decision_is_not_objected_to_again(published):
    pk = assigned()
    answer(pk, granted=False, answer="이유 없음")
    with pytest.raises(Refused) as refused:
        objection_of(now=NEXT_WEEK, key="again")
    assert codes(refused) == ["objection.alive"]


def test_applicants_see_their_own_objections_only(published):
    objection_of(20)
    objection_of(21)
    assert Objection.objects.visible_to(applicant(20)).count() == 1
    assert Objection.objects.visible_to(applicant(22)).count() == 0
    assert Objection.objects.visible_to(officer()).count() == 2
    assert Place.objects.filter(stage=CONSULT).visible_to(applicant(20)).count() == 12
