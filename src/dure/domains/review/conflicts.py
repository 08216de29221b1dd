"""Conflicts of interest (이해충돌): what a reviewer can be to an applicant, and who may not score whom."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from dure.domains.accounts.relations import EMPLOYED
from dure.domains.accounts.relations import RELATIONS as RELATIONS


def barred_pairs(
    programme: str,
    stage: str,
    round_id: str,
    reviewer_ids: list[int],
    now: datetime,
    *,
    taken_away: bool = True,
    blind: bool = False,
    pooled: bool = False,
) -> set[tuple[int, int]]:
    """Return the (application, reviewer) pairs of a stage that may not be; one query.

    The reviewer belongs to the executor of the case (of a ``pooled`` stage, which is over all executors: to
    any that was chosen), or did within two years; acts or acted for the merchant, or for another one of the
    same owner; declared a conflict with it in any round or as staff of an executor, or was set aside at the
    applicant's request; or, unless ``taken_away`` is no bar, had the case taken away in this one. In a
    ``blind`` round nobody is given a case whose merchant they know from a diagnosis of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH cases AS (
                SELECT e.application_id, a.merchant_id,
                    CASE WHEN %(pooled)s THEN a.choices || e.executor ELSE ARRAY[e.executor] END AS executors
                FROM review_entrant e JOIN applications_application a ON a.id = e.application_id
                WHERE e.programme = %(programme)s AND e.stage = %(stage)s
            )
            SELECT c.application_id, m.user_id
            FROM cases c
            JOIN accounts_organisation o ON o.code = ANY(c.executors)
            JOIN accounts_membership m ON m.organisation_id = o.id
            WHERE m.user_id = ANY(%(reviewers)s) AND (m.ends_at IS NULL OR m.ends_at > %(employed_since)s)
            UNION
            SELECT c.application_id, p.user_id
            FROM cases c JOIN merchants_merchantmember p ON p.merchant_id = c.merchant_id
            WHERE p.user_id = ANY(%(reviewers)s)
            UNION
            SELECT c.application_id, p.user_id
            FROM cases c
            JOIN merchants_duplicatepair d ON c.merchant_id IN (d.one_id, d.other_id)
                AND d.state IN ('open', 'same_business', 'same_owner')
            JOIN merchants_merchantmember p ON p.merchant_id IN (d.one_id, d.other_id)
            WHERE p.user_id = ANY(%(reviewers)s)
            UNION
            SELECT s.application_id, s.expert_id
            FROM cases c JOIN diagnosis_diagnosissheet s ON s.application_id = c.application_id
            WHERE %(blind)s AND s.state <> 'dropped' AND s.expert_id = ANY(%(reviewers)s)
            UNION
            SELECT q.application_id, q.reviewer_id FROM review_recusalrequest q
            WHERE q.programme = %(programme)s AND q.state = 'granted' AND q.reviewer_id = ANY(%(reviewers)s)
            UNION
            SELECT k.application_id, k.user_id FROM applications_staffconflict k
            WHERE k.programme = %(programme)s AND k.user_id = ANY(%(reviewers)s)
            UNION
            SELECT (told->>'application_id')::bigint, d.reviewer_id
            FROM review_conflictdeclaration d CROSS JOIN jsonb_array_elements(d.conflicts) AS told
            WHERE d.programme = %(programme)s AND d.reviewer_id = ANY(%(reviewers)s)
            UNION
            SELECT g.application_id, g.reviewer_id FROM review_assignment g
            WHERE g.programme = %(programme)s AND g.round = %(round)s
                AND (g.state = 'conflict' OR g.state = 'taken_away' AND %(taken_away)s)
            """,
            {
                "programme": programme,
                "stage": stage,
                "round": round_id,
                "reviewers": reviewer_ids,
                "taken_away": taken_away,
                "blind": blind,
                "pooled": pooled,
                "employed_since": now - EMPLOYED,
            },
        )
        return {(application, reviewer) for application, reviewer in cursor.fetchall()}
