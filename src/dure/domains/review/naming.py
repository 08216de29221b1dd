"""The names about which conflicts are declared where a round hides whose case is whose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Min

from dure.domains.accounts.actors import SignedActor
from dure.domains.privacy.encryption import blind
from dure.domains.review.gates import entrants_of
from dure.domains.review.models import Assignment, ConflictDeclaration
from dure.domains.review.rounds import StageReview

MOST_NAMES = 200
"""So many names are shown for one declaration: what is ticked among them is kept before the next are."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name among the applicants of a round, and the applications of whoever bears it."""

    mark: str
    name: str
    applications: tuple[int, ...]


def hides_names(review: StageReview) -> bool:
    """Say whether reviewers of a round do not see whose case is whose before they declare conflicts."""
    return review.round is not None and "name" in review.round.blind


def names_of(actor: SignedActor, review: StageReview) -> list[Named]:
    """Return the names of all applicants of a round, shuffled for one reviewer; one query.

    The order is that of keyed hashes: the same at every look, another for each reviewer, and nobody without
    the key finds from the number of a case where its name stands, or its mark. Applicants of one name stand
    once: nothing that is shown tells them apart, so a conflict with one is one with all.
    """
    assert review.round is not None, "a panel scores in a round"
    rows = entrants_of(review).filter(application__state="accepted").order_by()
    names: dict[str, set[str]] = defaultdict(set)
    cases: dict[str, set[int]] = defaultdict(set)
    for pk, name in rows.values_list("application_id", "application__name").distinct():
        mark = blind(f"conflict/{review.programme}/{review.round.id}/{actor.user_id}/{name}")
        names[mark].add(name)
        cases[mark].add(pk)
    return [
        Named(mark, " · ".join(sorted(names[mark])), tuple(sorted(cases[mark]))) for mark in sorted(cases)
    ]


@dataclass(frozen=True, slots=True)
class Names:
    """The names to declare about now, how many come before them, and how many there are."""

    shown: tuple[Named, ...]
    before: int
    total: int

    @property
    def last(self) -> int:
        return self.before + len(self.shown)


def names_to_declare(actor: SignedActor, review: StageReview) -> Names:
    """Return the next names about which somebody has not signed since a case was given to them.

    A part at a time, in the order of :func:`names_of`, from where the last declaration ended: what was
    declared is kept, and nothing is asked twice. Three queries.
    """
    names = names_of(actor, review)
    seen = _seen(actor.user_id, review)
    left = [one for one in names if not seen.issuperset(one.applications)]
    return Names(tuple(left[:MOST_NAMES]), len(names) - len(left), len(names))


def is_told_of_all(reviewer_id: int, review: StageReview, seen: Collection[int]) -> bool:
    """Say whether with those ``seen`` now somebody has signed about every applicant of a round.

    Not before do cases open where names are hidden: by which name a case opens it would be known whose it is.
    """
    rows = entrants_of(review).filter(application__state="accepted").order_by()
    everybody = set(rows.values_list("application_id", flat=True))
    return everybody <= _seen(reviewer_id, review) | set(seen)


def _seen(reviewer_id: int | None, review: StageReview) -> set[int]:
    """Return the applications about which somebody has signed since the first case that waits was given."""
    assert review.round is not None, "a panel scores in a round"
    of = {"programme": review.programme, "round": review.round.id, "reviewer_id": reviewer_id}
    waiting = Assignment.objects.filter(**of, state="assigned", declared_at__isnull=True)
    since = waiting.aggregate(first=Min("assigned_at"))["first"]
    told = ConflictDeclaration.objects.filter(**of)
    if since is not None:
        told = told.filter(at__gte=since)
    return {case for seen in told.values_list("seen", flat=True) for case in seen}
