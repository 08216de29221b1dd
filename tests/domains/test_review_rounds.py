"""Two rounds of review of one stage: own panels and sheets, who is let through, one score, one bundle."""

from __future__ import annotations

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.builders import published
from tests.domains.people import NOW, person
from tests.domains.reviews import CHAMPION, GOOD, ROUND, TOPS, accepted, closed, opened, panel_of, staff

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.models import Event
from dure.domains.review.models import Assignment, RoundResult, ScoreSheet
from dure.domains.review.queries import round_review, stage_progress, stage_review, stage_scores, stopped
from dure.domains.review.services.ask_reopening import ask_reopening
from dure.domains.review.services.assign_reviewers import assign_reviewers
from dure.domains.review.services.declare_conflicts import declare_conflicts
from dure.domains.review.services.form_panel import form_panel
from dure.domains.review.services.let_through import LetThrough, let_through
from dure.domains.review.services.reopen_review import reopen_review
from dure.domains.review.services.save_review import save_review
from dure.engine.problems import Refused
from dure.library import library_bytes

TALK = "talk"
LOW = {"product": "50", "growth": "60", "will": "59.997"}
"""Marks whose weighted sum is 55.999."""


def raw(*, gate: bool = True) -> bytes:
    """Return TOPS 2025 whose champions are reviewed twice: papers by two, then a presentation by two."""
    text = library_bytes("tops-2025").decode()
    own = "    stage: champion\n    rubric: brand\n"
    start = text.index(own)
    end = text.index("\nstages:\n", start)
    first = text[start:end].replace("reviewers_each: 5", "reviewers_each: 2")
    first = first.replace(
        own, own + "    weight_bp: 4000\n" + ("    lets_through_from: 60\n" if gate else "")
    )
    talk = (
        f"\n  - id: {TALK}\n    title: {{ko: 발표평가, en: Presentation}}\n    stage: champion\n"
        "    rubric: brand\n    kind: presentation\n    reviewers_each: 2\n    weight_bp: 6000\n"
        "    sees_average: after_own\n"
    )
    return (text[:start] + first + talk + text[end:]).encode()


def two_rounds(cases: int = 3, *, gate: bool = True):
    """Return cases of the stage, and reviewers who sit on both panels; the first round is assigned."""
    made = accepted(published(raw(gate=gate)), cases, ("acorn",))
    opened(CHAMPION, [(one.pk, "acorn") for one in made])
    sitting = panel_of(2)
    for round_id in (ROUND, TALK):
        form_panel(
            actor=person(), now=NOW, programme=TOPS, round_id=round_id,
            reviewer_ids=[one.user_id for one in sitting],
        )  # fmt: skip
    assign(ROUND)
    return made, sitting


def assign(round_id: str):
    return assign_reviewers(actor=person(), now=NOW, programme=TOPS, round_id=round_id)


def declared(who, round_id: str, conflicts=None, seen=None):
    held = Assignment.objects.of(who).filter(round=round_id).values_list("application_id", flat=True)
    return declare_conflicts(
        actor=who, now=NOW, programme=TOPS, round_id=round_id,
        seen=list(held) if seen is None else seen, conflicts=conflicts or {}, signed=True,
    )  # fmt: skip


def score(who, round_id: str, case, marks=GOOD, **more):
    given = {"comment": "", "submit": True, "version": None} | more
    return save_review(
        actor=who, now=NOW, programme=TOPS, round_id=round_id, application_id=case.pk, marks=marks, **given
    )


def scored(round_id: str, sitting, marks):
    """Let everybody declare and give each case of ``marks`` the same marks."""
    for who in sitting:
        declared(who, round_id)
        for case, given in marks.items():
            score(who, round_id, case, given)


def through(actor=None, round_id: str = ROUND) -> LetThrough:
    return let_through(actor=actor or person(), now=NOW, programme=TOPS, round_id=round_id)


def results() -> list[tuple[int, int, bool]]:
    found = RoundResult.objects.in_force().order_by("application_id")
    return list(found.values_list("application_id", "score", "passed"))


