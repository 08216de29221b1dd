"""The inputs of a stage as they are today: who takes part, with choices, scores and traits, as csv."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.fields.json import KeyTransform

from dure.domains.applications.columns import Column, is_handed_in, support_columns
from dure.domains.applications.queries import Application
from dure.domains.review.queries import review_of, stage_review, stage_reviews, stage_scores, stopped
from dure.domains.selection.measured import points_standing
from dure.domains.selection.models import Place
from dure.domains.selection.sources import ordering_columns
from dure.domains.selection.stage_documents import documents_of, lacking, required
from dure.domains.selection.stages import StageCase
from dure.engine.profile.columns import ANSWER, own_name, owner_of
from dure.engine.profile.fields import Field
from dure.engine.review.of_stage import reviews_text
from dure.engine.selection.plan import StagePlan, score_text
from dure.engine.selection.stages import plan_of
from dure.files.applications import LACKING, review_columns
from dure.files.frozen import freeze, read_frozen, trait_fields


@dataclass(frozen=True, slots=True)
class Entry:
    """One application that takes part in a stage."""

    application_id: int
    application_no: str
    choices: tuple[str, ...]
    """The executors that are asked, best first; the one that is held for a later stage.

    In a stage over all before the one for which they are listed it is the whole stage, named ``""``.
    """
    facts: tuple[Any, ...]
    """What the stage's set-asides and caps are judged from, in the order of the fields asked for."""
    received_at: datetime
    """When it was first handed in."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of a stage: the csv that is frozen, who stands in it, and whose score is missing."""

    frozen: bytes
    """Traits in place of the profile: what a selection keeps."""
    columns: list[str]
    rows: list[list[str]]
    """The same with the columns of the profile that the traits are judged from; never kept."""
    ids: Mapping[str, int]
    """Application ids by number."""
    unscored: Mapping[str, int]
    """By executor, how many choices have no score."""


def build_inputs(case: StageCase) -> Inputs:
    """Return the inputs of a stage as they are now; raises Refused where a fact cannot be read."""
    fields = trait_fields(case.programme, case.stage.id)
    entries = list(entrants(case, fields))
    plan = plan_of(case.programme, case.stage)
    if not plan.is_scored or plan.parts:
        return _ordered_inputs(case, plan, fields, entries)
    scores, reviews = _scores(case, plan), _reviews(case)
    lacks = lacking(case)
    out = {*_stopped(case), *lacks}
    unscored = dict.fromkeys(plan.executors, 0)
    for entry in entries:
        if entry.application_id in out:
            continue
        for choice in entry.choices:
            if choice not in plan.left and scores.get((entry.application_id, choice)) is None:
                unscored[choice] = unscored.get(choice, 0) + 1
    rows = [
        _pooled_row(entry, scores) if plan.pooled else _row(entry, scores, plan.executors)
        for entry in entries
    ]
    told = ["executor", "score"] if plan.pooled else ["choices", *(f"score.{e}" for e in plan.executors)]
    for column, given in zip(review_columns(plan), reviews, strict=False):
        told.append(column)
        for entry, row in zip(entries, rows, strict=True):
            row.insert(len(told), reviews_text(given.get(entry.application_id, ())))
    if required(documents_of(case)):
        told.append(LACKING)
        for entry, row in zip(entries, rows, strict=True):
            row.insert(len(told), ";".join(lacks.get(entry.application_id, ())))
    columns = ["application_no", *told, *_headers(fields)]
    return Inputs(
        frozen=freeze(case.programme, case.stage.id, columns, rows),
        columns=columns,
        rows=rows,
        ids={entry.application_no: entry.application_id for entry in entries},
        unscored=unscored,
    )


def _ordered_inputs(
    case: StageCase, plan: StagePlan, fields: tuple[Field, ...], entries: list[Entry]
) -> Inputs:
    """Return the inputs of a stage that is ordered by no score, or by one mixed of several sources."""
    told = ordering_columns(case, plan)
    asks, lacks = bool(required(documents_of(case))), lacking(case)
    reviews = dict(zip(review_columns(plan), _reviews(case), strict=False)) if plan.combine else {}
    columns = ["application_no", "executor" if plan.pooled else "choices", *told.columns, *reviews]
    columns += [*([LACKING] if asks else []), *_headers(fields)]
    rows = [
        [
            entry.application_no,
            next(iter(entry.choices), "") if plan.pooled else ";".join(entry.choices),
            *told.cells(entry),
            *(reviews_text(given.get(entry.application_id, ())) for given in reviews.values()),
            *([";".join(lacks.get(entry.application_id, ()))] if asks else []),
            *map(_cell, entry.facts),
        ]
        for entry in entries
    ]
    frozen = freeze(case.programme, case.stage.id, columns, rows)
    unscored: Counter[str] = Counter()
    if plan.parts:
        _, mixed = read_frozen(case.programme, case.stage.id, frozen)
        out = {*_stopped(case), *lacks}
        left = {entry.application_no for entry in entries if entry.application_id in out}
        unscored.update(
            choice
            for one in mixed
            if one.application_no not in left
            for choice, score in zip(one.choices, one.scores, strict=True)
            if score is None
        )
    ids = {entry.application_no: entry.application_id for entry in entries}
    return Inputs(frozen=frozen, columns=columns, rows=rows, ids=ids, unscored=unscored)


