"""Pairs of merchants that may be duplicates, as officers and the ministry read them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.merchants.models import DuplicatePair as DuplicatePair
from dure.domains.merchants.queries_officer import business_number_in, named
from dure.domains.merchants.states import DUPLICATE_STATES
from dure.domains.merchants.states import VERDICTS as VERDICTS

STATES = DUPLICATE_STATES.states()


@dataclass(frozen=True, slots=True)
class WantedPairs:
    """What the list of pairs is filtered by; an empty text: everything."""

    state: str = ""
    band: str = ""
    words: str = ""


def pairs(actor: SignedActor, wanted: WantedPairs) -> QuerySet[DuplicatePair]:
    """Return the pairs that a filter leaves, with both merchants."""
    found = DuplicatePair.objects.visible_to(actor).select_related("one", "other")
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.band:
        found = found.filter(band=wanted.band)
    if wanted.words.strip():
        number = business_number_in(wanted.words)
        found = found.filter(search__contains=number) if number else found.filter(named(wanted.words))
    return found


def pair(actor: SignedActor, pair_id: int) -> DuplicatePair | None:
    """Return one pair that an actor may see, or None."""
    return pairs(actor, WantedPairs()).filter(pk=pair_id).first()


def pairs_of_merchant(actor: SignedActor, merchant_id: int) -> list[DuplicatePair]:
    """Return what the document check shows: pairs of a merchant that are open and high, or one business."""
    told = Q(state="open", band="high") | Q(state="same_business")
    of = Q(one_id=merchant_id) | Q(other_id=merchant_id)
    found = DuplicatePair.objects.visible_to(actor, of=merchant_id).select_related("one", "other")
    return list(found.filter(told & of).order_by("-score", "pk")[:MOST_SHOWN])


MOST_SHOWN = 20


def count_open(actor: SignedActor) -> int:
    """Return how many pairs wait for a decision."""
    return DuplicatePair.objects.visible_to(actor).filter(state="open").count()