def champions() -> dict[int, int | None]:
    return {one.application_id: one.score_thousandths for one in stage_scores(TOPS, CHAMPION)}


@pytest.mark.django_db
def test_only_whom_the_first_round_lets_through_comes_to_the_second():
    (good, low, open_one), sitting = two_rounds()
    assert assign(TALK).assigned == 0
    scored(ROUND, sitting, {good: GOOD, low: LOW})
    assert through() == LetThrough(1, 1, 1)
    assert results() == [(good.pk, 85_133, True), (low.pk, 55_999, False)]
    assert assign(TALK).assigned == 2
    held = Assignment.objects.filter(round=TALK).values_list("application_id", flat=True)
    assert set(held) == {good.pk}
    events = Event.objects.filter(act="review.let_through", subject="round_result").order_by("pk")
    assert [one.details["passed"] for one in events] == [True, False]
    assert through() == LetThrough(0, 0, 1)
    for who in sitting:
        score(who, ROUND, open_one)
    assert through() == LetThrough(1, 0, 0)
    assert assign(TALK).assigned == 2


@pytest.mark.django_db
def test_sheets_of_both_rounds_stand_beside_each_other_and_make_one_score_by_weight():
    (good, low, waits), sitting = two_rounds()
    scored(ROUND, sitting, {good: GOOD, low: LOW, waits: GOOD})
    through()
    assign(TALK)
    scored(TALK, sitting, {good: {"product": "90", "growth": "90", "will": "90.005"}})
    assert ScoreSheet.objects.filter(application=good, reviewer_id=sitting[0].user_id).count() == 2
    # 85.133 × 0.4 + 90.001 × 0.6 = 88.0538
    assert champions() == {good.pk: 88_054, low.pk: None, waits.pk: None}
    assert stopped(stage_review(TOPS, CHAMPION)) == {low.pk: ROUND}
    assert [(one.scored, one.total) for one in stage_progress(TOPS, CHAMPION)] == [(2, 3)]
    score(sitting[0], TALK, waits, LOW)
    score(sitting[1], TALK, waits, LOW)
    assert champions()[waits.pk] == 67_653


@pytest.mark.django_db
def test_reviews_stand_fast_once_their_case_was_let_through():
    (good, *_), sitting = two_rounds(1)
    scored(ROUND, sitting, {good: GOOD})
    through()
    before = list(ScoreSheet.objects.values())
    with pytest.raises(Refused) as refused:
        score(sitting[0], ROUND, good, LOW, version=1)
    assert refused.value.problems[0].code == "review.round_decided"
    with pytest.raises(Refused) as refused:
        reopen_review(
            actor=person(), now=NOW, programme=TOPS, round_id=ROUND, application_id=good.pk,
            reviewer_id=sitting[0].user_id, reason="why",
        )  # fmt: skip
    assert refused.value.problems[0].code == "review.round_decided"
    with pytest.raises(Refused) as refused:
        ask_reopening(
            actor=sitting[0], now=NOW, programme=TOPS, round_id=ROUND, application_id=good.pk, reason="why"
        )
    assert refused.value.problems[0].code == "review.round_decided"
    assert list(ScoreSheet.objects.values()) == before


@pytest.mark.django_db
def test_a_review_in_the_second_round_is_given_back_without_touching_the_first():
    (good, *_), sitting = two_rounds(1)
    scored(ROUND, sitting, {good: GOOD})
    through()
    assign(TALK)
    scored(TALK, sitting, {good: GOOD})
    assert reopen_review(
        actor=person(), now=NOW, programme=TOPS, round_id=TALK, application_id=good.pk,
        reviewer_id=sitting[0].user_id, reason="why",
    )  # fmt: skip
    held = ScoreSheet.objects.filter(reviewer_id=sitting[0].user_id).order_by("round")
    assert list(held.values_list("round", "state")) == [("", "submitted"), (TALK, "draft")]


