"""Who reviews which applications without knowing whose they are: what diagnosis is handed in of reviewers."""

from __future__ import annotations

from collections.abc import Collection

from dure.domains.review.models import Assignment
from dure.domains.review.panels import IN_FORCE
from dure.domains.review.rounds import round_review


def reviewing_blindly(pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return those of some (user, application) pairs in which the user holds the case in a blind round."""
    users, applications = {user for user, _ in pairs}, {application for _, application in pairs}
    held = Assignment.objects.filter(
        reviewer_id__in=users, application_id__in=applications, state__in=IN_FORCE
    ).values_list("reviewer_id", "application_id", "programme", "round")
    asked = set(pairs)
    rows = [row for row in held if (row[0], row[1]) in asked]
    blind = {place for place in {(row[2], row[3]) for row in rows} if _is_blind(*place)}
    return {(user, application) for user, application, *place in rows if tuple(place) in blind}


def _is_blind(programme: str, round_id: str) -> bool:
    review = round_review(programme, round_id)
    return review is not None and review.round is not None and bool(review.round.blind)
