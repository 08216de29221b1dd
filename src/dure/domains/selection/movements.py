"""The public log of what happened to the places of a selection: read from events, no personal data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dure.domains.events.models import Event
from dure.domains.selection.models import Decision, Place, Reserve, ScoreCorrection, Selection
from dure.engine.selection.movements import Movement, chain, head
from dure.files.movements import movements_bytes

_LEFT = {
    "give_up": "given_up",
    "decline": "given_up",
    "lapse": "lapsed",
    "leave": "withdrawn",
    "disqualify": "disqualified",
}
_OF_A_LIST = {"withdraw": "off_list", "reopen": "off_list", "accept": "on_list"}


@dataclass(frozen=True, slots=True)
class PublicLog:
    """A log as a file, how many entries it has, and the hash by which the whole is named."""

    content: bytes
    entries: int
    head: str


def public_log(selection: Selection) -> PublicLog:
    """Return the log of a published selection as it is now; it only ever grows at its end."""
    movements, follows = movements_of(selection), selection.decisions_sha256
    return PublicLog(
        movements_bytes(follows, movements), len(movements), head(follows, chain(follows, movements))
    )


def movements_of(selection: Selection) -> list[Movement]:
    """Return what happened to the places of a selection since it was confirmed, in order; six queries."""
    confirmed = Event.objects.filter(
        subject="selection", subject_id=str(selection.pk), details__move="confirm"
    ).first()
    if confirmed is None:
        return []
    found = _Found(selection)
    since = Event.objects.filter(pk__gt=confirmed.pk)
    events = since.filter(subject="place", subject_id__in=list(found.places))
    events |= since.filter(subject="reserve", subject_id__in=list(found.listed))
    events |= since.filter(subject="score_correction", subject_id__in=list(found.corrections))
    events |= since.filter(subject="application", subject_id__in=list(found.waiting))
    return list(_numbered(found, events.order_by("pk")))


class _Found:
    """The rows that events are about, by the ids that events name, and where each holds a place."""

    def __init__(self, selection: Selection) -> None:
        of = {"selection": selection}
        number = "application__application_no"
        places = Place.objects.filter(**of).select_related("application")
        places = places.only("application", "executor", "seat", "over_quota", number)
        listed = Reserve.objects.filter(**of).select_related("application")
        listed = listed.only("application", "executor", number)
        corrections = ScoreCorrection.objects.filter(**of).select_related("application")
        corrections = corrections.only("application", "executor", "score", number)
        self.places = {str(one.pk): one for one in places}
        self.listed = {str(one.pk): one for one in listed}
        self.corrections = {str(one.pk): one for one in corrections}
        self.waiting = {
            str(one.application_id): one.application.application_no or "" for one in self.listed.values()
        }
        chosen = Decision.objects.filter(**of, decision="selected")
        self.at: dict[str, str] = dict(chosen.values_list("application_no", "executor"))


def _numbered(found: _Found, events: Iterable[Event]) -> Iterator[Movement]:
    acts: dict[object, int] = {}
    number = 0
    for event in events:
        movement = _movement(found, event)
        if movement is not None:
            number += 1
            act = acts.setdefault(event.act_id, len(acts) + 1)
            yield replace(movement, no=number, act=act, at=event.at.isoformat())


def _movement(found: _Found, event: Event) -> Movement | None:
    details = event.details or {}
    move = details.get("move", "")
    if event.subject == "place":
        return _of_place(found, found.places[event.subject_id], move, details)
    if event.subject == "reserve":
        entry = found.listed[event.subject_id]
        executor = str(details.get("executor", entry.executor))
        return Movement(0, 0, "", "listed", entry.application.application_no or "", executor)
    if event.subject == "score_correction":
        right = found.corrections[event.subject_id]
        number = right.application.application_no or ""
        return Movement(0, 0, "", "corrected", number, right.executor, score=right.score)
    if move in _OF_A_LIST:
        return Movement(0, 0, "", _OF_A_LIST[move], found.waiting[event.subject_id])
    return None


def _of_place(found: _Found, place: Place, move: str, details: Mapping[str, object]) -> Movement | None:
    number = place.application.application_no or ""
    if move in _LEFT:
        return Movement(0, 0, "", _LEFT[move], number, found.at.get(number, place.executor))
    if move not in ("offer", "reinstate", "restore"):
        return None
    what = "restored"
    if move == "offer":
        what = "moved_up" if details.get("given_by") == "reserve" else "placed"
    executor = str(details.get("executor", place.executor))
    found.at[number] = executor
    return Movement(
        0,
        0,
        "",
        what,
        number,
        executor,
        str(details.get("seat", place.seat)),
        bool(details.get("over_quota", place.over_quota)),
    )
