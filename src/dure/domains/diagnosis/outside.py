"""What later subjects know of experts: consultants who were matched, who holds a case without a name, and who
is in conflict as a reviewer.

Matching and review come after this subject and hand in what they know when the service starts. While nobody
has, no consultant is matched, nobody reviews blindly, and no reviewer is in conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from dure.domains.accounts.actors import NOTHING, SignedActor
from dure.domains.applications.staff_conflicts import in_conflict

Pairs = Collection[tuple[int, int]]
"""(user, application) pairs."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Consultants (컨설턴트) by their matches that stand, for as long as they stand.

    ``applications_of`` gives the ids of the applications that an actor is matched with; ``organisations_of``
    the matches of a programme, with ``organisation`` and ``application_id``.
    """

    applications_of: Callable[[SignedActor], QuerySet[Any, Any]]
    organisations_of: Callable[[str], QuerySet[Any, Any]]


@dataclass(frozen=True, slots=True)
class Against:
    """Reviewers who may not judge an application: declared, set aside at its request, or found.

    ``pairs_of`` returns those of some pairs in which that holds; ``applications_of`` the queries whose only
    column are the ids of the applications that an actor conflicts with.
    """

    pairs_of: Callable[[Pairs], set[tuple[int, int]]]
    applications_of: Callable[[SignedActor], Sequence[QuerySet[Any, Any]]]


_matched: list[Matched] = []
_blind: list[Callable[[Pairs], set[tuple[int, int]]]] = []
_against: list[Against] = []


def hand_in_matched(source: Matched) -> None:
    """Register who knows of matches with consultants; once is enough."""
    if source not in _matched:
        _matched.append(source)


def hand_in_blind(source: Callable[[Pairs], set[tuple[int, int]]]) -> None:
    """Register who knows which of some pairs review the application without knowing whom it is of."""
    if source not in _blind:
        _blind.append(source)


def hand_in_against(source: Against) -> None:
    """Register who knows of reviewers in conflict; once is enough."""
    if source not in _against:
        _against.append(source)


def matched_with(actor: SignedActor, column: str) -> Q:
    """Return the condition that an application (``column``) is one that somebody is matched with."""
    found = NOTHING
    if actor.has("consultant"):
        for source in _matched:
            found |= Q(**{f"{column}__in": source.applications_of(actor)})
    return found


def organisations_matched(programme: str) -> list[QuerySet[Any, Any]]:
    """Return the matches of a programme with consultants: ``organisation`` and ``application_id``."""
    return [source.organisations_of(programme) for source in _matched]


def reviewing_blindly(pairs: Pairs) -> set[tuple[int, int]]:
    """Return those of some (user, application) pairs in which the user reviews it without its name."""
    return set().union(*(source(pairs) for source in _blind)) if pairs else set()


def reviewing_against(pairs: Pairs) -> set[tuple[int, int]]:
    """Return those of some (user, application) pairs in which the user is in conflict as a reviewer."""
    return set().union(*(source.pairs_of(pairs) for source in _against)) if pairs else set()


def kept_from(actor: SignedActor, application: str = "pk", merchant: str = "merchant_id") -> Q:
    """Return the condition that somebody may not diagnose an application: a conflict, as staff or reviewer.

    ``application`` and ``merchant`` are the columns with their ids.
    """
    found = in_conflict(actor, application, merchant)
    for source in _against:
        for told in source.applications_of(actor):
            found |= Q(**{f"{application}__in": told})
    return found
