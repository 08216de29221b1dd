"""Disqualified (자격 취소): proposed with its ground, confirmed by another, told, moved up, given back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.selecting import (
    CONSULT,
    EXECUTORS,
    PROGRAMME,
    PROMOTE,
    SMALL,
    THEN,
    TOLD,
    accepted,
    applicant,
    confirmed,
    decisions,
    first_stage,
    holders,
    officer,
    place_of,
    scored,
    small_programme,
    told,
)

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.selection.models import Disqualification, Objection, Place, Selection
from dure.domains.selection.queries_own import own_decisions
from dure.domains.selection.queries_public import selected_rows
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.answer_objection import answer_objection
from dure.domains.selection.services.assign_objection import assign_objection
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.confirm_disqualification import confirm_disqualification
from dure.domains.selection.services.disqualify_place import disqualify_place
from dure.domains.selection.services.drop_disqualification import drop_disqualification
from dure.domains.selection.services.file_objection import file_objection
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.release_withdrawn import release_withdrawn
from dure.domains.selection.services.reopen_application import reopen_application
from dure.domains.selection.services.send_back_selection import send_back_selection
from dure.engine.problems import Refused

LATER = TOLD + timedelta(days=40)
GROUND = "소상공인 확인서가 허위로 확인됨 (공고 제9조)"
pytestmark = pytest.mark.django_db


def taken(n: int, now=LATER) -> list[int]:
    one = disqualify_place(actor=officer(), now=now, place_id=place_of(n).pk, reason=GROUND, exempt="proved")
    return confirm_disqualification(
        actor=officer("second"), now=now, disqualification_id=one, reason="확인했습니다"
    )


def accept(n: int, stage: str = CONSULT) -> None:
    accept_place(actor=applicant(n), now=TOLD, place_id=place_of(n, stage).pk)


def told_to(n: int, template: str) -> list[dict]:
    found = Notice.objects.filter(template=template, user_id=applicant(n).user_id).order_by("pk")
    return [one.parameters for one in found]


def refused(code: str, call, *args, **given) -> None:
    with pytest.raises(Refused) as caught:
        call(*args, **given)
    assert [p.code for p in caught.value.problems] == [code]


def objected(n: int, **answer) -> Objection:
    pk = file_objection(
        actor=applicant(n), now=LATER, decision_id=decisions(Selection.objects.get(stage=CONSULT))[n].pk,
        grounds="확인서는 진본입니다",
    )  # fmt: skip
    third = officer("third")
    assign_objection(actor=officer(), now=LATER, objection_id=pk, officer_id=third.user_id or 0)
    answer_objection(
        actor=third, now=LATER, objection_id=pk, granted=True, answer="진본으로 확인됨", **answer
    )
    return Objection.objects.get(pk=pk)


def test_a_disqualified_holder_loses_the_place_and_the_next_is_asked():
    first_stage()
    selection = told()
    assert holders()["acorn"] == [1, 4, 7, 10]
    accept(1)
    one = disqualify_place(
        actor=officer(), now=LATER, place_id=place_of(1).pk, reason=GROUND, exempt="proved"
    )
    assert (place_of(1).state, told_to(1, "place_disqualified")) == ("accepted", [])
    asked = Notice.objects.filter(template="place_to_disqualify")
    assert officer("second").user_id in {n.user_id for n in asked}
    assert officer().user_id not in {n.user_id for n in asked}
    given = confirm_disqualification(
        actor=officer("second"), now=LATER, disqualification_id=one, reason="확인했습니다"
    )
    assert (place_of(1).state, place_of(1).answered_at) == ("disqualified", LATER)
    assert [Place.objects.get(pk=pk).application.application_no[-2:] for pk in given] == ["13"]
    assert holders()["acorn"] == [4, 7, 10, 13]
    up = place_of(13)
    assert (up.state, up.given_by, str(up.due_at)) == ("offered", "reserve", "2025-07-02 15:00:00+00:00")
    assert [n["due"] for n in told_to(13, "place_offered")] == ["2025-07-02"]
    (letter,) = told_to(1, "place_disqualified")
    assert (letter["reason"], letter["objection_until"]) == (GROUND, "2025-07-25")
    shown = {row.name for row in selected_rows(officer(), selection)}
    assert place_of(1).application.name not in shown
    assert place_of(13).application.name in shown
    acts = Event.objects.filter(subject="place", details__to="disqualified")
    assert [(e.act, e.reason, e.role) for e in acts] == [
        ("place.confirm_disqualification", "확인했습니다", "officer")
    ]


def test_the_proposer_cannot_confirm_and_without_a_ground_nothing_is_proposed():
    first_stage()
    told()
    place = place_of(1).pk
    with pytest.raises(NotAllowed):
        disqualify_place(actor=applicant(1), now=LATER, place_id=place, reason=GROUND, exempt="proved")
    refused(
        "place.ground",
        disqualify_place,
        actor=officer(),
        now=LATER,
        place_id=place,
        reason=" ",
        exempt="proved",
    )
    refused(
        "place.ground",
        disqualify_place,
        actor=officer(),
        now=LATER,
        place_id=place,
        reason="가" * 1001,
        exempt="proved",
    )
    assert not Disqualification.objects.exists()
    one = disqualify_place(actor=officer(), now=LATER, place_id=place, reason=GROUND, exempt="proved")
    given = {"now": LATER, "disqualification_id": one, "reason": "확인"}
    refused("disqualification.same_officer", confirm_disqualification, actor=officer(), **given)
    with pytest.raises(NotAllowed):
        confirm_disqualification(actor=applicant(2), **given)
    assert (place_of(1).state, Disqualification.objects.get().state) == ("offered", "proposed")


def test_a_proposal_that_is_sent_back_leaves_the_place():
    first_stage()
    told()
    one = disqualify_place(
        actor=officer(), now=LATER, place_id=place_of(1).pk, reason=GROUND, exempt="proved"
    )
    given = {"now": LATER, "disqualification_id": one, "reason": "진본입니다"}
    drop_disqualification(actor=officer("second"), **given)
    refused("disqualification.closed", confirm_disqualification, actor=officer("second"), **given)
    assert (place_of(1).state, Disqualification.objects.get().state) == ("offered", "dropped")
    assert told_to(1, "place_disqualified") == []


def test_where_one_officer_is_enough_it_takes_effect_at_once():
    version = small_programme(PROGRAMME.replace("second_officer: true", "second_officer: false", 1))
    made = accepted(version)
    scored(CONSULT, {(one, e): 90_000 - 1000 * n for n, one in enumerate(made) for e in EXECUTORS})
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    told()
    (first, *others) = holders()["acorn"]
    disqualify_place(actor=officer(), now=LATER, place_id=place_of(first).pk, reason=GROUND, exempt="proved")
    after = holders()["acorn"]
    assert (place_of(first).state, len(after), set(others) < set(after)) == ("disqualified", 4, True)
    assert len(told_to(first, "place_disqualified")) == 1


def test_a_place_given_up_meanwhile_is_not_taken():
    first_stage()
    told()
    one = disqualify_place(actor=officer(), now=TOLD, place_id=place_of(1).pk, reason=GROUND, exempt="proved")
    give_up_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk)
    refused(
        "place.not_held", confirm_disqualification,
        actor=officer("second"), now=TOLD, disqualification_id=one, reason="확인",
    )  # fmt: skip
    assert (place_of(1).state, Disqualification.objects.get().state) == ("given_up", "proposed")
    refused(
        "place.not_held", disqualify_place,
        actor=officer(), now=TOLD, place_id=place_of(1).pk, reason=GROUND, exempt="proved",
    )  # fmt: skip


def test_who_lost_a_place_may_object_within_a_clock_of_its_own():
    first_stage()
    told()
    accept(1)
    taken(1)
    (own,) = own_decisions(applicant(1), LATER, place_of(1).application_id)
    assert (own.may_object, str(own.object_until), own.ground) == (True, "2025-07-25", GROUND)
    late = LATER + timedelta(days=31)
    refused(
        "objection.late", file_objection,
        actor=applicant(1), now=late, decision_id=own.decision.pk, grounds="진본입니다",
    )  # fmt: skip


def test_a_granted_objection_gives_the_place_back_over_the_quota_and_undoes_nobody():
    first_stage()
    told()
    accept(1)
    taken(1)
    found = objected(1, effect="restored")
    place = place_of(1)
    assert (place.state, place.over_quota, place.given_by) == ("accepted", True, "objection")
    assert found.place_id == place.pk
    assert holders()["acorn"] == [1, 4, 7, 10, 13]
    assert told_to(1, "objection_answered")[0]["next"]["en"] == (
        "The place that was taken from you is given back to you."
    )


def test_a_seat_that_is_free_is_given_back_as_a_seat():
    first_stage(12)  # nobody is in reserve
    told()
    accept(1)
    taken(1)
    assert holders()["acorn"] == [4, 7, 10]
    objected(1, effect="restored")
    place = place_of(1)
    assert (place.state, place.over_quota, holders()["acorn"]) == ("accepted", False, [1, 4, 7, 10])


def test_a_place_that_was_only_offered_is_offered_again_with_a_new_deadline():
    first_stage(12)
    told()
    taken(1, TOLD)
    pk = file_objection(
        actor=applicant(1), now=LATER - timedelta(days=20), grounds="진본입니다",
        decision_id=decisions(Selection.objects.get())[1].pk,
    )  # fmt: skip
    third = officer("third")
    assign_objection(actor=officer(), now=LATER, objection_id=pk, officer_id=third.user_id or 0)
    answer_objection(actor=third, now=LATER, objection_id=pk, granted=True, answer="진본", effect="restored")
    place = place_of(1)
    assert (place.state, str(place.due_at)) == ("offered", "2025-07-02 15:00:00+00:00")


def test_nothing_is_given_back_that_was_not_taken():
    first_stage()
    told()
    pk = file_objection(
        actor=applicant(20), now=TOLD, decision_id=decisions(Selection.objects.get())[20].pk,
        grounds="점수가 잘못되었습니다",
    )  # fmt: skip
    third = officer("third")
    assign_objection(actor=officer(), now=TOLD, objection_id=pk, officer_id=third.user_id or 0)
    refused(
        "objection.not_taken", answer_objection,
        actor=third, now=TOLD, objection_id=pk, granted=True, answer="예", effect="restored",
    )  # fmt: skip
    assert Objection.objects.get(pk=pk).state == "assigned"


def test_the_places_of_later_stages_go_with_it():
    made = first_stage()
    told()
    for n in range(1, 13):
        accept(n)
    scored(
        PROMOTE, {(place_of(n).application, place_of(n).executor): 90_000 - 1000 * n for n in range(1, 13)}
    )
    commit_seed(actor=officer(), now=TOLD, programme=made[0].programme, stage=PROMOTE)
    told(PROMOTE, LATER)
    assert holders(PROMOTE)["acorn"] == [1, 4]
    taken(1)
    assert (place_of(1).state, place_of(1, PROMOTE).state) == ("disqualified", "disqualified")
    assert holders(PROMOTE)["acorn"] == [4, 10]
    assert Disqualification.objects.filter(state="confirmed", reason=GROUND).count() == 2
    assert len(told_to(1, "place_disqualified")) == 2


def test_an_application_with_a_place_is_not_reopened():
    first_stage()
    told()
    accept(1)
    row = place_of(1).application
    given = {"actor": officer(), "now": LATER, "application_id": row.pk, "reason": "허위 서류가 드러남"}
    refused("reopen.place", reopen_application, **given)
    assert Application.objects.get(pk=row.pk).state == "accepted"
    assert not Event.objects.filter(act="application.reopen").exists()
    taken(1)
    reopen_application(**given)
    assert Application.objects.get(pk=row.pk).state == "submitted"
    assert release_withdrawn(actor=SYSTEM, now=LATER) == 0


def test_an_application_that_a_confirmed_selection_chose_is_not_reopened():
    made = first_stage()
    selection = confirmed()
    given = {"actor": officer(), "now": TOLD, "application_id": made[0].pk, "reason": "재확인"}
    refused("reopen.selected", reopen_application, **given)
    send_back_selection(
        actor=officer("third"), now=TOLD, selection_id=selection.pk, reason="자격을 다시 봅니다"
    )
    reopen_application(**given)
    assert Application.objects.get(pk=made[0].pk).state == "submitted"
