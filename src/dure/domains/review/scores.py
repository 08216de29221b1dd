"""The scores of a stage as its selection reads them, and how far the scoring is."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection

from dure.domains.review.rounds import StageReview, stage_review
from dure.engine.problems import msg, refuse
from dure.engine.review.combining import combined
from dure.engine.review.of_rounds import Standing, standings
from dure.engine.review.of_stage import scores_of_stage
from dure.engine.selection.stages import rounds_of


class StageScore(NamedTuple):
    """The score of one application for one executor, in thousandths of a point; None: there is none."""

    application_id: int
    executor: str
    score_thousandths: int | None


class Progress(NamedTuple):
    """How many of an executor's entrants are scored, of how many."""

    executor: str
    scored: int
    total: int


def stage_scores(programme: str, stage: str) -> list[StageScore]:
    """Return the score of every entrant of a stage, by application and executor; three queries at most.

    Entrants whose application was withdrawn or is not accepted any more are left out. Where executors
    choose, a score is what the executor's staff submitted, and each entrant may have one with each executor.
    Where a panel chooses, it is the reviewers' scores combined as the stage says, once everybody who is
    assigned has submitted; the executor is the one where the place of the stage before is held. Raises
    Refused where there is no such stage, or nobody scores it.
    """
    review = stage_review(programme, stage)
    if review is None:
        raise refuse("review.stage", msg("there is no stage {stage}"), stage=stage)
    if review.stage.chosen_by == "executor":
        return executor_scores(review)
    if review.stage.chosen_by == "panel":
        return panel_scores(review)
    raise refuse(
        "review.way",
        msg("the stage {stage} is scored neither by executors nor by a panel"),
        stage=stage,
    )


def executor_scores(review: StageReview) -> list[StageScore]:
    """Return what each executor's staff gave each entrant of a stage: the score, or one source of a mix."""
    return _by_executors(review.programme, review.stage.id)


def panel_scores(review: StageReview) -> list[StageScore]:
    """Return what a panel's reviewers make together of each entrant: the score, or one source of a mix.

    Of several rounds it is their weighted score; nobody whom a round did not let through has one.
    """
    entrants = _entrants(review.programme, review.stage.id)
    found = _standings(review, [str(case) for case, _ in entrants])
    return [StageScore(case, executor, found[str(case)].score) for case, executor in entrants]


def stopped(review: StageReview) -> dict[int, str]:
    """Return by application the round that did not let it through; nobody where a stage has one round."""
    if len(review.rounds) <= 1:
        return {}
    cases = [str(case) for case, _ in _entrants(review.programme, review.stage.id)]
    found = _standings(review, cases)
    return {int(case): one.stopped_at for case, one in found.items() if one.stopped_at is not None}


def _standings(review: StageReview, cases: list[str]) -> dict[str, Standing]:
    rounds = rounds_of(review.loaded.programme, review.stage.id)
    if not rounds:
        given = _by_panel(review)
        made = scores_of_stage({case: given.get(int(case), ()) for case in cases}, review.stage.combine)
        return {case: Standing(score) for case, score in made.items()}
    reviews = {}
    for one in review.rounds:
        assert one.round is not None, "a stage with several rounds has them"
        reviews[one.round.id] = {str(case): of for case, of in _by_panel(one).items()}
    return standings(rounds, reviews, cases, review.stage.combine)


def complete_scores(review: StageReview) -> dict[int, int]:
    """Return what a round's reviewers make together of each case that all of them have scored.

    Raises Refused where the stage adjusts scores over all of its cases.
    """
    found = {case: combined([score for _, score in of], review.stage.combine) for case, of in
             _by_panel(review).items()}  # fmt: skip
    return {case: score for case, score in found.items() if score is not None}


def stage_reviews(review: StageReview) -> dict[int, list[tuple[str, int]]]:
    """Return what each reviewer of a round gave each scored entrant, in thousandths; two queries.

    Reviewers stand under codes (``r01``) whose order tells nothing of who they are.
    """
    assert review.round is not None, "a panel scores in a round"
    entrants = {case for case, _ in _entrants(review.programme, review.stage.id)}
    found = _by_panel(review)
    given = {case: of for case, of in found.items() if case in entrants}
    codes = reviewer_codes(review, {who for of in given.values() for who, _ in of})
    return {case: sorted((codes[who], score) for who, score in of) for case, of in given.items()}


