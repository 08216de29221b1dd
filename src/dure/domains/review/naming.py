"""The names about which conflicts are declared where a round hides whose case is whose."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from dure.domains.accounts.actors import SignedActor
from dure.domains.privacy.encryption import blind
from dure.domains.review.gates import entrants_of
from dure.domains.review.rounds import StageReview


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
