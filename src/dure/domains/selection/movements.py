"""The public log of what happened to the places of a selection: read from events, no personal data."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from dure.domains.events.models import Event
from dure.domains.selection.models import (
    Decision,
    MovementMark,
    Place,
    Reserve,
    ScoreCorrection,
    Selection,
)
from dure.engine.selection.movements import Movement, chain, head
from dure.files.movements import movements_bytes

_LEFT = {
    "give_up": "given_up",
    "decline": "given_up",
    "lapse": "lapsed",
    "leave": "withdrawn",
    "disqualify": "disqualified",
}
_OF_EXECUTORS = {"close": "closed", "back": "back", "take_over": "seat_taken_over"}
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
    return [one for one, _ in _read(selection, _start_of(selection), None)]


@dataclass(frozen=True, slots=True)
class Link:
    """The last link of a log: how many entries there are, and the hash by which the whole is named."""

    upto_event: int
    entries: int
    acts: int
    last_act: uuid.UUID | None
    head: str


def link_of(selection: Selection, upto_event: int | None = None) -> Link:
    """Return the last link as every event says, or every one up to some; for what has to be sure."""
    start = _start_of(selection)
    return _linked(start, _read(selection, start, None, upto_event), upto_event)


def last_link(selection: Selection) -> Link:
    """Return the last link of a log as it is now: of the mark, and of the few events since; for pages."""
    mark = MovementMark.objects.filter(selection=selection).first()
    if mark is None:
        return link_of(selection)
    start = Link(mark.upto_event, mark.entries, mark.acts, mark.last_act, mark.head)
    since = Event.objects.filter(pk__gt=mark.upto_event, subject__in=_SUBJECTS)
    # Of a selection itself only what became of its executors stands in the log.
    since = since.exclude(~Q(details__has_key="executors"), subject="selection")
    touched = list(since.values_list("subject", "subject_id"))
    return _linked(start, _read(selection, start, touched)) if touched else start


_SUBJECTS = ("place", "reserve", "score_correction", "application", "selection")
_Touched = Sequence[tuple[str, str]]


def _start_of(selection: Selection) -> Link:
    """Return the link that the log begins with: the hash of the decisions, from their confirmation on."""
    confirmed = Event.objects.filter(
        subject="selection", subject_id=str(selection.pk), details__move="confirm"
    ).first()
    upto = 0 if confirmed is None else confirmed.pk
    return Link(upto, 0, 0, None, selection.decisions_sha256)


def _linked(start: Link, entries: Sequence[tuple[Movement, Event]], upto_event: int | None = None) -> Link:
    hashes = chain(start.head, [one for one, _ in entries])
    upto = max(start.upto_event, upto_event or 0)
    if not entries:
        return replace(start, upto_event=upto)
    movement, event = entries[-1]
    return Link(max(upto, event.pk), movement.no, movement.act, event.act_id, head(start.head, hashes))


def _read(
    selection: Selection, start: Link, touched: _Touched | None, upto_event: int | None = None
) -> list[tuple[Movement, Event]]:
    """Return the entries after a link, each with its event; of ``touched`` rows alone, or of all of them."""
    if not start.upto_event:
        return []
    found = _Found(selection, touched)
    since = Event.objects.filter(pk__gt=start.upto_event)
    if upto_event is not None:
        since = since.filter(pk__lte=upto_event)
    events = since.filter(subject="place", subject_id__in=list(found.places))
    events |= since.filter(subject="reserve", subject_id__in=list(found.listed))
    events |= since.filter(subject="score_correction", subject_id__in=list(found.corrections))
    events |= since.filter(subject="application", subject_id__in=list(found.waiting))
    own = since.filter(subject="selection", subject_id=str(selection.pk))
    events |= own.filter(details__has_key="executors")
    if touched is not None:
        found.stand_at(start.upto_event)
    return list(_numbered(found, events.order_by("pk"), start))


class _Found:
    """The rows that events are about, by the ids that events name, and where each holds a place."""

    def __init__(self, selection: Selection, touched: _Touched | None) -> None:
        ids: dict[str, list[int]] = {name: [] for name in _SUBJECTS}
        for subject, subject_id in touched or ():
            ids[subject].append(int(subject_id))

        def named(subject: str, column: str = "pk") -> dict[str, Any]:
            return {"selection": selection} | ({} if touched is None else {f"{column}__in": ids[subject]})

        number = "application__application_no"
        places = Place.objects.filter(**named("place")).select_related("application")
        places = places.only("application", "executor", "seat", "over_quota", number)
        listed = Reserve.objects.filter(selection=selection).select_related("application")
        listed = listed.only("application", "executor", number)
        if touched is not None:
            listed = listed.filter(Q(pk__in=ids["reserve"]) | Q(application_id__in=ids["application"]))
        corrections = ScoreCorrection.objects.filter(**named("score_correction"))
        corrections = corrections.select_related("application")
        corrections = corrections.only("application", "executor", "score", number)
        self.places = {str(one.pk): one for one in places}
        self.listed = {str(one.pk): one for one in listed}
        self.corrections = {str(one.pk): one for one in corrections}
        self.waiting = {
            str(one.application_id): one.application.application_no or "" for one in self.listed.values()
        }
        chosen = Decision.objects.filter(selection=selection, decision="selected")
        if touched is not None:
            chosen = chosen.filter(application_id__in=[one.application_id for one in self.places.values()])
        self.at: dict[str, str] = dict(chosen.values_list("application_no", "executor"))

    def stand_at(self, event: int) -> None:
        """Have everybody stand where they did at an event, as the events of their places say."""
        earlier = Event.objects.filter(subject="place", subject_id__in=list(self.places), pk__lte=event)
        for one in earlier.order_by("pk"):
            _movement(self, one)


def _numbered(found: _Found, events: Iterable[Event], start: Link) -> Iterator[tuple[Movement, Event]]:
    acts: dict[object, int] = {} if start.last_act is None else {start.last_act: start.acts}
    count = start.acts
    number = start.entries
    for event in events:
        movement = _movement(found, event)
        if movement is not None:
            number += 1
            if event.act_id not in acts:
                count += 1
                acts[event.act_id] = count
            yield replace(movement, no=number, act=acts[event.act_id], at=event.at.isoformat()), event


def _movement(found: _Found, event: Event) -> Movement | None:
    details = event.details or {}
    move = details.get("move", "")
    if event.subject == "selection":
        what = _OF_EXECUTORS.get(str(details.get("executors", "")))
        return None if what is None else Movement(0, 0, "", what, "", str(details["executor"]))
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
    if move not in ("offer", "reinstate", "restore", "move_over", "move_over_at_once"):
        return None
    what = "moved_over" if move.startswith("move_over") else "restored"
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
