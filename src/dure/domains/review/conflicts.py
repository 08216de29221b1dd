"""Conflicts of interest (이해충돌): what a reviewer can be to an applicant, and who may not score whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection

from dure.domains.accounts.relations import EMPLOYED
from dure.domains.accounts.relations import RELATIONS as RELATIONS
from dure.domains.review.rounds import StageReview


def barred_pairs(
    review: StageReview,
    reviewer_ids: Collection[int],
    now: datetime,
    *,
    taken_away: bool = True,
    only: Collection[int] | None = None,
) -> set[tuple[int, int]]:
    """Return the (application, reviewer) pairs of a round that may not be; one query.

    The reviewer belongs to the executor of the case (of a stage over all executors: to any that was chosen),
    or did within two years; acts or acted for the merchant, or for another one of the same owner; declared a
    conflict with it in any round or as staff of an executor, or was set aside at the applicant's request; or,
    unless ``taken_away`` is no bar, had the case taken away in this one. In a round with blind fields nobody
    is given a case whose merchant they know from a diagnosis of it. With ``only`` (application ids) the
    others are not looked at.
    """
    (found,) = barred_in([review], reviewer_ids, now, taken_away=taken_away, only=only)
    return found


def barred_in(
    reviews: Sequence[StageReview],
    reviewer_ids: Collection[int],
    now: datetime,
    *,
    taken_away: bool = True,
    only: Collection[int] | None = None,
) -> list[set[tuple[int, int]]]:
    """Return what :func:`barred_pairs` returns of each of several rounds, in their order; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH rounds AS (
                SELECT * FROM unnest(
                    %(programmes)s::text[], %(stages)s::text[], %(rounds)s::text[],
                    %(blind)s::boolean[], %(pooled)s::boolean[]
                ) WITH ORDINALITY AS r (programme, stage, round, blind, pooled, number)
            ), cases AS (
                SELECT r.number, r.blind, e.application_id, a.merchant_id,
                    CASE WHEN r.pooled THEN a.choices || e.executor ELSE ARRAY[e.executor] END AS executors
                FROM rounds r
                JOIN review_entrant e ON e.programme = r.programme AND e.stage = r.stage
                JOIN applications_application a ON a.id = e.application_id
                WHERE %(only)s::bigint[] IS NULL OR e.application_id = ANY(%(only)s::bigint[])
            )
            SELECT c.number, c.application_id, m.user_id
            FROM cases c
            JOIN accounts_organisation o ON o.code = ANY(c.executors)
            JOIN accounts_membership m ON m.organisation_id = o.id
            WHERE m.user_id = ANY(%(reviewers)s) AND (m.ends_at IS NULL OR m.ends_at > %(employed_since)s)
            UNION
            SELECT c.number, c.application_id, p.user_id
            FROM cases c JOIN merchants_merchantmember p ON p.merchant_id = c.merchant_id
            WHERE p.user_id = ANY(%(reviewers)s)
            UNION
            SELECT c.number, c.application_id, p.user_id
            FROM cases c
            JOIN merchants_duplicatepair d ON c.merchant_id IN (d.one_id, d.other_id)
                AND d.state IN ('open', 'same_business', 'same_owner')
            JOIN merchants_merchantmember p ON p.merchant_id IN (d.one_id, d.other_id)
            WHERE p.user_id = ANY(%(reviewers)s)
            UNION
            SELECT c.number, s.application_id, s.expert_id
            FROM cases c JOIN diagnosis_diagnosissheet s ON s.application_id = c.application_id
            WHERE c.blind AND s.state <> 'dropped' AND s.expert_id = ANY(%(reviewers)s)
            UNION
            SELECT r.number, q.application_id, q.reviewer_id
            FROM rounds r JOIN review_recusalrequest q ON q.programme = r.programme
            WHERE q.state = 'granted' AND q.reviewer_id = ANY(%(reviewers)s)
            UNION
            SELECT r.number, k.application_id, k.user_id
            FROM rounds r JOIN applications_staffconflict k ON k.programme = r.programme
            WHERE k.user_id = ANY(%(reviewers)s)
            UNION
            SELECT r.number, (told->>'application_id')::bigint, d.reviewer_id
            FROM rounds r
            JOIN review_conflictdeclaration d ON d.programme = r.programme
            CROSS JOIN jsonb_array_elements(d.conflicts) AS told
            WHERE d.reviewer_id = ANY(%(reviewers)s)
            UNION
            SELECT r.number, g.application_id, g.reviewer_id
            FROM rounds r
            JOIN review_assignment g ON g.programme = r.programme AND g.round = r.round
            WHERE g.state = 'conflict' OR g.state = 'taken_away' AND %(taken_away)s
            """,
            {
                "programmes": [one.programme for one in reviews],
                "stages": [one.stage.id for one in reviews],
                "rounds": [one.round.id if one.round else "" for one in reviews],
                "blind": [bool(one.round and one.round.blind) for one in reviews],
                "pooled": [not one.stage.is_by_executor for one in reviews],
                "reviewers": list(reviewer_ids),
                "only": None if only is None else list(only),
                "taken_away": taken_away,
                "employed_since": now - EMPLOYED,
            },
        )
        found: list[set[tuple[int, int]]] = [set() for _ in reviews]
        for number, application, reviewer in cursor.fetchall():
            found[number - 1].add((application, reviewer))
        return found