def reviewer_codes(review: StageReview, reviewers: Iterable[str]) -> dict[str, str]:
    """Return a code for each reviewer (account id as text), by a hash of the round and the id."""
    assert review.round is not None, "a panel scores in a round"
    salt = f"{review.loaded.hash}/{review.round.id}"
    order = sorted(set(reviewers), key=lambda who: (hashlib.sha256(f"{salt}\n{who}".encode()).digest(), who))
    digits = max(2, len(str(len(order))))
    return {who: f"r{n:0{digits}d}" for n, who in enumerate(order, start=1)}


_ENTRANTS = """
    FROM review_entrant e JOIN applications_application a ON a.id = e.application_id AND a.state = 'accepted'
"""


def _by_executors(programme: str, stage: str) -> list[StageScore]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.application_id, e.executor, s.total {_ENTRANTS}"
            " LEFT JOIN review_scoresheet s ON s.stage = e.stage AND s.application_id = e.application_id"
            " AND s.executor = e.executor AND s.reviewer_id IS NULL AND s.state = 'submitted'"
            " WHERE e.programme = %s AND e.stage = %s ORDER BY e.application_id, e.executor",
            [programme, stage],
        )
        return [StageScore(*row) for row in cursor.fetchall()]


def _entrants(programme: str, stage: str) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.application_id, e.executor {_ENTRANTS}"
            " WHERE e.programme = %s AND e.stage = %s ORDER BY e.application_id, e.executor",
            [programme, stage],
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]


def _by_panel(review: StageReview) -> dict[int, list[tuple[str, int]]]:
    """Return (reviewer, score) as submitted for each application whose reviewers have all submitted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.application_id, g.reviewer_id, s.total FROM review_assignment g"
            " LEFT JOIN review_scoresheet s ON s.stage = %s AND s.application_id = g.application_id"
            " AND s.executor = '' AND s.reviewer_id = g.reviewer_id AND s.state = 'submitted'"
            " AND s.round = %s"
            " WHERE g.programme = %s AND g.round = %s AND g.state IN ('assigned', 'scored')"
            " ORDER BY g.application_id, g.reviewer_id",
            [
                *(review.stage.id, review.sheet_round),
                *(review.programme, review.round.id if review.round else ""),
            ],
        )
        rows = cursor.fetchall()
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    open_cases: set[int] = set()
    for application, reviewer, total in rows:
        if total is None:
            open_cases.add(application)
        else:
            found[application].append((str(reviewer), total))
    return {application: totals for application, totals in found.items() if application not in open_cases}


def _complete(review: StageReview) -> set[int]:
    """Return the cases for which nothing is to be scored any more.

    Nothing is combined here, but where a round lets only some through: whether scores can be adjusted is not
    asked before they are used.
    """
    complete: set[int] | None = None
    done: set[int] = set()
    for one in review.rounds or (review,):
        scored = set(_by_panel(one))
        complete = scored if complete is None else complete & scored
        if one.round is not None and (least := one.round.lets_through_from) is not None:
            done |= {case for case, score in complete_scores(one).items() if score < least * 1000}
    return (complete or set()) | done


def stage_progress(programme: str, stage: str) -> list[Progress]:
    """Return for each executor how many of its entrants have a score (of a panel: all that are asked for)."""
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    review = stage_review(programme, stage)
    if review is not None and review.by_panel:
        complete = _complete(review)
        scores = executor_scores(review) if review.by_executors else []
        unscored = {(one.application_id, one.executor) for one in scores if one.score_thousandths is None}
        rows = [
            (executor, case in complete and (case, executor) not in unscored)
            for case, executor in _entrants(programme, stage)
        ]
    else:
        scores = executor_scores(review) if review is not None else stage_scores(programme, stage)
        rows = [(one.executor, one.score_thousandths is not None) for one in scores]
    for executor, scored in rows:
        counted[executor][0] += scored
        counted[executor][1] += 1
    return [Progress(executor, scored, total) for executor, (scored, total) in sorted(counted.items())]
