"""Scores behind a decision as tables: sources of a mix, marks by criterion, cut-offs by kind of seat."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from dure.domains.selection.breakdown import Cutoff, ScoredAt
from dure.domains.selection.correcting_items import Criterion, criteria_of
from dure.domains.selection.parts import source_texts
from dure.domains.selection.queries import StageCase, case_of_selection
from dure.domains.selection.queries_objections import Decision, Objection, ScoreCorrection
from dure.domains.selection.rounds import RoundPoints
from dure.domains.selection.too_late import too_late_for
from dure.engine.law.deadlines import day_of
from dure.engine.programme.models.stages import Score
from dure.language import translate
from dure.web.column_words import column_label
from dure.web.selection_words import executor_text, score, seat_text
from dure.web.tables import headers
from dure.web.words import page_language

COMBINED = {
    "mean": lambda: _("The mean of all reviewers' marks."),
    "trimmed_mean": lambda: _("The mean of the reviewers' marks without the highest and the lowest score."),
    "adjusted": lambda: _(
        "The reviewers' scores, adjusted to one another: how severe a reviewer is, and how far apart one sets"
        " cases, is taken out. The marks are the means as given."
    ),
}


def scores_shown(case: StageCase, found: list[ScoredAt]) -> dict[str, Any]:
    """Return scores with their sources, marks and cut-offs, as ``parts/scores.html`` reads them."""
    mark, weight, points = _("Mark (of 100)"), _("Weight"), _("Points")
    cut, mine = _("Lowest score selected"), _("Your score")
    return {
        "scored": [_scored(case, one) for one in found],
        "mark_headers": headers(_("Criterion"), weight, mark, numeric=(weight, mark)),
        "part_headers": headers(_("Source"), weight, points, numeric=(weight, points)),
        "cutoffs": [row for one in found for row in _cutoffs(case, one)],
        "cutoff_headers": headers(_("Executor and kind of seat"), cut, mine, numeric=(cut, mine)),
        "combined": COMBINED[case.stage.combine]() if case.stage.combine in COMBINED else "",
    }


def rounds_shown(case: StageCase, points: Collection[RoundPoints]) -> dict[str, Any]:
    """Return rounds of review with their marks, as ``parts/rounds.html`` reads them; none of one round."""
    language = page_language()
    numbers = (_("Weight"), _("Points"), _("Passes from"))
    mark, weight = _("Mark (of 100)"), _("Weight")
    return {
        "rounds": [
            {
                "title": one.review.round.title.to(language) if one.review.round else "",
                "percent": f"{one.weight_bp / 100:g}",
                "points": score(one.score),
                "least": "" if one.least is None else score(one.least),
                "stops": one.stops,
                "marks": [
                    {"title": i.title.to(language), "percent": f"{i.weight_bp / 100:g}", "mark": score(given)}
                    for i, given in one.marks
                ],
            }
            for one in points
        ],
        "round_headers": headers(_("Round of review"), *numbers, _("Outcome"), numeric=numbers),
        "round_mark_headers": headers(_("Criterion"), weight, mark, numeric=(weight, mark)),
        "rounds_combined": COMBINED[case.stage.combine]() if case.stage.combine in COMBINED else "",
    }


def corrected_shown(
    case: StageCase, corrections: Collection[ScoreCorrection], *, to_officers: bool = False
) -> dict[str, Any]:
    """Return scores that were put right, as ``parts/corrected.html`` reads them.

    ``to_officers``: also why, as the officer who answered the objection noted it for the record.
    """
    titles = {one.key: criterion_text(one) for one in criteria_of(case)} if corrections else {}
    was, now = _("Was"), _("Is now")
    return {
        "corrected": [
            {
                "at": day_of(one.corrected_at),
                "executor": executors_text(case, same),
                "before": score(one.raw_score),
                "after": score(one.score),
                "why": one.reason if to_officers else "",
                "held": one.held,
                "items": [
                    {
                        "title": titles.get(item["item"], item["item"]),
                        "before": score(item["before"]),
                        "after": score(item["after"]),
                        "why": item["reason"],
                    }
                    for item in one.items
                ],
            }
            for same in corrected_together(corrections)
            for one in same[:1]
        ],
        "corrected_headers": headers(_("Criterion"), was, now, _("Why"), numeric=(was, now)),
    }


def corrected_together(corrections: Collection[ScoreCorrection]) -> list[list[ScoreCorrection]]:
    """Return corrections that are one: the same score, by one objection, at each executor that was chosen."""
    found: dict[tuple[object, ...], list[ScoreCorrection]] = {}
    for one in corrections:
        found.setdefault((one.objection_id, one.raw_score, one.score), []).append(one)
    return list(found.values())


def executors_text(case: StageCase, corrections: Collection[ScoreCorrection]) -> str:
    """Return what the executors of corrections are called."""
    return ", ".join(executor_text(case, one.executor) for one in corrections)


def corrected_lines(case: StageCase, corrections: Collection[ScoreCorrection]) -> list[str]:
    """Return scores that were put right as lines of a list or a file: where, from what to what, by which
    criteria."""
    titles = {one.key: criterion_text(one) for one in criteria_of(case)} if corrections else {}
    lines = []
    for one in corrections:
        items = "; ".join(
            _("%(criterion)s %(before)s → %(after)s")
            % {
                "criterion": titles.get(item["item"], item["item"]),
                "before": score(item["before"]),
                "after": score(item["after"]),
            }
            for item in one.items
        )
        told = {
            "executor": executor_text(case, one.executor),
            "before": score(one.raw_score),
            "after": score(one.score),
            "items": items,
        }
        text = (
            _("%(executor)s: %(before)s → %(after)s (%(items)s)")
            if items
            else _("%(executor)s: %(before)s → %(after)s")
        )
        lines.append(text % told)
    return lines


def corrected_by(objection: Objection, corrections: Collection[ScoreCorrection]) -> list[str]:
    """Return the scores that an objection to a decision put right, as :func:`corrected_lines`."""
    if objection.decision is None or not corrections:
        return []
    return corrected_lines(case_of_selection(objection.decision.selection), corrections)


def too_late_shown(case: StageCase, decision: Decision) -> list[str]:
    """Return in words what a place or a score that came later does not reach any more."""
    language = page_language()
    return [
        translate(one.sentence, language, {"stage": one.stage.title.to(language)})
        for one in too_late_for(case, decision.selection_id, decision.application_id)
    ]


def criterion_text(one: Criterion) -> str:
    """Return what a criterion is called; of several rounds of review with its round before it."""
    language = page_language()
    title = one.item.title.to(language)
    return f"{one.round.title.to(language)}: {title}" if one.round is not None else title


def _source(case: StageCase, source: Score) -> str:
    """Return what a source of a mixed score is called on a page."""
    language = page_language()
    if source.source == "data" and source.field is not None:
        return column_label(source.field, case.programme)
    return source_texts(case, source)[language]


def _scored(case: StageCase, one: ScoredAt) -> dict[str, Any]:
    return {
        "parts": [
            {
                "title": _source(case, part.source),
                "percent": f"{part.part.weight_bp / 100:g}",
                "points": score(part.points),
            }
            for part in one.parts
        ],
        "executor": executor_text(case, one.executor),
        "score": score(one.score),
        "reviews": one.reviews,
        "as_given": "" if one.as_given is None else score(one.as_given),
        "marks": [
            {
                "title": marked.item.title.to(page_language()),
                "percent": f"{marked.item.weight_bp / 100:g}",
                "mark": score(marked.mark),
            }
            for marked in one.marks
        ],
    }


def _hidden(cutoff: Cutoff) -> str:
    """Return what is told of a lowest score that so few have that it would be theirs."""
    if cutoff.mine and cutoff.below:
        return _("not shown; your score is not above it")
    return _("not shown")


def _cutoffs(case: StageCase, one: ScoredAt) -> list[dict[str, str]]:
    return [
        {
            "executor": executor_text(case, one.executor),
            "seat": seat_text(case, cutoff.seat),
            "lowest": _hidden(cutoff) if cutoff.lowest is None else score(cutoff.lowest),
            "score": score(one.score) if cutoff.mine else "–",
        }
        for cutoff in one.cutoffs
    ]
