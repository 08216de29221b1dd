"""Selections as officers read them: stages and where they stand, decisions, places and who waits for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.queries import User
from dure.domains.programmes.queries import ProgrammeVersion, loaded
from dure.domains.review.queries import windows
from dure.domains.selection.afterwards import after_of
from dure.domains.selection.decided import chosen_again as chosen_again
from dure.domains.selection.models import HELD as HELD
from dure.domains.selection.models import Decision, Objection, Place, SeedCommitment
from dure.domains.selection.models import Selection as Selection
from dure.domains.selection.objected import OPEN as OPEN
from dure.domains.selection.stages import StageCase as StageCase
from dure.domains.selection.stages import case_of
from dure.domains.selection.stages import stage_case as stage_case
from dure.domains.selection.vacancies import Candidate as Candidate
from dure.domains.selection.vacancies import candidates as candidates
from dure.domains.selection.vacancies import waiting_counts
from dure.domains.selection.vacancies import why_free as why_free
from dure.domains.uploads.queries import read_file
from dure.engine.law.deadlines import day_of
from dure.engine.programme.models.stages import Stage
from dure.engine.selection.stages import plan_of

SOON = timedelta(days=2)
"""Places that lapse within so long are shown on the desk."""
NOT_LISTED = ("facts", "origins", "answers", "draft", "search")
"""What of an application no list of decisions or places reads."""


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage of a published programme: where it stands."""

    version: ProgrammeVersion
    stage: Stage
    number: int
    state: str
    """waiting, scoring, ready (nobody scores), proposed, confirmed, published."""
    selection: Selection | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place of the plan after publication: how many seats it has and how many are held."""

    place: str
    capacity: int
    held: int
    accepted: int
    over_quota: int
    waiting: int
    """How many stand on its reserve list now."""

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.held)


@dataclass(slots=True)
class Waiting:
    """What waits for officers in one programme: stages to act on, objections and places with their clocks."""

    to_confirm: list[str] = field(default_factory=list)
    """Stages whose proposal whoever asks may confirm."""
    to_publish: list[str] = field(default_factory=list)
    objections: int = 0
    """Those without an answer."""
    overdue: int = 0
    mine: int = 0
    """Those assigned to whoever asks."""
    next_due: date | None = None
    """When the first of them is due."""
    lapsing: int = 0
    """Offered places whose period is over within two days."""
    vacant: dict[str, int] = field(default_factory=dict)
    """By stage, free seats for which somebody waits on a reserve list."""


def waiting(actor: SignedActor, now: datetime) -> dict[str, Waiting]:
    """Return what waits for officers, by programme; a constant number of queries."""
    found: dict[str, Waiting] = defaultdict(Waiting)
    alive = Selection.objects.visible_to(actor).filter(state__in=("proposed", "confirmed"))
    for one in alive.order_by("pk")[:500]:
        if one.state == "confirmed":
            found[one.programme].to_publish.append(one.stage)
        elif _may_confirm(one, actor):
            found[one.programme].to_confirm.append(one.stage)
    objections = (
        Objection.objects.visible_to(actor)
        .filter(actor.scope("application__programme", "officer", "ministry"), state__in=OPEN)
        .values("application__programme")
        .annotate(
            count=Count("pk"),
            overdue=Count("pk", filter=Q(due_on__lt=day_of(now))),
            mine=Count("pk", filter=Q(assigned_to_id=actor.user_id or 0)),
            next_due=Min("due_on"),
        )
    )
    for row in objections:
        of = found[row["application__programme"]]
        of.objections, of.overdue, of.mine, of.next_due = (
            row["count"], row["overdue"], row["mine"], row["next_due"],
        )  # fmt: skip
    run = actor.scope("programme", "officer", "ministry")
    lapsing = Place.objects.visible_to(actor).filter(run, state="offered", due_at__lte=now + SOON)
    for programme, count in lapsing.values_list("programme").annotate(count=Count("pk")):
        found[programme].lapsing = count
    for selection, free in _vacant(actor):
        found[selection.programme].vacant[selection.stage] = free
    return dict(found)


def _may_confirm(selection: Selection, actor: SignedActor) -> bool:
    return not (selection.second_officer and selection.proposed_by_id == actor.user_id)


def _vacant(actor: SignedActor) -> tuple[tuple[Selection, int], ...]:
    """Return published selections with seats that are free, though somebody stands on a list."""
    given_up = (
        Place.objects.visible_to(actor)
        .filter(state__in=("given_up", "lapsed", "disqualified"), selection__state="published")
        .values_list("selection_id", flat=True)
        .distinct()
    )
    run = actor.scope("programme", "officer", "ministry")
    found = Selection.objects.visible_to(actor).filter(run, pk__in=given_up).select_related("version")
    selections = list(found.order_by("-pk")[:50])
    rows = _place_rows(actor, selections)
    free = {one.pk: sum(min(row.free, row.waiting) for row in rows[one.pk]) for one in selections}
    return tuple((one, free[one.pk]) for one in selections if free[one.pk])


def stage_rows(actor: SignedActor, versions: Iterable[ProgrammeVersion]) -> list[StageRow]:
    """Return the stages of some published programmes, in order, with where each stands."""
    known = list(versions)
    programmes = [version.programme for version in known]
    alive = Selection.objects.visible_to(actor).filter(programme__in=programmes).exclude(state="sent_back")
    selections = {(one.programme, one.stage): one for one in alive}
    scoring = windows(programmes)
    rows = []
    for version in known:
        for number, stage in enumerate(loaded(version).programme.stages, start=1):
            selection = selections.get((version.programme, stage.id))
            begun = (version.programme, stage.id) in scoring
            before = "scoring" if begun else "waiting" if stage.scored_by_people else "ready"
            state = selection.state if selection else before
            rows.append(StageRow(version, stage, number, state, selection))
    return rows


def selection_alive(actor: SignedActor, programme: str, stage: str) -> Selection | None:
    """Return the selection of a stage that counts, or None."""
    return (
        Selection.objects.visible_to(actor)
        .filter(programme=programme, stage=stage)
        .exclude(state="sent_back")
        .select_related("version", "inputs", "bundle")
        .first()
    )


def selection_by_id(actor: SignedActor, selection_id: int) -> Selection | None:
    """Return one selection that an actor may see, or None."""
    return (
        Selection.objects.visible_to(actor)
        .filter(pk=selection_id)
        .select_related("version", "inputs", "bundle")
        .first()
    )


def selections_of(actor: SignedActor, programme: str, stage: str) -> list[Selection]:
    """Return all selections of a stage, those sent back too, the newest first."""
    found = Selection.objects.visible_to(actor).filter(programme=programme, stage=stage)
    return list(found.order_by("-pk")[:50])


def commitment_of(actor: SignedActor, programme: str, stage: str) -> SeedCommitment | None:
    """Return the public hash of a stage's seed and when it was published, or None."""
    return SeedCommitment.objects.visible_to(actor).filter(programme=programme, stage=stage).first()


