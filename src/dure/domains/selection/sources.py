"""What a stage is ordered by where that is no score given as one: arrivals, orders, parts of a mix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dure.domains.applications.queries_nominated import nominated_places
from dure.domains.diagnosis.levels import points_given
from dure.domains.review.queries import executor_scores, panel_scores, review_of
from dure.domains.selection.measured import points_standing
from dure.domains.selection.models import Selection
from dure.domains.selection.stages import StageCase, case_of
from dure.domains.selection.vacancies import corrections_of
from dure.domains.uploads.queries import read_file
from dure.domains.voting.results import votes_counted
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.stages import Score
from dure.engine.selection.correcting import corrected
from dure.engine.selection.mixing import Part
from dure.engine.selection.plan import StagePlan, score_text
from dure.engine.selection.ways import BY_ARRIVAL, instant_text
from dure.files.frozen import read_frozen
from dure.files.ordering import NOMINATIONS, RECEIVED
from dure.files.votes import VOTES


class Entrant(Protocol):
    """Whoever takes part in a stage, as far as the order needs to know."""

    @property
    def application_id(self) -> int: ...
    @property
    def application_no(self) -> str: ...
    @property
    def choices(self) -> tuple[str, ...]: ...
    @property
    def received_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Told:
    """Columns of the inputs, and how each is told of whoever takes part."""

    columns: tuple[str, ...]
    cells: Callable[[Entrant], list[str]]


def ordering_columns(case: StageCase, plan: StagePlan) -> Told:
    """Return the columns that a stage is ordered by; empty for a lot, which nothing but the seed orders.

    Raises Refused where a source of a mix is one that the service does not hold.
    """
    if plan.way in BY_ARRIVAL:
        return Told((RECEIVED,), lambda one: [instant_text(one.received_at)])
    if plan.way == "nomination":
        places = nominated_places(case.programme.id)
        return Told((NOMINATIONS,), lambda one: [_places(places.get(one.application_id, {}))])
    if plan.way == "vote":
        votes = _votes(case)
        return Told((VOTES,), lambda one: [votes(one)])
    return _mixed(case, plan) if plan.parts else Told((), lambda one: [])


def _votes(case: StageCase) -> Callable[[Entrant], str]:
    """Return the votes of whoever takes part as they are told; raises Refused where they are sealed."""
    votes = votes_counted(case.programme.id, case.stage.id)
    if votes is None:
        raise refuse(
            "selection.vote_sealed",
            msg("the public vote of this stage is not counted yet: until then nobody knows any votes"),
        )
    return lambda one: str(votes.get(one.application_id, ""))


def _places(of_one: Mapping[str, int]) -> str:
    return ";".join(f"{executor}={place}" for executor, place in sorted(of_one.items()))


_Points = Callable[[Entrant, str], int | None]


def _mixed(case: StageCase, plan: StagePlan) -> Told:
    columns: list[str] = []
    told: list[tuple[_Points, str]] = []
    votes = _votes(case) if any(part.votes for part in plan.parts) else None
    for part, source in zip(plan.parts, case.stage.scores, strict=True):
        if part.field or part.votes:
            continue  # counted from the facts of the application or from the votes, which stand beside
        points = _points(case, part, source)
        for executor in plan.executors if part.each else ("",):
            columns.append(part.column_at(executor))
            told.append((points, executor))

    def cells(one: Entrant) -> list[str]:
        return [
            score_text(points(one, executor or next(iter(one.choices), "")))
            if not executor or executor in one.choices
            else ""
            for points, executor in told
        ] + ([] if votes is None else [votes(one)])

    return Told((*columns, *(() if votes is None else (VOTES,))), cells)


def _points(case: StageCase, part: Part, source: Score) -> _Points:
    programme, stage = case.programme.id, case.stage.id
    if part.source in ("panel", "executor"):
        review = review_of(case.loaded, stage)
        assert review is not None, "a stage of the file is a stage of its reviews"
        given = panel_scores(review) if part.source == "panel" else executor_scores(review)
        if part.source == "executor":
            at = {(one.application_id, one.executor): one.score_thousandths for one in given}
            return lambda one, executor: at.get((one.application_id, executor))
        of = {one.application_id: one.score_thousandths for one in given}
        return lambda one, executor: of.get(one.application_id)
    if part.source == "diagnosis":
        form = source.form or case.programme.diagnosis[0].id
        points = points_given(programme, form)
        return lambda one, executor: points.get(one.application_id)
    if part.source == "data":
        measured = points_standing(programme, stage)
        return lambda one, executor: measured.get(one.application_id)
    if part.source == "earlier_stage" and source.stage is not None:
        earlier = _earlier_scores(programme, source.stage)
        # A score of a stage over all, where no executor held anybody, is carried over to each one listed.
        return lambda one, executor: earlier.get(
            (one.application_no, executor), earlier.get((one.application_no, ""))
        )
    raise refuse(
        "selection.source",
        msg("the service does not hold the points of “{source}”: this stage is chosen from files"),
        source=part.source,
    )


def _earlier_scores(programme: str, stage: str) -> Mapping[tuple[str, str], int | None]:
    """Return the scores of a published selection by number and executor: as they were frozen, and put right
    where an objection showed one to be wrong."""
    found = Selection.objects.filter(programme=programme, stage=stage, state="published")
    selection = found.select_related("version", "inputs").first()
    if selection is None:
        return {}
    _, applications = read_frozen(case_of(selection).programme, stage, read_file(selection.inputs))
    right = corrections_of(selection)
    return {
        (one.application_no, choice): score
        for one in corrected({one.application_no: one for one in applications}, right).values()
        for choice, score in zip(one.choices, one.scores, strict=True)
    }
