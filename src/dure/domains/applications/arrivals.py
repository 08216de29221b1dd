"""A call that is served in the order of arrival (선착순) while it receives: places left, order, who is ahead.

The order is that in which the database received, not that of clocks: who hands in waits until nobody else
hands in to the same call (:func:`receive`), and its instant of receipt is made later than all before it. The
file says what happens when the places are gone: with ``when_full: refuse`` nobody is received while every
place is asked for, else everybody is, and those behind the places queue in order.
``docs/algorithms/first-come.md`` has the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet

from dure.domains.applications.following import hold_following, room_left
from dure.domains.applications.models import Application
from dure.domains.events.alone import alone_each
from dure.engine.problems import Refused, msg, refuse
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage
from dure.engine.selection.arrivals import Seats

STANDING = ("submitted", "supplementing", "accepted")
"""States of an application that stands in the order: neither refused nor withdrawn."""
COUNTED = 20_000
"""Up to how many of those ahead are read for the number on the waiting list that a page shows."""
TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Left:
    """The places of a first-come call, how many of them nobody stands for yet, and its reserve list.

    ``at`` has what is left by executor id; empty where the stage is over all, and where seats are kept for
    groups, since what is left is then not known before all have come.
    """

    quota: int
    left: int
    reserve_length: int
    refuses: bool = False
    """Whether nobody is received while every place is asked for."""
    at: Mapping[str, int] | None = None

    @property
    def is_full(self) -> bool:
        return self.left == 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an application stands in the order now: how many came before it, and whether a place is its own.

    ``waiting`` is its number on the waiting list, over all executors; None where a place is free for it, and
    where that cannot be told yet (seats are kept for groups, or too many are ahead).
    """

    ahead: int
    has_place: bool | None
    waiting: int | None


def first_come(programme: Programme) -> Stage | None:
    """Return the first stage where it is served in the order of arrival."""
    first = programme.stages[0] if programme.stages else None
    return first if first is not None and first.chosen_by == "first_come" else None


def places_left(programme: Programme) -> Left | None:
    """Return what is left of the first stage, as it is now; None where it is not first come. One query."""
    first = first_come(programme)
    if first is None:
        return None
    quota = first.quota.total
    if _is_walk(first) and first.is_by_executor:
        seats = _seats_left(programme, first)
        return Left(quota, seats.many_left, first.reserve_length, first.refuses_when_full, seats.left)
    count = _standing(programme.id).order_by().values("pk")[:quota].count()
    return Left(quota, max(0, quota - count), first.reserve_length, first.refuses_when_full)


def standing_of(programme: Programme, application: Application) -> Standing | None:
    """Return where an application stands now; None where nothing of it depends on when it came. One query."""
    first = first_come(programme)
    if first is None or application.submitted_at is None or application.state not in STANDING:
        return None
    before = Q(submitted_at__lt=application.submitted_at) | Q(
        submitted_at=application.submitted_at, application_no__lt=application.application_no
    )
    found = _standing(programme.id).filter(before).order_by("submitted_at", "application_no")
    if not _is_walk(first):
        return Standing(found.order_by().count(), None, None)
    if not first.is_by_executor:
        ahead = found.order_by().count()
        late = ahead - first.quota.total
        return Standing(ahead, late < 0, late + 1 if late >= 0 else None)
    choices = list(found.values_list("choices", flat=True)[: COUNTED + 1])
    if len(choices) > COUNTED:
        return Standing(found.order_by().count(), None, None)
    seats = _seats(programme, first)
    placed = seats.take_each(choices)
    if seats.take(application.choices) is not None:
        return Standing(len(choices), True, None)
    return Standing(len(choices), False, placed.count(None) + 1)


class Reception:
    """Those who hand in to first-come calls in one transaction, one after the other; see :func:`receive`."""

    def __init__(self, programmes: Iterable[Programme], counts_over: bool) -> None:
        self._counts_over = counts_over
        of = {programme.id: programme for programme in programmes if _is_by_arrival(programme)}
        self._programmes = of
        self._last: dict[str, datetime | None] = dict.fromkeys(of)
        self._seats: dict[str, Seats] = {}
        self._over: dict[str, int] = {}
        self._room: dict[str, int | None] = {}
        if of:
            alone_each(("first_come", programme) for programme in sorted(of))
            hold_following(of.values())
        for name, programme in of.items():
            newest = Application.objects.filter(programme=name).aggregate(at=Max("submitted_at"))
            self._last[name] = newest["at"]
            self._room[name] = room_left(programme)
            first = first_come(programme)
            if first is not None and first.refuses_when_full:
                self._seats[name] = _seats_left(programme, first)
                self._over[name] = _without_place(programme) if self._counts_over else 0

    def instant(self, programme: str, now: datetime) -> datetime:
        """Return when somebody is received who comes now: after everybody who was received before.

        Clocks of two machines may differ, and two may come in one instant: what counts is who was received
        first by the database, and the instant says so.
        """
        if programme not in self._last:
            return now
        last = self._last[programme]
        at = now if last is None or now > last else last + TICK
        self._last[programme] = at
        return at

    def refuse_when_full(self, programme: str, choices: list[str]) -> None:
        """Give whoever comes now a place, where the file refuses those who come too late.

        Raises Refused where none of its choices has a place left, and where nothing is left of what the call
        gives to whoever applies.
        """
        room = self._room.get(programme)
        if room is not None:
            if room < 1:
                raise gone(self._programmes[programme])
            self._room[programme] = room - 1
        seats = self._seats.get(programme)
        if seats is None:
            return
        file = self._programmes[programme]
        # Over all executors there is one pool of places, whoever is listed for a later stage.
        if seats.take(choices if file.stages[0].is_by_executor else ()) is None:
            raise full(file)

    def refuse_more(self, programme: str) -> None:
        """Raise Refused where applications made since leave more people without a place than before."""
        over = self._over_since(programme)
        if over > 0:
            raise refuse(
                "import.full",
                msg(
                    "{count} more would be received than there are places for, and this call receives no"
                    " more: take rows out of the list"
                ),
                count=over,
            )

    def _over_since(self, programme: str) -> int:
        file = self._programmes.get(programme)
        if file is None:
            return 0
        over = 0
        if programme in self._seats:
            over = _without_place(file) - self._over[programme]
        before, now = self._room[programme], room_left(file)
        if before is not None and now is not None:
            over = max(over, max(0, -now) - max(0, -before))
        return over


