"""With which applications reviewers are in conflict: what diagnosis is handed in of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, F, Func, JSONField, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from dure.domains.accounts.actors import SignedActor
from dure.domains.review.models import Assignment, ConflictDeclaration, RecusalRequest


class JsonElements(Func):
    """The elements of an array in JSON, a row each."""

    function = "jsonb_array_elements"
    output_field = JSONField()
    set_returning = True


def pairs_against(pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return those of some (user, application) pairs in conflict, in whatever round; one query.

    The user declared it (회피), was set aside at the applicant's request (기피), or a case of it was taken
    from them because a conflict was found.
    """
    if not pairs:
        return set()
    text = (
        "SELECT t.user_id, t.application_id"
        " FROM unnest(%s::bigint[], %s::bigint[]) AS t (user_id, application_id)"
        " WHERE EXISTS (SELECT 1 FROM review_recusalrequest q WHERE q.state = 'granted'"
        " AND q.reviewer_id = t.user_id AND q.application_id = t.application_id)"
        " OR EXISTS (SELECT 1 FROM review_assignment g WHERE g.state = 'conflict'"
        " AND g.reviewer_id = t.user_id AND g.application_id = t.application_id)"
        " OR (t.user_id, t.application_id) IN (SELECT d.reviewer_id, (told->>'application_id')::bigint"
        " FROM review_conflictdeclaration d CROSS JOIN jsonb_array_elements(d.conflicts) AS told"
        " WHERE d.reviewer_id = ANY(%s))"
    )
    users, applications = zip(*pairs, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(text, [list(users), list(applications), sorted(set(users))])
        return {(user, application) for user, application in cursor.fetchall()}


def applications_against(actor: SignedActor) -> Sequence[QuerySet[Any, Any]]:
    """Return queries of the ids of the applications that an actor is in conflict with as a reviewer."""
    own = {"reviewer_id": actor.user_id or 0}
    told = Cast(KeyTextTransform("application_id", JsonElements(F("conflicts"))), BigIntegerField())
    return (
        RecusalRequest.objects.filter(**own, state="granted").values("application_id"),
        Assignment.objects.filter(**own, state="conflict").values("application_id"),
        ConflictDeclaration.objects.filter(**own).annotate(case=told).values("case"),
    )