def decision_rows(
    actor: SignedActor, selection: Selection, *, decision: str = "", executor: str = "", words: str = ""
) -> QuerySet[Decision]:
    """Return the decisions of a selection that a filter leaves, with name, region and industry."""
    found = Decision.objects.visible_to(actor).filter(selection=selection)
    if decision:
        found = found.filter(decision=decision)
    if executor:
        found = found.filter(executor=executor)
    if words.strip():
        found = found.filter(application_no__endswith=words.strip().upper())
    return found.select_related("application").defer(*(f"application__{name}" for name in NOT_LISTED))


def place_rows(actor: SignedActor, selection: Selection) -> list[PlaceRow]:
    """Return how the seats of each place of the plan are held, in the plan's order."""
    return _place_rows(actor, [selection])[selection.pk]


def _place_rows(actor: SignedActor, selections: Sequence[Selection]) -> dict[int, list[PlaceRow]]:
    """Return the same by selection, in two queries for all."""
    counts = (
        Place.objects.visible_to(actor)
        .filter(selection__in=selections, state__in=HELD)
        .values("selection_id", "executor")
        .annotate(
            held=Count("pk", filter=Q(over_quota=False)),
            accepted=Count("pk", filter=Q(state="accepted")),
            over=Count("pk", filter=Q(over_quota=True)),
        )
    )
    cases = {one.pk: case_of(one) for one in selections}
    sums: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in counts:
        cell = sums[row["selection_id"], cases[row["selection_id"]].place_of(row["executor"])]
        for i, count in enumerate((row["held"], row["accepted"], row["over"])):
            cell[i] += count
    listed = waiting_counts([one.pk for one in selections])
    return {
        one.pk: [
            PlaceRow(place, seats, held, accepted, over, listed.get((one.pk, place), 0))
            for place, seats in _seats(one, cases[one.pk])
            for held, accepted, over in [sums[one.pk, place]]
        ]
        for one in selections
    }


def _seats(selection: Selection, case: StageCase) -> list[tuple[str, int]]:
    """Return how many seats each place of the plan has now; executors that left since have none."""
    after = after_of(selection)
    planned = dict(plan_of(case.programme, case.stage).planned)
    now = {place: seats + after.added.get(place, 0) for place, seats in planned.items()}
    return list((now | dict.fromkeys(after.closed, 0)).items())


def places_at(actor: SignedActor, selection: Selection, place: str) -> QuerySet[Place]:
    """Return the places given at one place of the plan, the newest first."""
    found = Place.objects.visible_to(actor).filter(selection=selection).select_related("application")
    found = found.defer(*(f"application__{name}" for name in NOT_LISTED))
    return found.filter(executor=place) if place else found


def place_by_id(actor: SignedActor, place_id: int) -> Place | None:
    """Return one place of a programme that an actor runs or supervises, or None."""
    return (
        Place.objects.visible_to(actor)
        .filter(actor.scope("programme", "officer", "ministry"), pk=place_id)
        .select_related("selection__version", "application")
        .first()
    )


def frozen_inputs(selection: Selection) -> bytes:
    """Return the inputs of a selection as they were frozen; who may have them is the caller's to ask."""
    return read_file(selection.inputs)


def case_of_selection(selection: Selection) -> StageCase:
    """Return the stage of a selection under the version that it was made by."""
    return case_of(selection)


def people(actor: SignedActor, ids: Collection[int | None]) -> dict[int, str]:
    """Return how officers are called by id: the name that they gave, else their address."""
    wanted = {one for one in ids if one is not None}
    found = User.objects.visible_to(actor).filter(pk__in=wanted)
    return {user.pk: user.name or user.email for user in found}
