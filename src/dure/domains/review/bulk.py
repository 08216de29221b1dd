"""A spreadsheet of scores against what stands: what is new, what changed, what is wrong in which cell."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries import Application
from dure.domains.applications.staff_conflicts import declared_by, in_conflict
from dure.domains.review.layouts import COMMENT, NUMBER, SAID, layout_of
from dure.domains.review.marks import Marks, criteria, marks_of
from dure.domains.review.models import Entrant, ScoreSheet
from dure.domains.review.rounds import StageReview
from dure.domains.review.sheets import LONGEST_REMARK
from dure.domains.review.staff import declares
from dure.engine.problems import Problem, msg
from dure.engine.review.marks import read_mark
from dure.files.score_sheets import ScoreRow

IN_PROCESS = ("submitted", "supplementing", "accepted", "refused")
_CELLS = {
    "number": msg("“{value}” is not a number"),
    "decimals": msg("“{value}” has more than three decimals"),
    "range": msg("“{value}” is not between 0 and 100"),
    "missing": msg("the score is missing: fill in all criteria of an applicant, or none"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The marks that a row gives an applicant; no comment where the file has no such column.

    ``remarks`` are None where it has no column of words on a criterion.
    """

    application_id: int
    marks: Marks
    comment: str | None
    remarks: dict[str, str] | None = None


@dataclass(slots=True)
class Difference:
    """What a file would change. ``base`` is a hash of what stands for its applicants."""

    new: list[Wanted] = field(default_factory=list)
    changed: list[Wanted] = field(default_factory=list)
    same: int = 0
    empty: int = 0
    problems: list[Problem] = field(default_factory=list)
    base: str = ""

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each kind."""
        faulty = {str(problem.params["row"]) for problem in self.problems}
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "same": self.same,
            "empty": self.empty,
            "faulty": len(faulty),
        }


def difference(
    review: StageReview,
    executor: str,
    rows: Sequence[ScoreRow],
    *,
    actor: SignedActor,
    hold: bool = False,
) -> Difference:
    """Compare rows with what stands; ``hold`` the applicants of an executor until the act ends.

    With whom the actor has a conflict of interest, or about whom nothing was declared yet, is a fault. A
    constant number of queries, however many rows.
    """
    entrants = Entrant.objects.filter(
        programme=review.programme,
        stage=review.stage.id,
        executor=executor,
        application__state__in=IN_PROCESS,
    )
    if hold:
        entrants = entrants.order_by("pk").select_for_update(of=("self",))
    own: dict[str, int] = {
        number: pk
        for number, pk in entrants.values_list("application__application_no", "application_id")
        if number
    }
    shut = _shut(actor, review, own)
    elsewhere = _elsewhere(review.programme, {row.texts[NUMBER] for row in rows} - set(own))
    stands = {
        sheet.application_id: sheet
        for sheet in ScoreSheet.objects.filter(
            stage=review.stage.id, executor=executor, application_id__in=list(own.values())
        )
    }
    found = Difference()
    first_row: dict[str, int] = {}
    touched = []
    for row in rows:
        number = row.texts[NUMBER]
        problem = _stranger(row, own, elsewhere, first_row, review, shut)
        first_row.setdefault(number, row.row)
        if problem is not None:
            found.problems.append(problem)
            continue
        touched.append(own[number])
        _compare(review, row, own[number], stands.get(own[number]), found)
    found.base = _base([stands[pk] for pk in sorted(set(touched)) if pk in stands])
    return found


def _stranger(
    row: ScoreRow,
    own: dict[str, int],
    elsewhere: set[str],
    first_row: dict[str, int],
    review: StageReview,
    shut: dict[str, tuple[str, str]],
) -> Problem | None:
    number = row.texts[NUMBER]
    place = {"row": row.row, "column": layout_of(review, "ko").number.title, "value": number[:80]}
    if not number:
        return Problem("scores.no_number", msg("the receipt number is missing"), place)
    if number in first_row:
        place["first"] = first_row[number]
        return Problem(
            "scores.doubled", msg("the receipt number {value} stands in row {first} already"), place
        )
    if number in shut:
        return Problem(*shut[number], place)
    if number in own:
        return None
    if number in elsewhere:
        return Problem(
            "scores.not_own", msg("{value} is no applicant of yours who is scored at this stage"), place
        )
    return Problem("scores.unknown", msg("there is no application {value}"), place)


def _compare(
    review: StageReview, row: ScoreRow, application_id: int, stood: ScoreSheet | None, found: Difference
) -> None:
    columns = {column.name: column for column in layout_of(review, "ko").scores}
    texts = {name: row.texts.get(name, "") for name in criteria(review)}
    if not any(texts.values()):
        found.empty += 1
        return
    read: dict[str, int] = {}
    wrong = False
    for name, text in texts.items():
        mark = read_mark(text) if text else "missing"
        if isinstance(mark, int):
            read[name] = mark
            continue
        wrong = True
        place = {"row": row.row, "column": columns[name].title, "value": text[:40]}
        found.problems.append(Problem(f"scores.{mark}", _CELLS[mark], place))
    if wrong:
        return
    marks, comment = marks_of(review, read), row.texts.get(COMMENT)
    wanted = Wanted(application_id, marks, comment, _remarks(review, row, stood))
    if stood is None or stood.state != "submitted":
        found.new.append(wanted)
    elif (
        (stood.items, stood.total) != (marks.items, marks.total)
        or (comment is not None and stood.comment != comment)
        or (wanted.remarks is not None and stood.remarks != wanted.remarks)
    ):
        found.changed.append(wanted)
    else:
        found.same += 1


def _remarks(review: StageReview, row: ScoreRow, stood: ScoreSheet | None) -> dict[str, str] | None:
    """Return what is said of each criterion, as the row has it; where it has no column, as it stands."""
    told = {name: row.texts[f"{SAID}{name}"] for name in criteria(review) if f"{SAID}{name}" in row.texts}
    if not told:
        return None
    kept = {name: text for name, text in (stood.remarks if stood else {}).items() if name not in told}
    return kept | {name: text[:LONGEST_REMARK] for name, text in told.items() if text}


def _shut(actor: SignedActor, review: StageReview, own: dict[str, int]) -> dict[str, tuple[str, str]]:
    """Return code and message of why the actor does not score some of the applicants, by receipt number."""
    cases = Application.objects.filter(pk__in=own.values())
    against = set(cases.filter(in_conflict(actor)).values_list("pk", flat=True))
    open_to = set(declared_by(actor, review.programme)) if declares(review) else set(own.values())
    found = {}
    for number, pk in own.items():
        if pk in against:
            found[number] = (
                "scores.conflict",
                msg("you have a conflict of interest with {value}: somebody else of your executor scores it"),
            )
        elif pk not in open_to:
            found[number] = (
                "scores.undeclared",
                msg("declare first whether you have a conflict of interest with {value}"),
            )
    return found


def _elsewhere(programme: str, numbers: set[str]) -> set[str]:
    """Return which of some receipt numbers are given, to whomever: no more is told of them."""
    given = Application.objects.filter(programme=programme, application_no__in=numbers).values_list(
        "application_no", flat=True
    )
    return {number for number in given if number}


def _base(sheets: Sequence[ScoreSheet]) -> str:
    told: list[Any] = [[s.application_id, s.items, s.total, s.comment, s.remarks, s.state] for s in sheets]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
