"""Measured points of a stage: which stand, and what a file of them would change.

Who measures does not see who is measured: a file has receipt numbers and points, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from dure.domains.applications.queries import Application
from dure.domains.selection.models_measured import MeasuredPoints, PointsUpload
from dure.domains.selection.stages import StageCase
from dure.engine.problems import Problem, msg, refuse
from dure.engine.review.marks import read_mark
from dure.files.score_sheets import Column, Layout, ScoreRow
from dure.language import translate

NUMBER, POINTS = "application_no", "points"
TAKES_PART = ("submitted", "supplementing", "accepted")
_NUMBER, _POINTS = msg("Receipt number"), msg("Points")
_CELLS = {
    "number": msg("“{value}” is not a number"),
    "decimals": msg("“{value}” has more than three decimals"),
    "range": msg("“{value}” is not between 0 and 100"),
}


def _column(name: str, title: str) -> Column:
    return Column(name, translate(title, "ko"), (translate(title, "en"), translate(title, "ko")))


def layout() -> Layout:
    """Return the columns of a file of points; headers of both languages and the ids are understood."""
    return Layout(
        number=_column(NUMBER, _NUMBER),
        name=Column("name", "name"),
        scores=(_column(POINTS, _POINTS),),
        comment=Column("comment", "comment"),
        sheet="",
        guide_sheet="",
        guide=(),
        not_a_mark="",
    )


@dataclass(slots=True)
class Difference:
    """What a file would change: points in thousandths by application. ``base`` is a hash of what stands."""

    new: dict[int, int] = field(default_factory=dict)
    changed: dict[int, int] = field(default_factory=dict)
    same: int = 0
    empty: int = 0
    lacking: int = 0
    """How many take part and would still have no points."""
    problems: list[Problem] = field(default_factory=list)
    base: str = ""

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each kind."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "same": self.same,
            "empty": self.empty,
            "lacking": self.lacking,
            "faulty": len({str(problem.params["row"]) for problem in self.problems}),
        }


def refuse_other_stage(case: StageCase) -> None:
    """Raise Refused where a stage takes no measured points."""
    if not case.stage.takes_points:
        raise refuse("points.stage", msg("no measured points are handed in for this stage"))


def points_standing(programme: str, stage: str) -> Mapping[int, int]:
    """Return the points that count now, by application: the newest of each."""
    rows = MeasuredPoints.objects.filter(programme=programme, stage=stage)
    newest = rows.order_by("application_id", "-pk").distinct("application_id")
    return dict(newest.values_list("application_id", "points"))


def files_standing(programme: str, stage: str) -> tuple[str, ...]:
    """Return the SHA-256 of the files from which the points come that count now, in the order of uploads."""
    rows = MeasuredPoints.objects.filter(programme=programme, stage=stage)
    newest = rows.order_by("application_id", "-pk").distinct("application_id")
    uploads = PointsUpload.objects.filter(pk__in=set(newest.values_list("upload_id", flat=True)))
    return tuple(uploads.order_by("pk").values_list("sha256", flat=True))


def difference(case: StageCase, numbers: Mapping[str, int], rows: Sequence[ScoreRow]) -> Difference:
    """Compare rows with what stands; ``numbers`` are those that take part, with the applications' ids.

    A constant number of queries, however many rows.
    """
    programme, stage = case.programme.id, case.stage.id
    stands = points_standing(programme, stage)
    elsewhere = _elsewhere(programme, {row.texts[NUMBER] for row in rows} - set(numbers))
    titles = layout()
    found, first_row = Difference(), dict[str, int]()
    for row in rows:
        number, text = row.texts[NUMBER], row.texts[POINTS]
        problem = _stranger(row, numbers, elsewhere, first_row, titles.number.title)
        first_row.setdefault(number, row.row)
        mark = read_mark(text) if text else None
        if problem is None and isinstance(mark, str):
            place = {"row": row.row, "column": titles.scores[0].title, "value": text[:40]}
            problem = Problem(f"points.{mark}", _CELLS[mark], place)
        if problem is not None:
            found.problems.append(problem)
        elif isinstance(mark, int):
            _compare(found, stands, numbers[number], mark)
        else:
            found.empty += 1
    held = set(stands) | set(found.new)
    found.lacking = sum(pk not in held for pk in numbers.values())
    found.base = _base(stands, numbers.values())
    return found


def _compare(found: Difference, stands: Mapping[int, int], application_id: int, points: int) -> None:
    if application_id not in stands:
        found.new[application_id] = points
    elif stands[application_id] != points:
        found.changed[application_id] = points
    else:
        found.same += 1


def _stranger(
    row: ScoreRow,
    numbers: Mapping[str, int],
    elsewhere: set[str],
    first_row: Mapping[str, int],
    column: str,
) -> Problem | None:
    number = row.texts[NUMBER]
    place = {"row": row.row, "column": column, "value": number[:80]}
    if not number:
        return Problem("points.no_number", msg("the receipt number is missing"), place)
    if number in first_row:
        place["first"] = first_row[number]
        return Problem(
            "points.doubled", msg("the receipt number {value} stands in row {first} already"), place
        )
    if number in numbers:
        return None
    if number in elsewhere:
        return Problem("points.not_here", msg("{value} does not take part in this stage"), place)
    return Problem("points.unknown", msg("there is no application {value}"), place)


def _elsewhere(programme: str, numbers: set[str]) -> set[str]:
    given = Application.objects.filter(programme=programme, application_no__in=numbers)
    return {number for number in given.values_list("application_no", flat=True) if number}


def _base(stands: Mapping[int, int], applications: Collection[int]) -> str:
    told = sorted((pk, stands[pk]) for pk in applications if pk in stands)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
