"""The result of a diagnosis as pages show it: levels, figures with their tables, strengths, ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dure.domains.applications.queries_own import Application
from dure.domains.diagnosis.queries import EXPERT, MERCHANT, Result, ways_of
from dure.domains.programmes.queries import loaded
from dure.engine.diagnosis import Difference, FormDifference, WayAnswer, gains, strengths
from dure.engine.programme.form_fields import items_of
from dure.engine.programme.models.diagnosis import DiagnosisForm
from dure.engine.programme.models.programme import Programme
from dure.engine.review.combining import MOST
from dure.web.charts import Chart, chart
from dure.web.diagnosis.words import (
    FILLED_BY,
    difference_text,
    level_title,
    missing_texts,
    points_text,
)
from dure.web.tables import headers
from dure.web.templatetags.programme import told

MOST_STEPS = 3
"""So many next steps are told, those that raise the score most."""


def result_parts(application: Application, results: Mapping[str, Result]) -> dict[str, Any]:
    """Return what a page of results shows: each form that was handed in, and the ways of all forms."""
    programme = loaded(application.version).programme
    return {
        "results": [_form(programme, found) for found in results.values()],
        "ways": [_way(programme, one) for one in ways_of(application, results)],
        "way_headers": headers(_("Support"), _("Open"), _("Why, or what is missing")),
    }


def _form(programme: Programme, found: Result) -> dict[str, Any]:
    sheet, score = found.reading.opened, found.reading.score
    form, counting = sheet.form, found.standing.counting
    assert counting is not None, "a result has a sheet that counts"
    titles = {item.id: told(item.title) for item in items_of(form)}
    guidance = {item.id: told(item.guidance) if item.guidance else "" for item in items_of(form)}
    return {
        "id": form.id,
        "title": told(form.title),
        "score": points_text(score.low, score.high) if score.counts else _("Not known"),
        "level": level_title(form, score.level),
        "levels": [
            {"title": told(one.title), "from": one.from_points, "here": one.id == score.level}
            for one in form.levels
        ],
        "by": FILLED_BY[counting.filled_by],
        "by_expert": counting.filled_by == EXPERT,
        "at": counting.handed_in_at,
        "visited_on": counting.visited_on,
        "note": counting.note,
        "round": counting.round,
        "missing": missing_texts(score.missing, programme),
        "strengths": [titles[item] for item in strengths(score)],
        "steps": [
            {
                "title": titles[gain.item],
                "guidance": guidance[gain.item],
                "points": points_text(gain.points),
                "by": difference_text(gain.by),
            }
            for gain in gains(form, score)[:MOST_STEPS]
        ],
        **_figure(form, found),
        "change": _compared(form, found.change, (_("Before"), _("Now"))) if found.change else None,
    }


def _figure(form: DiagnosisForm, found: Result) -> dict[str, Any]:
    if found.gap is not None:
        sides = (str(FILLED_BY[MERCHANT]), str(FILLED_BY[EXPERT]))
        return {"figure": _compared(form, found.gap, sides), "gap": True}
    score = found.reading.score
    sections = {one.id: one.known for one in score.sections if one.counts}
    items = {one.id: one.points for one in score.items if one.asked}
    rows = [
        (kind, title, name, value) for kind, title, name, value in _lines(form, score.known, sections, items)
    ]
    label = _("Points of 100")
    return {
        "gap": False,
        "figure": {
            "chart": chart(
                "",
                [label],
                [(title, points_text(v), (v,)) for kind, title, _name, v in rows if kind != "item"],
                whole=MOST,
            ),
            "headers": headers(_("Section and item"), label, numeric=(label,)),
            "rows": [
                {"title": title, "kind": kind, "cells": [points_text(value)]}
                for kind, title, _name, value in rows
            ],
        },
    }


def _lines(
    form: DiagnosisForm, whole: int | None, sections: Mapping[str, Any], items: Mapping[str, Any]
) -> list[tuple[str, str, str, Any]]:
    """Return (kind, title, id, value) of the whole, each section, and its items, as far as they count."""
    lines: list[tuple[str, str, str, Any]] = [("whole", _("In all"), form.id, whole)]
    for section in form.sections:
        if section.id not in sections:
            continue
        lines.append(("section", told(section.title), section.id, sections[section.id]))
        lines += [
            ("item", told(item.title), item.id, items[item.id]) for item in section.items if item.id in items
        ]
    return lines


def _compared(form: DiagnosisForm, found: FormDifference, sides: tuple[str, str]) -> dict[str, Any]:
    sections = {one.id: one for one in found.sections}
    items = {one.id: one for one in found.items if one.first is not None or one.second is not None}
    rows = _lines(form, None, sections, items)
    values: list[tuple[str, str, Difference]] = [
        (kind, title, found.whole if kind == "whole" else value) for kind, title, _name, value in rows
    ]
    by = _("Difference")
    figure: Chart = chart(
        "",
        sides,
        [
            (title, f"{points_text(one.first)} → {points_text(one.second)}", (one.first, one.second))
            for kind, title, one in values
            if kind != "item"
        ],
        whole=MOST,
    )
    return {
        "chart": figure,
        "headers": headers(_("Section and item"), *sides, by, numeric=(*sides, by)),
        "rows": [
            {
                "title": title,
                "kind": kind,
                "cells": [points_text(one.first), points_text(one.second), difference_text(one.by)],
            }
            for kind, title, one in values
        ],
        "levels": [level_title(form, level) or _("Not known") for level in found.levels],
        "climbed": found.climbed,
    }


def _way(programme: Programme, found: WayAnswer) -> dict[str, Any]:
    benefits = {one.id: told(one.title) for one in programme.benefits}
    stages = {one.id: told(one.title) for one in programme.stages}
    target = benefits.get(found.way.benefit or "") or stages.get(found.way.stage or "") or found.way.id
    note = told(found.way.note) if found.way.note else ""
    return {
        "title": target,
        "note": note,
        "holds": found.holds,
        "missing": missing_texts(found.missing, programme),
    }