def receive(programmes: Iterable[Programme], *, counts_over: bool = False) -> Reception:
    """Hold the first-come calls among some programmes until the transaction ends, and return the reception.

    Taken before any row is locked. Calls of another kind receive as ever, and nobody waits for them.
    ``counts_over`` is for whoever makes many at once and asks :meth:`Reception.refuse_more` afterwards.
    """
    return Reception(programmes, counts_over)


def refuse_other_choices(programme: Programme, application_id: int, choices: list[str]) -> None:
    """Raise Refused where a change of choices would cost anybody the place that a first-come call gave.

    Only where the file refuses those who come too late: there whoever was received has a place. Within a
    transaction that holds the call (:func:`receive`).
    """
    first = first_come(programme)
    if first is None or not first.refuses_when_full or not first.is_by_executor:
        return
    rows = list(
        _standing(programme.id).order_by("submitted_at", "application_no").values_list("pk", "choices")
    )
    before = _seats(programme, first).take_each(row for _, row in rows)
    after = _seats(programme, first).take_each(choices if pk == application_id else row for pk, row in rows)
    if any(had is not None and has is None for had, has in zip(before, after, strict=True)):
        raise refuse(
            "apply.full_choices",
            msg("the executors chosen have no place left: choose others, or keep the ones chosen before"),
        )


def full(programme: Programme) -> Refused:
    """Return the refusal of somebody who comes when the places are gone."""
    first = programme.stages[0]
    if first.is_by_executor:
        return refuse(
            "apply.full",
            msg(
                "no place is left with the executors chosen: this call receives no more than it has places"
                " for. A place that becomes free is open to whoever hands in first"
            ),
        )
    return refuse(
        "apply.full",
        msg(
            "all {count} places are taken: this call receives no more than it has places for. A place that"
            " becomes free is open to whoever hands in first"
        ),
        count=first.quota.total,
    )


def gone(programme: Programme) -> Refused:
    """Return the refusal of somebody who comes when nothing is left of what a call gives."""
    benefit = programme.open_benefit
    if benefit is not None and benefit.open is not None and benefit.open.waiting:
        return refuse(
            "apply.gone",
            msg("nothing is left of this support, and its waiting list is full: no more is received"),
        )
    return refuse(
        "apply.gone",
        msg(
            "nothing is left of this support: no more is received. What comes free goes to whoever hands in"
            " first"
        ),
    )


def _is_by_arrival(programme: Programme) -> bool:
    """Say whether anything depends on who was received first."""
    return first_come(programme) is not None or programme.open_benefit is not None


def _standing(programme: str) -> QuerySet[Application]:
    return Application.objects.filter(programme=programme, state__in=STANDING)


def _without_place(programme: Programme) -> int:
    """Return how many of those who stand have no place: after a reopening there may be some."""
    first = programme.stages[0]
    rows = _standing(programme.id)
    if not first.is_by_executor:
        return max(0, rows.count() - first.quota.total)
    in_order = rows.order_by("submitted_at", "application_no").values_list("choices", flat=True)
    return _seats(programme, first).take_each(in_order).count(None)


def _is_walk(first: Stage) -> bool:
    """Say whether everybody takes the first place that is left: no seats for groups, and no caps."""
    return not first.set_asides and not first.caps


def _seats(programme: Programme, first: Stage) -> Seats:
    return Seats(programme.capacities(first) if first.is_by_executor else {"": first.quota.total})


def _seats_left(programme: Programme, first: Stage) -> Seats:
    """Return the places that those who stand in the order leave."""
    seats = _seats(programme, first)
    if first.is_by_executor:
        rows = _standing(programme.id).order_by("submitted_at", "application_no")
        seats.take_each(rows.values_list("choices", flat=True))
    else:
        count = _standing(programme.id).order_by().values("pk")[: first.quota.total].count()
        seats.left[""] = max(0, first.quota.total - count)
    return seats
