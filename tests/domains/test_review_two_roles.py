"""Two roles in one person: who runs a programme does not review for it; a conflict holds in every role."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection
from tests.domains.builders import published
from tests.domains.people import NOW, person
from tests.domains.reviews import CHAMPION, ROUND, TOPS, accepted, assigned_panel, opened, panel_of
from tests.domains.test_review_changes import change
from tests.domains.test_review_panels import assign, declare, form, score

from dure.domains.accounts.actors import SYSTEM, SignedActor, actor_of
from dure.domains.accounts.models import Membership, Organisation
from dure.domains.applications.models import StaffConflict
from dure.domains.bodies.reach import of_area
from dure.domains.events.models import Event
from dure.domains.merchants.models import MerchantMember
from dure.domains.review.models import (
    Assignment,
    ConflictDeclaration,
    PanelMember,
    RecusalRequest,
    ScoreSheet,
)
from dure.domains.review.queries_panel import may_sit
from dure.domains.review.services.answer_recusal import answer_recusal
from dure.domains.review.services.let_through import let_through
from dure.domains.review.services.reopen_review import reopen_review
from dure.domains.review.services.replace_reviewer import replace_reviewer
from dure.domains.review.services.set_aside_conflicts import set_aside_conflicts
from dure.domains.selection.services.propose_selection import propose_selection
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db


def also(who: SignedActor, role: str, programme: str = "") -> Membership:
    """Give somebody another role, for all programmes or for one."""
    agency, _ = Organisation.objects.get_or_create(
        code="agency", defaults={"kind": "agency", "name_ko": "기관", "name_en": "Agency"}
    )
    made, _ = Membership.objects.get_or_create(
        user_id=who.user_id, organisation=agency, role=role, programme=programme, defaults={"starts_at": NOW}
    )
    return made


def again(who: SignedActor) -> SignedActor:
    return actor_of(who.user_id, NOW)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("role", "programme", "sits"),
    [
        ("officer", "", False),
        ("ministry", TOPS, False),
        ("centre_staff", TOPS, False),
        ("officer", "other-2025", True),
        ("centre_staff", "other-2025", True),
    ],
)
def test_who_runs_or_supervises_a_programme_does_not_sit_on_its_panel(role, programme, sits):
    published()
    sitting = panel_of(2)
    also(sitting[0], role, programme)
    offered, number = may_sit(TOPS, NOW, "", 10)
    assert (sitting[0].user_id in offered, number) == (sits, 2 if sits else 1)
    if sits:
        form(sitting)
        assert PanelMember.objects.count() == 2
        return
    officer = person()
    events = Event.objects.count()
    with pytest.raises(Refused) as refused:
        form(sitting, officer)
    assert codes(refused) == ["panel.officer"]
    assert (PanelMember.objects.count(), Event.objects.count()) == (0, events)


def test_the_seat_ends_when_the_role_comes_and_the_cases_go_to_others():
    cases, sitting = assigned_panel(2, 6)
    first = sitting[0]
    mine = list(Assignment.objects.of(first).values_list("application_id", flat=True))
    assert mine
    declare(first)
    score(first, next(one for one in cases if one.pk == mine[0]))
    kept = ScoreSheet.objects.values("pk", "total", "items", "state", "version").get()
    role = also(first, "officer")
    for one in cases:
        with pytest.raises(Refused) as refused:
            score(again(first), one)
        assert codes(refused) == ["panel.officer"]
    assert set_aside_conflicts(actor=SYSTEM, now=NOW, reviewer_id=first.user_id) == len(mine) - 1
    states = dict(Assignment.objects.filter(reviewer_id=first.user_id).values_list("application_id", "state"))
    expected = dict.fromkeys(mine, "conflict") | {mine[0]: "scored"}
    assert states == expected, "what was submitted before counts"
    assert ScoreSheet.objects.values("pk", "total", "items", "state", "version").get() == kept
    held = Assignment.objects.filter(state__in=("assigned", "scored"), application_id__in=mine)
    assert held.count() == 5 * len(mine), "one of the panel was free for the others"
    assert assign().assigned == 0
    with pytest.raises(Refused) as refused:
        change(cases[0], add=first.user_id)
    assert codes(refused) == ["panel.officer"]
    role.delete()
    assert states == dict(
        Assignment.objects.filter(reviewer_id=first.user_id).values_list("application_id", "state")
    )


def test_an_officer_who_reviewed_does_not_decide_by_it():
    cases, sitting = assigned_panel(2, 6)
    first = sitting[0]
    mine = Assignment.objects.of(first).first()
    declare(first)
    score(first, next(one for one in cases if one.pk == mine.application_id))
    also(first, "officer")
    who, events = again(first), Event.objects.count()
    acts = (
        lambda: reopen_review(
            actor=who, now=NOW, programme=TOPS, round_id=ROUND, application_id=mine.application_id,
            reviewer_id=first.user_id, reason="다시",
        ),
        lambda: let_through(actor=who, now=NOW, programme=TOPS, round_id=ROUND),
        lambda: propose_selection(actor=who, now=NOW, programme=TOPS, stage=CHAMPION, reason="제안"),
    )  # fmt: skip
    for one in acts:
        with pytest.raises(Refused) as refused:
            one()
        assert codes(refused) == ["panel.reviewed"]
    assert Event.objects.count() == events
    mine.refresh_from_db()
    assert mine.state == "scored"


def test_conflicts_told_before_they_were_kept_of_the_person_are_copied_once():
    cases, sitting = assigned_panel(3, 6)
    first, second = sitting[:2]
    for relation in ("family", "advice"):
        ConflictDeclaration.objects.create(
            programme=TOPS, round=ROUND, reviewer_id=first.user_id, at=NOW, seen=[cases[0].pk],
            conflicts=[{"application_id": cases[0].pk, "relation": relation}],
        )  # fmt: skip
    asked(cases[2])
    RecusalRequest.objects.create(
        programme=TOPS, application=cases[1], about="그 교수", grounds="친척", asked_by_id=1, asked_at=NOW,
        state="granted", reviewer_id=second.user_id, answered_at=NOW, answered_by_id=1, answer="사실",
    )  # fmt: skip
    migration = import_module("dure.domains.review.migrations.0008_conflicts_of_the_person")
    for _ in range(2):
        with connection.cursor() as cursor:
            for operation in migration.Migration.operations:
                cursor.execute(operation.sql)
    told = StaffConflict.objects.order_by("user_id").values_list("user_id", "application_id", "relation")
    assert list(told) == sorted(
        [(first.user_id, cases[0].pk, "family"), (second.user_id, cases[1].pk, "set_aside")]
    )


def test_a_reviewers_conflict_holds_where_they_act_for_a_regional_centre():
    cases, sitting = assigned_panel(2, 6)
    who = next(one for one in sitting if Assignment.objects.of(one).count() == 2)
    seen = of_area(who, TOPS, [cases[0].region[:2]], NOW.date())
    assert set(seen.values_list("pk", flat=True)) == {one.pk for one in cases}
    declare(who, {cases[0].pk: "family"})
    told = StaffConflict.objects.values_list("user_id", "application_id", "relation")
    assert list(told) == [(who.user_id, cases[0].pk, "family")]
    seen = of_area(who, TOPS, [cases[0].region[:2]], NOW.date())
    assert set(seen.values_list("pk", flat=True)) == {cases[1].pk}
    declare(who, {cases[0].pk: "family"}, seen=[cases[0].pk])
    assert StaffConflict.objects.count() == 1


def test_so_does_a_request_of_the_applicant_that_was_granted():
    version = published()
    cases = accepted(version, 1, ("acorn",))
    opened(CHAMPION, [(cases[0].pk, "acorn")])
    sitting = panel_of(1)
    one = RecusalRequest.objects.create(
        programme=TOPS, application=cases[0], about="그 교수", grounds="친척", asked_by_id=sitting[0].user_id,
        asked_at=NOW,
    )  # fmt: skip
    answer_recusal(
        actor=person(),
        now=NOW,
        request_id=one.pk,
        granted=True,
        reason="사실",
        reviewer_id=sitting[0].user_id,
    )
    assert StaffConflict.objects.values_list("user_id", "relation").get() == (sitting[0].user_id, "set_aside")
    assert not of_area(sitting[0], TOPS, [cases[0].region[:2]], NOW.date()).exists()
    assert not ScoreSheet.objects.exists()
    assert not PanelMember.objects.filter(round=ROUND).exists()


def asked(case) -> RecusalRequest:
    return RecusalRequest.objects.create(
        programme=TOPS, application=case, about="그 교수", grounds="친척", asked_by_id=person().user_id,
        asked_at=NOW,
    )  # fmt: skip


def meant_as_reviewer(case) -> SignedActor:
    return panel_of(1)[0]


def meant_as_staff(case) -> SignedActor:
    return person("executor_staff", email="acorn@test.example", kind="executor", code="acorn")


def had_the_case(case) -> SignedActor:
    who = person(email="once@test.example")
    Assignment.objects.create(
        programme=TOPS, round=ROUND, application=case, reviewer_id=who.user_id, assigned_at=NOW
    )
    Assignment.objects.update(state="taken_away")
    return who


def in_conflict(case) -> SignedActor:
    who = person(email="family@test.example")
    StaffConflict.objects.create(
        programme=TOPS, application=case, user_id=who.user_id, relation="family", at=NOW
    )
    return who


@pytest.mark.parametrize("whose", [meant_as_reviewer, meant_as_staff, had_the_case, in_conflict])
def test_who_may_be_meant_neither_reads_a_request_nor_answers_it(whose):
    (case,) = accepted(published(), 1, ("acorn",))
    one, who = asked(case), whose(case)
    also(who, "officer")
    me = again(who)
    assert not RecusalRequest.objects.visible_to(me).exists()
    assert RecusalRequest.objects.visible_to(person("officer", email="other@test.example")).get() == one
    events = Event.objects.count()
    with pytest.raises(Refused) as refused:
        answer_recusal(actor=me, now=NOW, request_id=one.pk, granted=False, reason="아님")
    assert codes(refused) == ["recusal.involved"]
    one.refresh_from_db()
    assert (one.state, Event.objects.count()) == ("asked", events)


def test_who_acted_for_a_business_that_takes_part_does_not_run_its_panel():
    cases, sitting = assigned_panel(2, 6)
    me, one = person("officer", email="near@test.example"), asked(cases[1])
    MerchantMember.objects.create(
        merchant=cases[0].merchant, user_id=me.user_id, proved_by="first", since=NOW, until=NOW
    )
    before = list(Assignment.objects.order_by("pk").values())
    seats = list(PanelMember.objects.order_by("pk").values())
    events = Event.objects.count()
    given = {"actor": me, "now": NOW, "programme": TOPS, "round_id": ROUND}
    reviewer = sitting[0].user_id
    for act in (
        lambda: form([], me),
        lambda: assign(me),
        lambda: change(cases[1], me, add=reviewer),
        lambda: replace_reviewer(**given, reviewer_id=reviewer, reason="왜"),
        lambda: reopen_review(**given, application_id=cases[1].pk, reviewer_id=reviewer, reason="왜"),
        lambda: let_through(**given),
        lambda: answer_recusal(actor=me, now=NOW, request_id=one.pk, granted=False, reason="아님"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["panel.own_business"]
    assert list(Assignment.objects.order_by("pk").values()) == before
    assert list(PanelMember.objects.order_by("pk").values()) == seats
    assert Event.objects.count() == events