def entrants(case: StageCase, fields: tuple[Field, ...] = ()) -> Iterator[Entry]:
    """Yield who takes part in a stage, by number.

    The accepted applications at the first stage; at a later one those of them that hold an accepted place
    at the stage before, where they hold it. For the stage for which executors are listed, with those listed.
    """
    names = [field.name for field in fields if is_handed_in(field.name)]
    support = support_columns(names, None, case.programme.id)
    if case.before is None:
        found = Application.objects.filter(programme=case.programme.id, state="accepted")
        told = _told(fields, "")
        for pk, number, choices, at, *known in (
            found.order_by("application_no")
            .values_list("pk", "application_no", "choices", "submitted_at", "merchant_id", *told)
            .iterator(5000)
        ):
            yield Entry(pk, number, case.asked_of(choices), _values(fields, support, *known), at)
        return
    held = Place.objects.filter(
        programme=case.programme.id,
        stage=case.before.id,
        state="accepted",
        application__state="accepted",
    )
    told = _told(fields, "application__")
    rows = held.order_by("application__application_no").values_list(
        "application_id",
        "application__application_no",
        "executor",
        "application__choices",
        "application__submitted_at",
        "application__merchant_id",
        *told,
    )
    for pk, number, executor, choices, at, *known in rows.iterator(5000):
        asked = case.asked_of(choices) if case.is_listed else (executor,)
        yield Entry(pk, number, asked, _values(fields, support, *known), at)


def _told(fields: tuple[Field, ...], path: str) -> list[KeyTransform]:
    """Return where applications keep fields: facts with their companions, and answers.

    What is not kept there (earlier support, levels) is looked up where no fact can be.
    """
    return [
        KeyTransform(own_name(name), f"{path}answers")
        if owner_of(name) == ANSWER
        else KeyTransform(name, f"{path}facts")
        for field in fields
        for name in _names(field)
    ]


def _values(
    fields: tuple[Field, ...], support: Mapping[str, Column], merchant_id: int, *told: Any
) -> tuple[Any, ...]:
    """Return the values of fields of one application: as it tells, and what is known of earlier support."""
    names = [name for field in fields for name in _names(field)]
    return tuple(
        support[name].of(merchant_id) if name in support else value
        for name, value in zip(names, told, strict=True)
    )


def _scores(case: StageCase, plan: StagePlan) -> Mapping[tuple[int, str], int | None]:
    if case.stage.chosen_by == "score":  # the same points at whomever is asked
        points = points_standing(case.programme.id, case.stage.id)
        return {(pk, executor): n for pk, n in points.items() for executor in (*plan.executors, "")}
    return {
        (score.application_id, score.executor): score.score_thousandths
        for score in stage_scores(case.programme.id, case.stage.id)
    }


def _reviews(case: StageCase) -> list[Mapping[int, list[tuple[str, int]]]]:
    """Return what each reviewer gave, by round, so that it can be repeated; nothing where no panel scores.

    Reviewers stand there under numbers in the order of a hash.
    """
    review = stage_review(case.programme.id, case.stage.id)
    if review is None or not review.by_panel or case.stage.combine is None:
        return []
    if review.round is None and not review.rounds:
        return []  # no round was planned: nobody gave anything
    return [stage_reviews(one) for one in review.rounds or (review,)]


def _stopped(case: StageCase) -> Mapping[int, str]:
    """Return whom a round of review did not let through: they have no score, and none is missing."""
    review = review_of(case.loaded, case.stage.id)
    return stopped(review) if review is not None and review.by_panel else {}


def _row(entry: Entry, scores: Mapping[tuple[int, str], int | None], executors: tuple[str, ...]) -> list[str]:
    asked = set(entry.choices)
    marks = [
        score_text(scores.get((entry.application_id, executor))) if executor in asked else ""
        for executor in executors
    ]
    return [entry.application_no, ";".join(entry.choices), *marks, *map(_cell, entry.facts)]


def _pooled_row(entry: Entry, scores: Mapping[tuple[int, str], int | None]) -> list[str]:
    held = next(iter(entry.choices), "")
    score = score_text(scores.get((entry.application_id, held)))
    return [entry.application_no, held, score, *map(_cell, entry.facts)]


def _names(field: Field) -> tuple[str, ...]:
    return (field.name, field.companion) if field.none_able else (field.name,)


def _headers(fields: tuple[Field, ...]) -> list[str]:
    return [name for field in fields for name in _names(field)]


def _cell(value: Any) -> str:
    """Return a fact as a cell of csv.

    >>> [_cell(v) for v in (None, True, 2.5, "11110", ["a", "b"])]
    ['', 'true', '2.5', '11110', 'a;b']
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return ";".join(map(str, value))
        case _:
            return str(value)
