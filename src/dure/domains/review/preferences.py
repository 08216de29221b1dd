"""What is known of reviewers when cases are given out: organisations, expertise, whom they had before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Max

from dure.domains.accounts.models import Membership
from dure.domains.review.models import Expertise, PanelMember
from dure.domains.review.rounds import StageReview


def organisations_of(reviewer_ids: Sequence[int], now: datetime) -> dict[str, frozenset[str]]:
    """Return the codes of the organisations in which each reviewer (id as text) holds a role; one query."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = Membership.objects.filter(user_id__in=list(reviewer_ids)).in_force(now)
    for reviewer, code in rows.values_list("user_id", "organisation__code"):
        found[str(reviewer)].add(code)
    return {reviewer: frozenset(codes) for reviewer, codes in found.items()}


def points_of(review: StageReview, reviewer_ids: Sequence[int]) -> dict[tuple[int, int], int]:
    """Return what speaks for and against (application, reviewer) pairs of a round; four queries at most."""
    assert review.round is not None, "a panel scores in a round"
    weigh = review.round.panel.points
    points: dict[tuple[int, int], int] = defaultdict(int)
    if weigh.expertise:
        for pair in _expert(review, reviewer_ids):
            points[pair] += weigh.expertise
    if weigh.same_merchant:
        for pair in _met_before(review, reviewer_ids):
            points[pair] -= weigh.same_merchant
    if weigh.last_round and (sat := _sat_last(review, reviewer_ids)):
        for case in _industries(review):
            for reviewer in sat:
                points[case, reviewer] -= weigh.last_round
    return {pair: value for pair, value in points.items() if value}


def _industries(review: StageReview) -> dict[int, str]:
    """Return the industry code that each case of a round tells, empty where it tells none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT e.application_id, coalesce(a.facts->>'ksic', '') FROM review_entrant e"
            " JOIN applications_application a ON a.id = e.application_id"
            " WHERE e.programme = %s AND e.stage = %s",
            [review.programme, review.stage.id],
        )
        return dict(cursor.fetchall())


def _expert(review: StageReview, reviewer_ids: Sequence[int]) -> list[tuple[int, int]]:
    told = Expertise.objects.filter(reviewer_id__in=list(reviewer_ids)).exclude(industries=[])
    known = {one.reviewer_id: tuple(one.industries) for one in told}
    if not known:
        return []
    return [
        (case, reviewer)
        for case, code in _industries(review).items()
        if code
        for reviewer, industries in known.items()
        if code.startswith(industries)
    ]


def _met_before(review: StageReview, reviewer_ids: Sequence[int]) -> list[tuple[int, int]]:
    """Return the pairs whose reviewer had a case of the same merchant in another round, and kept it."""
    assert review.round is not None, "a panel scores in a round"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT e.application_id, g.reviewer_id FROM review_entrant e"
            " JOIN applications_application a ON a.id = e.application_id"
            " JOIN applications_application b ON b.merchant_id = a.merchant_id"
            " JOIN review_assignment g ON g.application_id = b.id AND g.state IN ('assigned', 'scored')"
            " WHERE e.programme = %s AND e.stage = %s AND g.reviewer_id = ANY(%s)"
            " AND (g.programme, g.round) <> (%s, %s)",
            [review.programme, review.stage.id, list(reviewer_ids), review.programme, review.round.id],
        )
        return [(case, reviewer) for case, reviewer in cursor.fetchall()]


def _sat_last(review: StageReview, reviewer_ids: Sequence[int]) -> list[int]:
    """Return who of the reviewers sat on the panel that the programme formed last before this one."""
    assert review.round is not None, "a panel scores in a round"
    others = PanelMember.objects.filter(programme=review.programme).exclude(round=review.round.id)
    last = others.values("round").annotate(formed=Max("since")).order_by("-formed", "round").first()
    if last is None:
        return []
    sat = others.filter(round=last["round"], reviewer_id__in=list(reviewer_ids))
    return sorted(set(sat.values_list("reviewer_id", flat=True)))
