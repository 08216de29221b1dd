"""The funnel of a stage counted, by executor, region and industry: applied, accepted for it, selected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import connection

from dure.domains.selection.stages import StageCase
from dure.engine.statistics.funnel import province_of, section_of

DIMENSIONS = ("executor", "region", "section")
_APPLIED = """
    SELECT a.id, a.choices, left(a.region, 5), left(a.ksic, 2) FROM applications_application a
    WHERE a.programme = %s AND a.state IN ('submitted', 'supplementing', 'accepted', 'refused')
"""
_ENTERED = """
    SELECT a.id, ARRAY[p.executor], left(a.region, 5), left(a.ksic, 2) FROM selection_place p
    JOIN applications_application a ON a.id = p.application_id
    WHERE p.programme = %s AND p.stage = %s
"""


def counted_funnel(
    case: StageCase, accepted: Collection[int], selected: Mapping[int, str]
) -> dict[str, dict[str, list[int]]]:
    """Return, by dimension and group, how many applied, were accepted for the selection, and were selected.

    Who applied to a later stage is whoever was given a place at the stage before. ``accepted`` are the ids of
    the applications that took part, ``selected`` where the selected are. An executor counts everybody who
    chose it.
    """
    counts: dict[str, dict[str, list[int]]] = {name: defaultdict(lambda: [0, 0, 0]) for name in DIMENSIONS}
    taking_part = set(accepted)
    day = case.programme.reference_day
    for application, choices, region, division in _everybody(case):
        reached = 1 if application in taking_part else 0
        where = selected.get(application)
        own = reached if where is None else 2
        _count(counts["region"][province_of(region, day)], own)
        _count(counts["section"][section_of(division)], own)
        for executor in choices:
            _count(counts["executor"][executor], 2 if where == executor else reached)
    return {name: dict(sorted(groups.items())) for name, groups in counts.items()}


def _everybody(case: StageCase) -> Iterable[tuple[int, list[str], str | None, str | None]]:
    before = case.before
    query, arguments = (
        (_APPLIED, [case.programme.id]) if before is None else (_ENTERED, [case.programme.id, before.id])
    )
    with connection.cursor() as cursor:
        cursor.execute(query, arguments)
        return list(cursor.fetchall())


def _count(cell: list[int], reached: int) -> None:
    for step in range(reached + 1):
        cell[step] += 1
