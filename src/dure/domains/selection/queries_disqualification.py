"""Disqualifications as officers read them: of one place, and those that wait for a second officer."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.selection.models import HELD, Place, Selection
from dure.domains.selection.models import Disqualification as Disqualification
from dure.domains.selection.states import ALIVE
from dure.engine.law.deadlines import day_of


def disqualifications_of(actor: SignedActor, place: Place | int) -> list[Disqualification]:
    """Return the disqualifications of one place that an actor may see, the newest first."""
    return list(
        Disqualification.objects.visible_to(actor)
        .filter(place=place)
        .select_related("answer_file", "place")
        .order_by("-pk")
    )


def hearings(actor: SignedActor, now: datetime) -> list[tuple[str, int, str]]:
    """Return the notices that can be decided: programme, place, ``answered`` or ``noticed`` (none came)."""
    run = actor.scope("place__programme", "officer")
    due = Q(state="answered") | Q(state="noticed", answer_until__lt=day_of(now))
    found = Disqualification.objects.visible_to(actor).filter(run, due, place__state__in=HELD)
    return list(found.order_by("pk").values_list("place__programme", "place_id", "state")[:200])


def alive_of(actor: SignedActor, place: Place | int) -> Disqualification | None:
    """Return the disqualification of a place that is not decided yet, with the file of its answer."""
    found = Disqualification.objects.visible_to(actor).filter(place=place, state__in=ALIVE)
    return found.select_related("answer_file").first()


def waiting_places(actor: SignedActor, selection: Selection) -> frozenset[int]:
    """Return the ids of the places of a selection whose disqualification is under way."""
    found = Disqualification.objects.visible_to(actor).filter(place__selection=selection, state__in=ALIVE)
    return frozenset(found.values_list("place_id", flat=True))


def to_confirm(actor: SignedActor) -> list[tuple[str, int]]:
    """Return what waits for whoever asks: programme and place, what was proposed first first."""
    run = actor.scope("place__programme", "officer")
    found = Disqualification.objects.visible_to(actor).filter(run, state="proposed")
    found = found.exclude(second_officer=True, proposed_by_id=actor.user_id or 0)
    return list(found.order_by("pk").values_list("place__programme", "place_id")[:200])