@pytest.mark.django_db
def test_a_conflict_found_late_undoes_the_decision_and_the_case_is_decided_anew():
    (good, *_), sitting = two_rounds(1)
    scored(ROUND, sitting, {good: GOOD})
    through()
    assign(TALK)
    declared(sitting[0], ROUND, {good.pk: "business"}, [good.pk])
    assert results() == []
    assert RoundResult.objects.filter(undone_at=NOW).count() == 1
    third = panel_of(3)[2]
    for round_id in (ROUND, TALK):
        form_panel(
            actor=person(), now=NOW, programme=TOPS, round_id=round_id,
            reviewer_ids=[sitting[1].user_id, third.user_id],
        )  # fmt: skip
    assign(ROUND)
    declared(third, ROUND)
    score(third, ROUND, good, {"product": "0", "growth": "60", "will": "59.997"})
    # (85.133 + 35.999) / 2 = 60.566
    assert through() == LetThrough(1, 0, 0)
    assert results() == [(good.pk, 60_566, True)]


@pytest.mark.django_db
def test_whoever_is_out_when_decided_anew_is_taken_from_the_next_round():
    (good, *_), sitting = two_rounds(1)
    scored(ROUND, sitting, {good: GOOD})
    through()
    assign(TALK)
    declared(sitting[0], ROUND, {good.pk: "business"}, [good.pk])
    third = panel_of(3)[2]
    form_panel(
        actor=person(), now=NOW, programme=TOPS, round_id=ROUND,
        reviewer_ids=[sitting[1].user_id, third.user_id],
    )  # fmt: skip
    assign(ROUND)
    declared(third, ROUND)
    score(third, ROUND, good, {"product": "0", "growth": "0", "will": "0"})
    assert through() == LetThrough(0, 1, 0)
    assert not Assignment.objects.filter(round=TALK, state__in=("assigned", "scored")).exists()
    assert champions() == {good.pk: None}


@pytest.mark.django_db
def test_only_officers_let_through_and_only_where_the_file_says_so():
    (good, *_), sitting = two_rounds(1)
    scored(ROUND, sitting, {good: GOOD})
    for who in (sitting[0], person("ministry"), staff()):
        with pytest.raises(NotAllowed):
            through(who)
    with pytest.raises(Refused) as refused:
        through(round_id=TALK)
    assert refused.value.problems[0].code == "review.round_open"
    closed(CHAMPION)
    with pytest.raises(Refused) as refused:
        through()
    assert refused.value.problems[0].code == "scoring.closed"
    assert results() == []


@pytest.mark.django_db
def test_without_a_limit_both_rounds_run_at_once_over_everybody():
    made, sitting = two_rounds(2, gate=False)
    assert assign(TALK).assigned == 4
    scored(TALK, sitting, dict.fromkeys(made, GOOD))
    assert champions() == dict.fromkeys((one.pk for one in made), None)
    scored(ROUND, sitting, dict.fromkeys(made, GOOD))
    assert champions() == dict.fromkeys((one.pk for one in made), 85_133)
    assert stopped(stage_review(TOPS, CHAMPION)) == {}


@pytest.mark.django_db
def test_what_one_sees_of_others_is_that_of_the_round():
    from dure.domains.review.queries_panel import others

    (good, *_), sitting = two_rounds(1)
    scored(ROUND, sitting, {good: GOOD})
    through()
    assign(TALK)
    scored(TALK, sitting, {good: LOW})
    papers, talk = round_review(TOPS, ROUND), round_review(TOPS, TALK)
    assert others(sitting[0], papers, good.pk, own_submitted=True).average is None
    assert others(sitting[0], talk, good.pk, own_submitted=True).average == 55_999
    assert others(sitting[0], talk, good.pk, own_submitted=False).average is None


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_decide_once():
    (good, *_), sitting = two_rounds(1)
    scored(ROUND, sitting, {good: GOOD})
    twice_at_once(through)
    assert RoundResult.objects.count() == 1
