"""A panel: formed, assigned evenly, conflicts declared before a case is seen, scores combined at the end."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.builders import published
from tests.domains.people import NOW, person
from tests.domains.reviews import (
    CHAMPION,
    GOOD,
    ROUND,
    TOPS,
    accepted,
    assigned_panel,
    closed,
    opened,
    panel_of,
    staff,
)

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.models import Event
from dure.domains.merchants.models import MerchantMember
from dure.domains.notices.models import Notice
from dure.domains.review.models import Assignment, ConflictDeclaration, PanelMember, ScoreSheet
from dure.domains.review.queries import stage_scores
from dure.domains.review.services.assign_reviewers import assign_reviewers
from dure.domains.review.services.declare_conflicts import Declared, declare_conflicts
from dure.domains.review.services.form_panel import form_panel
from dure.domains.review.services.save_review import save_review
from dure.engine.problems import Refused


def form(who, actor=None):
    ids = [one.user_id for one in who]
    form_panel(actor=actor or person(), now=NOW, programme=TOPS, round_id=ROUND, reviewer_ids=ids)


def assign(actor=None):
    return assign_reviewers(actor=actor or person(), now=NOW, programme=TOPS, round_id=ROUND)


def declare(who, conflicts=None, seen=None, signed=True):
    mine = Assignment.objects.of(who).values_list("application_id", flat=True)
    return declare_conflicts(
        actor=who, now=NOW, programme=TOPS, round_id=ROUND, seen=list(mine) if seen is None else seen,
        conflicts=conflicts or {}, signed=signed,
    )  # fmt: skip


def score(who, case, marks=GOOD, **more):
    given = {"comment": "", "submit": True, "version": None} | more
    return save_review(
        actor=who, now=NOW, programme=TOPS, round_id=ROUND, application_id=case.pk, marks=marks, **given
    )


def loads() -> list[int]:
    held = Assignment.objects.filter(state__in=("assigned", "scored"))
    return sorted(Counter(held.values_list("reviewer_id", flat=True)).values())


@pytest.mark.django_db
def test_every_case_has_five_reviewers_and_loads_differ_by_at_most_one():
    assigned_panel(7, 8)
    held = Counter(Assignment.objects.values_list("application_id", flat=True))
    assert set(held.values()) == {5}
    assert len(held) == 7
    assert loads() == [4, 4, 4, 4, 4, 5, 5, 5]
    assert Notice.objects.filter(template="conflict_to_declare").count() == 8
    again = assign()
    assert (again.assigned, dict(again.lacking)) == (0, {})


@pytest.mark.django_db
def test_nobody_scores_for_their_own_organisation_or_their_own_business():
    version = published()
    cases = accepted(version, 3, ("acorn",))
    opened(CHAMPION, [(one.pk, "acorn") for one in cases])
    sitting = panel_of(6)
    MerchantMember.objects.create(
        merchant=cases[0].merchant, user_id=sitting[0].user_id, proved_by="first", since=NOW
    )
    person("executor_staff", email="reviewer1@test.example", kind="executor", code="acorn")
    form(sitting)
    found = assign()
    assert not Assignment.objects.filter(application=cases[0], reviewer_id=sitting[0].user_id).exists()
    assert not Assignment.objects.filter(reviewer_id=sitting[1].user_id).exists()
    assert dict(found.lacking) == {cases[0].pk: 1}
    assert found.assigned == 14


@pytest.mark.django_db
def test_a_panel_is_formed_and_changed_and_who_leaves_loses_what_is_not_scored():
    _, sitting = assigned_panel(3, 6)
    first = next(r for r in sitting if Assignment.objects.filter(reviewer_id=r.user_id).count() >= 2)
    declare(first)
    done = Assignment.objects.of(first).order_by("pk")[0]
    score(first, done.application)
    form([r for r in sitting if r != first])
    assert set(Assignment.objects.filter(reviewer_id=first.user_id).values_list("state", flat=True)) == {
        "scored", "taken_away",
    }  # fmt: skip
    assert PanelMember.objects.filter(until__isnull=True).count() == 5
    with pytest.raises(Refused) as refused:
        form([staff()])
    assert refused.value.problems[0].code == "panel.reviewer"
    assert PanelMember.objects.filter(until__isnull=True).count() == 5
    assign()
    assert set(Counter(
        Assignment.objects.filter(state__in=("assigned", "scored")).values_list("application_id", flat=True)
    ).values()) == {5}  # fmt: skip
    form(sitting)
    assert assign().assigned == 0


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["ministry", "executor_staff", "reviewer"])
def test_only_officers_form_and_assign(role):
    published()
    for refusing in (lambda who: form([], who), assign):
        with pytest.raises(NotAllowed):
            refusing(person(role, code=role))
    assert not PanelMember.objects.exists()


@pytest.mark.django_db
def test_without_a_panel_or_a_window_nothing_is_assigned():
    published()
    with pytest.raises(Refused) as refused:
        assign()
    assert refused.value.problems[0].code == "scoring.not_open"
    opened(CHAMPION, [])
    with pytest.raises(Refused) as refused:
        assign()
    assert refused.value.problems[0].code == "panel.empty"


@pytest.mark.django_db
def test_before_the_declaration_no_case_is_seen_or_scored():
    cases, sitting = assigned_panel(1, 5)
    who = sitting[0]
    assert not Assignment.objects.visible_to(who).exists()
    assert Assignment.objects.to_declare_by(who).count() == 1
    with pytest.raises(Refused) as refused:
        score(who, cases[0])
    assert refused.value.problems[0].code == "review.case"
    with pytest.raises(Refused) as refused:
        declare(who, signed=False)
    assert refused.value.problems[0].code == "conflict.signed"
    assert declare(who) == Declared(1, 0)
    assert declare(who) == Declared(0, 0)
    assert ConflictDeclaration.objects.count() == 1
    assert Assignment.objects.visible_to(who).count() == 1
    assert score(who, cases[0]).total == 85_133
    assert not ScoreSheet.objects.exclude(reviewer_id=who.user_id).exists()


@pytest.mark.django_db
def test_a_case_in_conflict_goes_to_somebody_else_and_is_never_seen_again():
    cases, sitting = assigned_panel(3, 7)
    who = next(r for r in sitting if Assignment.objects.filter(reviewer_id=r.user_id).count() >= 2)
    before = set(Assignment.objects.values_list("pk", flat=True))
    mine = sorted(Assignment.objects.of(who).values_list("application_id", flat=True))
    case = next(one for one in cases if one.pk == mine[0])
    assert declare(who, {case.pk: "family"}) == Declared(len(mine) - 1, 1)
    told = ConflictDeclaration.objects.get()
    assert told.conflicts == [{"application_id": case.pk, "relation": "family"}]
    assert told.seen == mine
    replaced = Assignment.objects.exclude(pk__in=before).get()
    assert (replaced.application_id, replaced.declared_at, replaced.state) == (case.pk, None, "assigned")
    assert replaced.reviewer_id != who.user_id
    held = Counter(
        Assignment.objects.filter(pk__in=before, state="assigned").values_list("reviewer_id", flat=True)
    )
    on_it = Assignment.objects.filter(application=case, pk__in=before).values_list("reviewer_id", flat=True)
    free = {one.user_id for one in sitting} - set(on_it)
    assert held[replaced.reviewer_id] == min(held[one] for one in free)
    assert case.pk not in Assignment.objects.visible_to(who).values_list("application_id", flat=True)
    with pytest.raises(Refused):
        score(who, case)
    assert assign().assigned == 0  # nor is it given back
    assert "family" not in str(list(Event.objects.values_list("details", flat=True)))


@pytest.mark.django_db
def test_a_conflict_that_turns_out_later_takes_the_score_away_until_the_stage_is_closed():
    cases, sitting = assigned_panel(1, 6)
    who = next(r for r in sitting if Assignment.objects.filter(reviewer_id=r.user_id).exists())
    declare(who)
    score(who, cases[0])
    assert declare(who, {cases[0].pk: "employment"}, [cases[0].pk]) == Declared(0, 1)
    assert Assignment.objects.filter(state="conflict").count() == 1
    others = [r for r in sitting if Assignment.objects.of(r).exists()]
    assert len(others) == 5
    for other in others:
        declare(other)
        score(other, cases[0], GOOD | {"product": "0"})
    assert stage_scores(TOPS, CHAMPION) == [(cases[0].pk, "acorn", 50_133)]
    closed(CHAMPION)
    with pytest.raises(Refused) as refused:
        declare(others[0], {cases[0].pk: "family"}, [cases[0].pk])
    assert refused.value.problems[0].code == "scoring.closed"
    assert stage_scores(TOPS, CHAMPION) == [(cases[0].pk, "acorn", 50_133)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("conflicts", "seen", "code"),
    [({"case": "enemy"}, None, "conflict.relation"), ({"case": "family"}, [], "conflict.case")],
)
def test_a_declaration_that_says_nothing_is_refused(conflicts, seen, code):
    cases, sitting = assigned_panel(1, 5)
    with pytest.raises(Refused) as refused:
        declare(sitting[0], {cases[0].pk: conflicts["case"]}, seen)
    assert refused.value.problems[0].code == code
    assert not ConflictDeclaration.objects.exists()
    for actor in (person(), staff()):
        with pytest.raises(NotAllowed):
            declare(actor)


@pytest.mark.django_db
def test_a_case_has_a_score_when_everybody_has_submitted():
    cases, sitting = assigned_panel(1, 5)
    for n, who in enumerate(sitting):
        assert stage_scores(TOPS, CHAMPION) == [(cases[0].pk, "acorn", None)]
        declare(who)
        score(who, cases[0], dict.fromkeys(("product", "growth", "will"), str(80 + n)), submit=False)
        score(who, cases[0], dict.fromkeys(("product", "growth", "will"), str(80 + n)))
    assert stage_scores(TOPS, CHAMPION) == [(cases[0].pk, "acorn", 82_000)]
    assert Assignment.objects.filter(state="scored").count() == 5
    score(sitting[0], cases[0], dict.fromkeys(("product", "growth", "will"), "90.003"), version=1)
    assert stage_scores(TOPS, CHAMPION) == [(cases[0].pk, "acorn", 84_001)]
    closed(CHAMPION)
    with pytest.raises(Refused) as refused:
        score(sitting[0], cases[0], GOOD, version=2)
    assert refused.value.problems[0].code == "scoring.closed"


@pytest.mark.django_db
def test_the_scores_of_a_panel_are_read_in_three_queries(django_assert_num_queries):
    assigned_panel(6, 6)
    with django_assert_num_queries(3):
        assert len(stage_scores(TOPS, CHAMPION)) == 6


@pytest.mark.django_db(transaction=True)
def test_assigned_twice_at_once_every_case_has_five():
    cases = accepted(published(), 3, ("acorn",))
    opened(CHAMPION, [(one.pk, "acorn") for one in cases])
    form(panel_of(6))
    officer = person()
    found = twice_at_once(lambda: assign(officer))
    assert sorted(one.assigned for one in found) == [0, 15]
    assert Assignment.objects.count() == 15


@pytest.mark.django_db(transaction=True)
def test_two_who_declare_the_same_case_at_once_are_both_replaced():
    cases, sitting = assigned_panel(1, 7)
    two = [r for r in sitting if Assignment.objects.of(r).exists()][:2]
    case = cases[0].pk
    found = twice_at_once(*(lambda who=who: declare(who, {case: "family"}, [case]) for who in two))
    assert found == [Declared(0, 1)] * 2
    assert Assignment.objects.filter(state="assigned").count() == 5
