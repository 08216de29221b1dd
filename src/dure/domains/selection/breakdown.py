"""A decision criterion by criterion: marks and scores against the cut-offs, for whoever it is about.

What was decided rests on the frozen scores. Marks are shown only where they still make the score that was
decided on: a breakdown of another score would explain nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Min

from dure.domains.review.itemised import Itemised, itemised
from dure.domains.review.queries import StageReview, review_of
from dure.domains.selection.models import Decision
from dure.domains.selection.reasons import read_reasons
from dure.domains.selection.stages import StageCase
from dure.engine.problems import Refused
from dure.engine.programme.models.reviews import RubricItem
from dure.engine.selection.plan import score_text
from dure.engine.statistics.hiding import SMALL_BELOW


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


def scored_at(decision: Decision, case: StageCase) -> list[ScoredAt]:
    """Return where an application was scored, in the order of its choices; two queries."""
    review = stage_review_of(case)
    found = itemised(review, [decision.application_id]) if review else {}
    decided = _decided(decision, case)
    # A panel scores for wherever the application holds its place.
    places = {case.place_of(executor or decision.executor): one for (_, executor), one in found.items()}
    choices = [place for place in decision.application.choices if place in places]
    order = [*choices, *sorted(places.keys() - set(choices))]
    lowest = _cutoffs(decision.selection_id, case, order)
    return [
        ScoredAt(
            executor=place,
            score=decided.get(place, places[place].total),
            marks=_marks(review, places[place], decided.get(place)),
            reviews=places[place].reviews,
            cutoffs=tuple(lowest.get(place, ())),
            as_given=places[place].total if places[place].adjusted else None,
        )
        for place in order
    ]


def marks_told(case: StageCase, decisions: Collection[Decision]) -> Mapping[int, list[dict[str, str]]]:
    """Return the marks behind decisions as lines of notices, by application; one query."""
    review = stage_review_of(case)
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
    try:
        return review_of(case.loaded, case.stage.id)
    except Refused:
        return None


def _decided(decision: Decision, case: StageCase) -> dict[str, int]:
    """Return the scores that the decision itself tells, by place."""
    told = {
        case.place_of(reason.of): _thousandths(reason.score)
        for reason in read_reasons(decision.reason)
        if reason.kind == "below_cutoff"
    }
    if decision.score is not None:
        told[case.place_of(decision.executor)] = decision.score
    return told


def _thousandths(text: str) -> int:
    """Return a score of a reason code in thousandths.

    >>> _thousandths("70.005")
    70005
    """
    return int(text.replace(".", ""))


def _marks(review: StageReview | None, one: Itemised, decided: int | None) -> tuple[Marked, ...]:
    if review is None or review.rubric is None or not one.marks:
        return ()
    if not one.adjusted and decided not in (None, one.total):
        return ()
    return tuple(Marked(item, one.marks[item.id]) for item in review.rubric.items)


def _cutoffs(selection_id: int, case: StageCase, places: Collection[str]) -> dict[str, list[Cutoff]]:
    """Return by place the lowest score selected in each kind of seat, open seats first."""
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
            Cutoff(seat, score if seat == "open" or many >= SMALL_BELOW else None)
            for seat in seats
            if (place, seat) in lowest
            for score, many in [lowest[place, seat]]
        ]
        for place in places
    }
