"""Places given up are filled from the reserve list, by the same choice as the selection.

``docs/algorithms/reserve-lists.md`` has the rule. Whoever calls holds the stage (:func:`hold_stage`), so that
two vacancies at once fill two different places.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db import connection

from dure.domains.applications.models import Application
from dure.domains.events.act import Act
from dure.domains.events.alone import alone
from dure.domains.events.later import later
from dure.domains.notices.services.notify import notify
from dure.domains.programmes.queries import loaded_from
from dure.domains.review.queries import windows
from dure.domains.review.services.open_scoring import open_scoring
from dure.domains.selection.afterwards import after_of, follow_executors
from dure.domains.selection.clocks import object_until, place_due
from dure.domains.selection.listing import ask_for_choices
from dure.domains.selection.models import HELD, Place, Reserve, ScoreCorrection, Selection
from dure.domains.selection.stage_telling import ask_entrants
from dure.domains.selection.stages import StageCase, case_of, texts
from dure.domains.selection.telling import applicants, iso, last_day_before
from dure.domains.selection.unfilled import Unfilled, tell_unfilled
from dure.domains.uploads.queries import StoredFile, read_file
from dure.domains.voting.moving_up import put_up
from dure.engine.problems import Refused
from dure.engine.selection import Application as Standing
from dure.engine.selection import StagePlan
from dure.engine.selection.correcting import Correction, corrected
from dure.engine.selection.moving import plan_after
from dure.engine.selection.reserves import ranks_at
from dure.engine.selection.vacancy import MovedUp, fill_places
from dure.files.frozen import read_frozen


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who stands on a reserve list now, in its order."""

    application_id: int
    application_no: str
    name: str
    rank: int
    position: int | None


def hold_stage(case: StageCase) -> None:
    """Wait for other acts on the places of a stage, and keep them waiting until this one ends.

    Where somebody may enter the next stage, its scoring is held too: before any row of a place is.
    """
    hold_stages([case])


def hold_stages(cases: Sequence[StageCase]) -> None:
    """Hold several stages of a programme, in their order: all of them before the scoring of any."""
    for case in cases:
        alone("selection", case.programme.id, case.stage.id)
    for case in cases:
        if case.after is not None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT 1 FROM review_scoringwindow WHERE programme = %s AND stage = %s"
                    " FOR NO KEY UPDATE",
                    [case.programme.id, case.after.id],
                )


def fill_vacancies(this: Act, selection: Selection, executors: Collection[str]) -> list[Place]:
    """Fill what is free at some executors, in their order; return the places that were given.

    Does nothing where nothing is free, so that it may be called again. Where nobody can be given a place it
    stays free, and an event and a notice to the officers say why.
    """
    case = case_of(selection)
    follow_executors(this, selection)
    # Whoever lost a place may be matched with somebody by it: that ends at once, not when the clock comes by.
    if executors:
        later("matching.end_left", programme=selection.programme)
    places = dict.fromkeys(case.place_of(executor) for executor in executors)
    given = [
        give_place(this, selection, case, one.application_id, executor, seat, given_by="reserve")
        for place in places
        for one, executor, seat in _moving_up(selection, case, place)
    ]
    tell_offered(this, selection, case, given)
    left = [why_free(selection, case, place) for place in places]
    tell_unfilled(this, selection, case, [one for one in left if one is not None])
    return given


def give_place(
    this: Act,
    selection: Selection,
    case: StageCase,
    application_id: int,
    executor: str,
    seat: str,
    *,
    given_by: str,
    over_quota: bool = False,
) -> Place:
    """Give somebody a place after the selection: offered, or taken at once where the stage has no period."""
    due_at = place_due(case, this.now)
    place = Place.objects.create(
        selection=selection,
        programme=selection.programme,
        stage=selection.stage,
        application_id=application_id,
        executor=executor,
        seat=seat,
        state="accepted" if due_at is None else "offered",
        given_by=given_by,
        offered_at=this.now,
        due_at=due_at,
        over_quota=over_quota,
        object_until=object_until(case, this.now),
    )
    told = {"given_by": given_by, "executor": executor, "seat": seat, "over_quota": over_quota}
    this.record("place", place.pk, move="offer", to=place.state, **told)
    this.record("application", application_id, place=place.state, stage=selection.stage, executor=executor)
    if place.state == "accepted":
        enter_next_stage(this, case, [(application_id, executor)])
    return place


