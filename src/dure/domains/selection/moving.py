"""Those who hold a place at an executor that left: what moving them would give, read and worked out.

``docs/algorithms/executors-that-leave.md`` has the rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.places import places_problems
from dure.domains.programmes.queries import left_in, loaded, published_version
from dure.domains.selection.afterwards import after_of
from dure.domains.selection.models import HELD, Place, Selection
from dure.domains.selection.stages import StageCase, case_of
from dure.domains.selection.vacancies import standing, standing_now, standing_to_fill
from dure.engine.problems import Problem, msg
from dure.engine.selection.moving import Afterwards, Moved, Why, move_placed, plan_after, seats_taken_over


@dataclass(frozen=True, slots=True)
class Affected:
    """Somebody who holds a place at an executor that left: the other choices, and what would come of it."""

    place: Place
    others: tuple[str, ...]
    moved: Moved | None
    why: Why | None


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of one executor: as decided, taken over before and now, and held."""

    executor: str
    decided: int
    added: int
    more: int
    held: int

    @property
    def free(self) -> int:
        return max(0, self.decided + self.added + self.more - self.held)


@dataclass(frozen=True, slots=True)
class MovePlan:
    """What moving those placed with executors that left would give at a stage."""

    after: Afterwards
    """With what is taken over now."""
    more: dict[str, int]
    affected: list[Affected]
    seats: list[Seats]
    lost: int
    """How many seats of those that left nobody has taken over."""
    problems: list[Problem]
    """What is in the way; nothing is moved while there is any."""


def gone_from(selection: Selection) -> Afterwards:
    """Return what became of the executors of a selection by the file as it is now; nothing is kept."""
    after, case = after_of(selection), case_of(selection)
    if case.pooled:
        return after
    plan, _ = standing(selection)
    left = left_in(selection.version.executors_left)
    gone = [place.id for place in plan.places if place.id in left]
    closed = tuple(dict.fromkeys((*after.closed, *gone)))
    return Afterwards(closed, tuple(one for one in closed if one not in gone), after.added)


def move_plan(selection: Selection, after: Afterwards) -> MovePlan:
    """Work out who of those placed with executors that left gets a place where; nothing is changed.

    Seats of those that left count where the published file gives them to another executor of the stage.
    """
    case = case_of(selection)
    agreed = agreed_now(case)
    plan, _ = standing(selection)
    more = seats_taken_over(plan, after, agreed)
    added = {one: after.added.get(one, 0) + more.get(one, 0) for one in {*after.added, *more}}
    then = Afterwards(after.closed, after.back, {p.id: added[p.id] for p in plan.places if p.id in added})
    places = list(
        Place.objects.filter(selection=selection, state__in=HELD).select_related("application").order_by("pk")
    )
    leaving = {number_of(one): one for one in places if one.executor in then.gone}
    seated = {
        number_of(one): one.executor for one in places if one.executor not in then.gone and not one.over_quota
    }
    _, filling = standing_to_fill(selection)
    _, now = standing_now(selection)
    among = [filling[number] for number in seated] + [now[number] for number in leaving]
    then_plan = plan_after(plan, then)
    moved, whys = move_placed(then_plan, among, seated=seated, leaving=leaving, seed=selection.seed)
    to = {one.application_no: one for one in moved}
    affected = [
        Affected(
            place,
            tuple(one for one in now[number].choices if one not in then.closed),
            to.get(number),
            whys.get(number),
        )
        for number, place in sorted(leaving.items())
    ]
    held = list(seated.values())
    seats = [
        Seats(one.id, one.capacity, after.added.get(one.id, 0), more.get(one.id, 0), held.count(one.id))
        for one in plan.places
        if one.id not in then.closed
    ]
    had = sum(one.capacity for one in plan.places if one.id in then.closed)
    return MovePlan(then, more, affected, seats, had - sum(then.added.values()), _in_the_way(selection))


def agreed_now(case: StageCase) -> dict[str, int]:
    """Return the places at a stage by executor as the published file gives them now."""
    version = published_version(case.programme.id)
    programme = case.programme if version is None else loaded(version).programme
    stage = programme.stage(case.stage.id)
    return {} if stage is None else programme.capacities(stage)


def number_of(place: Place) -> str:
    """Return the receipt number of who holds a place."""
    return place.application.application_no or ""


def _in_the_way(selection: Selection) -> list[Problem]:
    if selection.state != "published":
        return [Problem("moving.not_published", msg("the results of this stage are not published yet"))]
    version = published_version(selection.programme)
    return [] if version is None else places_problems(loaded(version).programme, selection.stage)


def selection_left(actor: SignedActor, programme: str, stage: str) -> Selection | None:
    """Return the published selection of a stage at which executors are chosen, for who runs it; or None."""
    found = (
        Selection.objects.visible_to(actor)
        .filter(actor.scope("programme", "officer", "ministry"))
        .filter(programme=programme, stage=stage, state="published")
        .select_related("version", "inputs")
        .first()
    )
    return None if found is None or case_of(found).pooled else found


def stranded(selection: Selection) -> int:
    """Return how many hold a place at an executor that left, at a stage; one query."""
    gone = left_in(selection.version.executors_left)
    if not gone or case_of(selection).pooled:
        return 0
    return Place.objects.filter(selection=selection, executor__in=list(gone), state__in=HELD).count()
