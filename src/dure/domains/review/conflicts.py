"""Conflicts of interest (이해충돌): what a reviewer can be to an applicant, and who may not score whom."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

RELATIONS = ("family", "employment", "business", "advice", "competitor", "other")
"""What somebody declares: a code and never words, which would tell of a person."""


def barred_pairs(
    programme: str, stage: str, round_id: str, reviewer_ids: list[int], now: datetime
) -> set[tuple[int, int]]:
    """Return the (application, reviewer) pairs of a stage that may not be; one query.

    The reviewer belongs to the executor of the case, or acts for the merchant; declared a conflict with it in
    any round; had the case taken away in this one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH cases AS (
                SELECT e.application_id, e.executor, a.merchant_id
                FROM review_entrant e JOIN applications_application a ON a.id = e.application_id
                WHERE e.programme = %(programme)s AND e.stage = %(stage)s
            )
            SELECT c.application_id, m.user_id
            FROM cases c
            JOIN accounts_organisation o ON o.code = c.executor
            JOIN accounts_membership m ON m.organisation_id = o.id
            WHERE m.user_id = ANY(%(reviewers)s) AND (m.ends_at IS NULL OR m.ends_at > %(now)s)
            UNION
            SELECT c.application_id, p.user_id
            FROM cases c JOIN merchants_merchantmember p ON p.merchant_id = c.merchant_id
            WHERE p.user_id = ANY(%(reviewers)s)
            UNION
            SELECT (told->>'application_id')::bigint, d.reviewer_id
            FROM review_conflictdeclaration d CROSS JOIN jsonb_array_elements(d.conflicts) AS told
            WHERE d.programme = %(programme)s AND d.reviewer_id = ANY(%(reviewers)s)
            UNION
            SELECT g.application_id, g.reviewer_id FROM review_assignment g
            WHERE g.programme = %(programme)s AND g.round = %(round)s
                AND g.state IN ('conflict', 'taken_away')
            """,
            {
                "programme": programme,
                "stage": stage,
                "round": round_id,
                "reviewers": reviewer_ids,
                "now": now,
            },
        )
        return {(application, reviewer) for application, reviewer in cursor.fetchall()}
