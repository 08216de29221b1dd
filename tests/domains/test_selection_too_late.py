"""A granted objection that a later stage was chosen before: the merchant is told what it means."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.selecting import (
    CONSULT,
    EXECUTORS,
    PROMOTE,
    SMALL,
    THEN,
    TOLD,
    applicant,
    confirmed,
    decisions,
    first_stage,
    officer,
    place_of,
    proposed,
    scored,
    small_programme,
    told,
)
from tests.domains.test_selection_corrected import WHY, objected
from tests.domains.test_selection_stages import SUMMER, opened, score, take
from tests.domains.test_selection_ways import CARRIED, MIX, programme, turned

from dure.domains.notices.models import Notice
from dure.domains.selection.models import Decision, Selection
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.answer_objection import answer_objection
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.stages import case_of
from dure.domains.selection.too_late import too_late_for

pytestmark = pytest.mark.django_db


def granted(objection: int, **effect) -> dict[str, str]:
    """Answer an objection in summer; return what the notice says of what comes next."""
    answer_objection(
        actor=officer("third"), now=SUMMER, objection_id=objection, granted=True, answer="인용",
        executor="acorn", basis=WHY, **effect,
    )  # fmt: skip
    found: dict[str, str] = Notice.objects.get(template="objection_answered").parameters["next"]
    return found


def late(n: int) -> list[tuple[str, str]]:
    selection = Selection.objects.get(stage=CONSULT)
    one = Decision.objects.get(selection=selection, application_no__endswith=f"{n:06d}")
    return [(t.stage.id, t.what) for t in too_late_for(case_of(selection), selection.pk, one.application_id)]


def second_stage() -> int:
    """Return an objection of number 20, filed while the second stage is being scored."""
    first_stage()
    told()
    objection = objected(20)
    take(list(range(1, 13)), CONSULT, TOLD)
    opened(PROMOTE, TOLD)
    score(PROMOTE, TOLD)
    return objection


def test_a_place_that_comes_after_the_next_stage_was_confirmed_says_so():
    objection = second_stage()
    confirmed(PROMOTE, SUMMER)
    following = granted(objection, effect="placed")
    assert following["en"] == (
        "You are given a place: please see the page of your application. The next stage, Stage 2, was decided"
        " already, of those who held places by then. You do not take part in it, nor in the stages after it."
        " Your place at this stage, and what it gives, is yours in full."
    )
    assert "다음 단계인 2단계 판촉" in following["ko"]
    assert late(20) == [(PROMOTE, "decided")]
    assert late(1) == [], "whoever was there in time is told nothing"


def test_while_the_next_stage_is_only_proposed_it_may_still_be_reached():
    objection = second_stage()
    proposed(PROMOTE, SUMMER)
    granted(objection, effect="placed")
    assert late(20) == [(PROMOTE, "being_decided")]
    accept_place(actor=applicant(20), now=SUMMER, place_id=place_of(20).pk)
    assert late(20) == [], "it cannot be confirmed without them any more"


def test_in_time_nothing_is_said_of_later_stages():
    objection = second_stage()
    assert granted(objection, effect="placed")["en"] == (
        "You are given a place: please see the page of your application."
    )
    assert late(20) == []


def test_a_score_that_a_later_decision_counted_before_it_was_put_right_says_so():
    head, tail = programme("mix", MIX).split(f"  - id: {PROMOTE}\n")
    later = tail.replace("    chosen_by: executor\n", CARRIED, 1)
    made = turned(small_programme(f"{head}  - id: {PROMOTE}\n{later}"))
    scored(CONSULT, {(one, e): 90_001 - 1000 * n for n, one in enumerate(made) for e in EXECUTORS})
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    mine = decisions(told())[5]
    objection = objected(5)
    held = {n: place_of(n) for n in range(1, 13)}
    for n, place in held.items():
        accept_place(actor=applicant(n), now=TOLD, place_id=place.pk)
    scored(PROMOTE, {(made[n - 1], place.executor): 50_000 for n, place in held.items()})
    commit_seed(actor=officer(), now=TOLD, programme=SMALL, stage=PROMOTE)
    told(PROMOTE, SUMMER - timedelta(days=1))
    answer_objection(
        actor=officer("third"), now=SUMMER, objection_id=objection, granted=True, answer="인용",
        effect="corrected", executor=mine.executor, score=99_000, basis=WHY,
    )  # fmt: skip
    following = Notice.objects.get(template="objection_answered").parameters["next"]["en"]
    assert following == (
        "Your score is put right. The place that you hold stays yours as it is. Stage 2, which counts this"
        " score, was decided already by the score before. That decision is not made anew by itself: you can"
        " object to it on its own page, as long as its period runs."
    )
    assert late(5) == [(PROMOTE, "score")]
