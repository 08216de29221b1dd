"""A decision criterion by criterion: marks and scores against the cut-offs, for whoever it is about.

What was decided rests on the frozen scores. Marks are shown only where they still make the score that was
decided on: a breakdown of another score would explain nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, Min

from dure.domains.review.itemised import Itemised, itemised
from dure.domains.review.queries import StageReview, review_of
from dure.domains.selection.cutoffs import is_lowest_told
from dure.domains.selection.models import Decision
from dure.domains.selection.parts import PartPoints, parts_at
from dure.domains.selection.rounds import round_lines, rounds_behind
from dure.domains.selection.stages import StageCase, case_of
from dure.domains.selection.vacancies import standing
from dure.engine.programme.models.reviews import RubricItem
from dure.engine.selection.plan import score_text


@dataclass(frozen=True, slots=True)
class Marked:
    """One criterion with its mark in thousandths."""

    item: RubricItem
    mark: int


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The lowest score selected in one kind of seat; None where so few have one that it would be theirs."""

    seat: str
    lowest: int | None
    mine: bool = True
    """Whether it is one that whoever is told could have had: an open seat, or one set aside for a group of
    theirs."""
    below: bool = False
    """Whether who was refused had no more than it: all that can be told where it is not shown."""


@dataclass(frozen=True, slots=True)
class ScoredAt:
    """A score at one place of the stage (empty: over all executors), its marks, and the cut-offs there."""

    executor: str
    score: int
    marks: tuple[Marked, ...]
    """Empty where the score was given as one."""
    reviews: int
    cutoffs: tuple[Cutoff, ...]
    as_given: int | None = None
    """The mean as the reviewers gave it, where the score was adjusted."""
    parts: tuple[PartPoints, ...] = ()
    """The sources of a mixed score; ``marks`` are then those behind the source that people scored."""


def scored_at(decision: Decision, case: StageCase, *, all_cutoffs: bool = False) -> list[ScoredAt]:
    """Return where an application was scored, in the order of its choices, as it was decided on.

    Scores, sources and set-asides are those that were frozen. ``all_cutoffs``: also those that rest on so few
    that nobody but an officer is told them. Two queries once the frozen inputs are read.
    """
    selection = decision.selection
    plan, applications = standing(selection)
    one = applications.get(decision.application_no)
    if one is None or not plan.is_scored:
        return []
    review = stage_review_of(case)
    if review is not None and len(review.rounds) > 1:
        review = None  # its rounds are told apart, each with its marks: no one sheet makes the score
    found = itemised(review, [decision.application_id]) if review else {}
    scores = {
        choice: score for choice, score in zip(one.choices, one.scores, strict=True) if score is not None
    }
    mine = {"open"} | {share.id for i, share in enumerate(plan.set_asides) if one.set_asides >> i & 1}
    at = {case.place_of(choice): score for choice, score in scores.items()}
    refused = decision.decision != "selected"
    lowest = _cutoffs(selection.pk, case, at, all_cutoffs, refused=refused)
    told = []
    for choice, score in scores.items():
        place = case.place_of(choice)
        sheet = found.get((decision.application_id, choice)) or found.get((decision.application_id, ""))
        parts = parts_at(selection, case, plan, decision.application_no, choice)
        # Of a mix people gave one source: their marks must make that one, not the whole.
        given = next((p.points for p in parts if p.part.source in ("executor", "panel")), None)
        told.append(
            ScoredAt(
                executor=place,
                score=score,
                marks=_marks(review, sheet, given if parts else score),
                reviews=sheet.reviews if sheet else 0,
                cutoffs=tuple(replace(cut, mine=cut.seat in mine) for cut in lowest.get(place, ())),
                as_given=sheet.total if sheet and sheet.adjusted else None,
                parts=parts,
            )
        )
    return told


def is_cutoff_told(decision: Decision) -> bool:
    """Say whether the cut-off of a decision may be told beside names, by :func:`is_lowest_told`."""
    if decision.seat in ("", "open"):
        return True
    same = Decision.objects.filter(
        selection_id=decision.selection_id, decision="selected", seat=decision.seat
    )
    if decision.executor and not case_of(decision.selection).pooled:
        same = same.filter(executor=decision.executor)
    return is_lowest_told(decision.seat, same.count())


def marks_told(case: StageCase, decisions: Collection[Decision]) -> Mapping[int, list[dict[str, str]]]:
    """Return the marks behind decisions as lines of notices, by application; one query a round.

    Of several rounds of review each is a line.
    """
    review = stage_review_of(case)
    if review is not None and len(review.rounds) > 1:
        return {one: round_lines(points) for one, points in rounds_behind(case, decisions).items()}
    if review is None or review.rubric is None:
        return {}
    titles = [(item.id, item.title.to("ko"), item.title.to("en")) for item in review.rubric.items]
    found = itemised(review, [one.application_id for one in decisions], [one.executor for one in decisions])
    told = {}
    for decision in decisions:
        one = found.get((decision.application_id, "" if review.by_panel else decision.executor))
        if one is not None and one.marks and (one.adjusted or one.total == decision.score):
            marks = [(score_text(one.marks[name]), ko, en) for name, ko, en in titles]
            told[decision.application_id] = [
                {"ko": f"{ko} {mark}", "en": f"{en} {mark}"} for mark, ko, en in marks
            ]
    return told


def stage_review_of(case: StageCase) -> StageReview | None:
    """Return how a stage is scored, by the version that its selection was made by; None where by no one."""
    return review_of(case.loaded, case.stage.id)


def _marks(review: StageReview | None, one: Itemised | None, decided: int | None) -> tuple[Marked, ...]:
    if review is None or review.rubric is None or one is None or not one.marks:
        return ()
    if not one.adjusted and decided != one.total:
        return ()
    return tuple(Marked(item, one.marks[item.id]) for item in review.rubric.items)


def _cutoffs(
    selection_id: int, case: StageCase, places: Mapping[str, int], all_of_them: bool, *, refused: bool
) -> dict[str, list[Cutoff]]:
    """Return by place the lowest score selected in each kind of seat, open seats first.

    ``places`` have the score there of whoever is told, who was ``refused``, or was not.
    """
    selected = Decision.objects.filter(selection=selection_id, decision="selected").order_by()
    if not case.pooled:
        selected = selected.filter(executor__in=places)
    by = ("seat",) if case.pooled else ("executor", "seat")
    lowest = {
        ("" if case.pooled else row["executor"], row["seat"]): (row["lowest"], row["many"])
        for row in selected.values(*by).annotate(lowest=Min("score"), many=Count("pk"))
    }
    seats = ("open", *(one.id for one in case.stage.set_asides))
    return {
        place: [
            Cutoff(seat, score)
            if all_of_them or is_lowest_told(seat, many)
            else Cutoff(seat, None, below=refused and places[place] <= score)
            for seat in seats
            if (place, seat) in lowest
            for score, many in [lowest[place, seat]]
        ]
        for place in places
    }
