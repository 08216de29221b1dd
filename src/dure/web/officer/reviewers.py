"""Reviewers as officers read them: by name and organisation."""

from __future__ import annotations

from collections.abc import Iterable

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.queries import people
from dure.domains.accounts.workplaces import workplaces
from dure.web.people.words import staff_member
from dure.web.words import page_language


def labels_of(who: SignedActor, reviewer_ids: Iterable[int]) -> dict[int, str]:
    """Return a name with the organisations for each reviewer; two queries."""
    ids = set(reviewer_ids)
    known, work = people(who, ids), workplaces(ids)
    english = page_language() == "en"
    labels = {}
    for one in ids:
        user = known.get(one)
        held_by = ", ".join(en if english else ko for ko, en in work.get(one, []))
        labels[one] = f"{staff_member(user)} · {held_by}" if user else held_by or str(one)
    return labels
