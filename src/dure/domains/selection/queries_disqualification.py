"""Disqualifications as officers read them: of one place, and those that wait for a second officer."""

from __future__ import annotations

from dure.domains.accounts.actors import SignedActor
from dure.domains.selection.models import Disqualification as Disqualification
from dure.domains.selection.models import Place, Selection


def disqualifications_of(actor: SignedActor, place: Place | int) -> list[Disqualification]:
    """Return the disqualifications of one place that an actor may see, the newest first."""
    return list(Disqualification.objects.visible_to(actor).filter(place=place).order_by("-pk"))


def waiting_places(actor: SignedActor, selection: Selection) -> frozenset[int]:
    """Return the ids of the places of a selection whose disqualification waits for a second officer."""
    found = Disqualification.objects.visible_to(actor).filter(place__selection=selection, state="proposed")
    return frozenset(found.values_list("place_id", flat=True))


def to_confirm(actor: SignedActor) -> list[tuple[str, int]]:
    """Return what waits for whoever asks: programme and place, what was proposed first first."""
    run = actor.scope("place__programme", "officer")
    found = Disqualification.objects.visible_to(actor).filter(run, state="proposed")
    found = found.exclude(second_officer=True, proposed_by_id=actor.user_id or 0)
    return list(found.order_by("pk").values_list("place__programme", "place_id")[:200])
