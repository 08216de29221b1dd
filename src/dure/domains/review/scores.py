"""The scores of a stage as its selection reads them, and how far the scoring is."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from django.db import connection

from dure.domains.review.rounds import stage_review
from dure.engine.problems import msg, refuse
from dure.engine.review.combining import combined


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
        return _by_executors(programme, stage)
    if review.by_panel:
        scores = _by_panel(programme, stage, review.round.id if review.round else "")
        return [
            StageScore(application, executor, combined(scores.get(application, ()), review.stage.combine))
            for application, executor in _entrants(programme, stage)
        ]
    raise refuse(
        "review.way",
        msg("the stage {stage} is scored neither by executors nor by a panel"),
        stage=stage,
    )


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


def _by_panel(programme: str, stage: str, round_id: str) -> dict[int, list[int]]:
    """Return the submitted scores of each application whose reviewers have all submitted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.application_id, s.total FROM review_assignment g"
            " LEFT JOIN review_scoresheet s ON s.stage = %s AND s.application_id = g.application_id"
            " AND s.executor = '' AND s.reviewer_id = g.reviewer_id AND s.state = 'submitted'"
            " WHERE g.programme = %s AND g.round = %s AND g.state IN ('assigned', 'scored')",
            [stage, programme, round_id],
        )
        rows = cursor.fetchall()
    found: dict[int, list[int]] = defaultdict(list)
    open_cases: set[int] = set()
    for application, total in rows:
        if total is None:
            open_cases.add(application)
        else:
            found[application].append(total)
    return {application: totals for application, totals in found.items() if application not in open_cases}


def stage_progress(programme: str, stage: str) -> list[Progress]:
    """Return for each executor how many of its entrants have a score (of a panel: all that are asked for)."""
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in stage_scores(programme, stage):
        counted[row.executor][0] += row.score_thousandths is not None
        counted[row.executor][1] += 1
    return [Progress(executor, scored, total) for executor, (scored, total) in sorted(counted.items())]
