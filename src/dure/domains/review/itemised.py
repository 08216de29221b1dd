"""The marks by criterion behind the scores of applications, as their applicants may read them.

Of several reviewers' marks one is made, as the stage makes one score of theirs: nobody is named.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection

from dure.domains.review.rounds import StageReview
from dure.engine.review.combining import combined, combined_items


@dataclass(frozen=True, slots=True)
class Itemised:
    """A score in thousandths, with the mark of each criterion; without marks where it was given as one."""

    total: int
    marks: Mapping[str, int]
    reviews: int
    """How many submitted a sheet."""
    adjusted: bool = False
    """Whether the stage adjusts scores: then the total is the mean as given, and not what was decided on."""


def itemised(
    review: StageReview, application_ids: Collection[int], executors: Collection[str] | None = None
) -> dict[tuple[int, str], Itemised]:
    """Return scores with their marks by application and executor; of a panel, the executor is empty.

    With ``executors``, one for each application, only what that one gave. One query. Sheets that are not
    submitted, or not all of a panel, make no score.
    """
    if review.by_panel:
        return _of_panel(review, application_ids)
    return _of_executors(review, application_ids, executors)


def _of_executors(
    review: StageReview, ids: Collection[int], executors: Collection[str] | None
) -> dict[tuple[int, str], Itemised]:
    names = set(review.weights())
    asked = "unnest(%s::bigint[], %s::text[]) AS t (id, name)"
    wanted = list(executors) if executors is not None else [None] * len(ids)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.application_id, s.executor, s.total, s.items FROM {asked} JOIN review_scoresheet s"
            " ON s.application_id = t.id AND s.stage = %s AND s.executor = coalesce(t.name, s.executor)"
            " WHERE s.programme = %s AND s.reviewer_id IS NULL AND s.state = 'submitted'",
            [list(ids), wanted, review.stage.id, review.programme],
        )
        return {
            (application, executor): Itemised(total, _whole(items, names), 1)
            for application, executor, total, items in cursor.fetchall()
        }


def _of_panel(review: StageReview, ids: Collection[int]) -> dict[tuple[int, str], Itemised]:
    names = set(review.weights())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.application_id, s.total, s.items FROM review_assignment g"
            " LEFT JOIN review_scoresheet s ON s.stage = %s AND s.application_id = g.application_id"
            " AND s.executor = '' AND s.reviewer_id = g.reviewer_id AND s.state = 'submitted'"
            " AND s.round = %s"
            " WHERE g.programme = %s AND g.round = %s AND g.state IN ('assigned', 'scored')"
            " AND g.application_id = ANY(%s::bigint[]) ORDER BY s.id",
            [
                *(review.stage.id, review.sheet_round, review.programme),
                *(review.round.id if review.round else "", list(ids)),
            ],
        )
        rows = cursor.fetchall()
    sheets: dict[int, list[tuple[int, Mapping[str, int]]]] = defaultdict(list)
    lacking = {application for application, total, _items in rows if total is None}
    for application, total, items in rows:
        if application not in lacking:
            sheets[application].append((total, _whole(items, names)))
    found = {}
    for application, of in sheets.items():
        way = review.stage.combine
        adjusted = way == "adjusted"
        total = combined([score for score, _ in of], "mean" if adjusted else way)
        assert total is not None, "there is a sheet"
        found[application, ""] = Itemised(total, combined_items(of, way), len(of), adjusted)
    return found


def _whole(items: str | Mapping[str, int], names: set[str]) -> dict[str, int]:
    """Return the marks of a sheet where every criterion of the rubric has one; else none."""
    read: Mapping[str, int] = items if isinstance(items, Mapping) else json.loads(items)
    return {name: read[name] for name in read if name in names} if names and names <= set(read) else {}