def enter_next_stage(this: Act, case: StageCase, entrants: Collection[tuple[int, str]]) -> int:
    """Ask who took a place for the documents of the next stage, and let them be scored there, where that is
    being scored already."""
    if case.after is None or not entrants:
        return 0
    following = StageCase(case.version, case.loaded, case.after)
    ids = [application_id for application_id, _ in entrants]
    ask_entrants(this, following, ids)
    ask_for_choices(this, following, ids)
    if following.stage.has_vote:
        put_up(this, version=following.version, stage=following.stage.id, application_ids=ids)
    programme, stage = case.programme.id, case.after.id
    if (programme, stage) not in windows([programme]):
        return 0
    if following.is_listed:  # those who list executors only now have none yet
        found = Application.objects.filter(pk__in=[one for one, _ in entrants]).order_by("pk")
        entrants = [(pk, each) for pk, listed in found.values_list("pk", "choices") for each in listed]
    return open_scoring(this, programme=programme, stage=stage, entrants=entrants)


def candidates(selection: Selection, place: str) -> list[Candidate]:
    """Return who stands on a reserve list now: nobody who was given a place, or is out of the selection."""
    had = Place.objects.filter(selection=selection).values("application_id")
    rows = (
        Reserve.objects.filter(selection=selection, executor=place, application__state="accepted")
        .exclude(application_id__in=had)
        .order_by("rank", "pk")
        .values_list("application_id", "application__application_no", "application__name", "rank", "position")
    )
    listed = [Candidate(pk, number or "", name, rank, position) for pk, number, name, rank, position in rows]
    if not listed or not ScoreCorrection.objects.filter(selection=selection).exists():
        return listed
    # Scores were put right since: everybody stands where these put them.
    plan, applications = standing_now(selection)
    ranks = ranks_at(plan, list(applications.values()), selection.seed, place)
    now = [replace(one, rank=ranks.get(one.application_no, one.rank)) for one in listed]
    return sorted(now, key=lambda one: one.rank)


def waiting_counts(selection_ids: Collection[int]) -> dict[tuple[int, str], int]:
    """Return how many stand on each reserve list now, by selection and place, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.selection_id, r.executor, count(*) FROM selection_reserve r"
            " JOIN applications_application a ON a.id = r.application_id AND a.state = 'accepted'"
            " WHERE r.selection_id = ANY(%s::bigint[]) AND NOT EXISTS (SELECT 1 FROM selection_place p"
            " WHERE p.selection_id = r.selection_id AND p.application_id = r.application_id)"
            " GROUP BY 1, 2",
            [list(selection_ids)],
        )
        return {(selection, place): count for selection, place, count in cursor.fetchall()}


def held_places(selection: Selection, place: str | None = None) -> list[Place]:
    """Return the places that take a seat now, at one place of the plan or at all."""
    found = Place.objects.filter(selection=selection, state__in=HELD, over_quota=False)
    if place:
        found = found.filter(executor=place)
    return list(found.select_related("application").order_by("pk"))


def standing(selection: Selection) -> tuple[StagePlan, dict[str, Standing]]:
    """Return the plan of a stage and its applications by number, as they were frozen."""
    return _standing(bytes(selection.version.raw), selection.stage, selection.inputs_id)


def standing_now(selection: Selection) -> tuple[StagePlan, dict[str, Standing]]:
    """Return the same with the scores that objections have put right."""
    plan, applications = standing(selection)
    return plan, corrected(applications, corrections_of(selection))


def standing_to_fill(selection: Selection) -> tuple[StagePlan, dict[str, Standing]]:
    """Return the same as places are filled: whoever holds one stands by the score that it was given by.

    A score put right meanwhile would else take the place, or keep others from one that is free.
    """
    plan, applications = standing(selection)
    return plan, corrected(applications, corrections_of(selection, held=False))


def corrections_of(selection: Selection, *, held: bool = True) -> list[Correction]:
    """Return the scores of a selection that were put right, in the order in which they were.

    Not ``held``: without those of who held a place by then.
    """
    rows = ScoreCorrection.objects.filter(selection=selection).order_by("pk")
    rows = rows if held else rows.filter(held=False)
    told = rows.values_list("application__application_no", "executor", "score")
    return [Correction(number or "", executor, score) for number, executor, score in told]


@lru_cache(maxsize=4)
def _standing(raw: bytes, stage: str, inputs: uuid.UUID) -> tuple[StagePlan, dict[str, Standing]]:
    """Frozen inputs never change: what was read once counts."""
    frozen = read_file(StoredFile.objects.get(pk=inputs))
    plan, applications = read_frozen(loaded_from(raw).programme, stage, frozen)
    return plan, {application.application_no: application for application in applications}


def free_at(selection: Selection, case: StageCase, place: str) -> int:
    """Return how many seats at a place of the plan nobody holds; none of an entitlement."""
    stage = case.stage
    if stage.chosen_by == "entitlement":
        return 0
    after = after_of(selection)
    capacity = stage.quota.total if case.pooled else case.programme.capacities(stage).get(place, 0)
    capacity = 0 if place in after.closed else capacity + after.added.get(place, 0)
    held = Place.objects.filter(selection=selection, state__in=HELD, over_quota=False)
    return max(0, capacity - (held if case.pooled else held.filter(executor=place)).count())


def why_free(selection: Selection, case: StageCase, place: str) -> Unfilled | None:
    """Return why seats at a place of the plan stay free; None where none is, or somebody can be given one.

    Only where seats are free and somebody waits are the inputs read.
    """
    free = free_at(selection, case, place)
    if not free:
        return None
    waiting = [one.application_no for one in candidates(selection, place)]
    if not waiting:
        return Unfilled(place, free, "nobody")
    try:
        return None if _chosen_of(selection, case, place, waiting) else Unfilled(place, free, "capped")
    except Refused:
        return Unfilled(place, free, "unseats")


def _moving_up(selection: Selection, case: StageCase, place: str) -> list[tuple[Candidate, str, str]]:
    """Return who moves up at a place of the plan, to which executor, in which kind of seat."""
    waiting = {c.application_no: c for c in candidates(selection, place)}
    try:
        moved = _chosen_of(selection, case, place, list(waiting))
    except Refused:
        return []  # the place stays free: `why_free` says so
    _, applications = standing(selection)
    return [
        (waiting[m.application_no], place or applications[m.application_no].choices[0], m.seat) for m in moved
    ]


def seat_free(selection: Selection, case: StageCase, application_no: str, executor: str) -> str | None:
    """Return the kind of seat that is free for somebody at an executor, by the same choice; None for none."""
    try:
        moved = _chosen_of(selection, case, case.place_of(executor), [application_no])
    except Refused:
        return None
    return next((one.seat for one in moved), None)


def _chosen_of(
    selection: Selection, case: StageCase, place: str, waiting: Sequence[str]
) -> tuple[MovedUp, ...]:
    """Return whom the choice seats of those who wait, in their order, beside who holds a seat at a place.

    Raises Refused where it would take somebody's seat.
    """
    held = held_places(selection, None if case.pooled else place)
    plan, applications = standing_to_fill(selection)
    plan = plan_after(plan, after_of(selection))
    capacity = next(p.capacity for p in plan.places if p.id == place)
    if not waiting or len(held) >= capacity:
        return ()
    seated = [number for p in held if (number := p.application.application_no)]
    return fill_places(
        plan,
        [applications[number] for number in (*seated, *waiting)],
        place=place,
        selected=seated,
        reserve={number: i for i, number in enumerate(waiting, start=1)},
        given_up=(),
        seed=selection.seed,
    )


def tell_offered(this: Act, selection: Selection, case: StageCase, places: Collection[Place]) -> None:
    """Tell those who moved up: one notice for each place."""
    by_application = {place.application_id: place for place in places}
    notify(
        this,
        applicants(case, list(by_application), lambda one: offer_told(case, by_application[one])),
        template="place_offered",
        key=f"selection/{selection.pk}",
    )


def offer_told(case: StageCase, place: Place) -> dict[str, object]:
    """Return what notices say of a place that is offered, and how whoever has no account answers."""
    answering = {"answering": "place"} if place.state == "offered" else {}
    return place_told(case, place) | answering


def place_told(case: StageCase, place: Place) -> dict[str, object]:
    """Return what notices say of a place that was offered or has lapsed."""
    name = case.executor_name(place.executor) if place.executor else case.stage.title
    return {
        "stage": texts(case.stage.title),
        "executor": texts(name, place.executor),
        "due": last_day_before(place.due_at),
        "objection_until": iso(place.object_until),
    }
