"""A stage and its applications as texts, as in files: read once for `select`, once for the checker.

`Case` is what a page, a published example or hypothesis describes; nothing here knows how seats are given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from dure.engine.selection import Application, Decision, Share, StagePlan, plan_stage, select
from dure.engine.selection.mixing import Part, mixed
from dure.engine.selection.plan import DECISION_COLUMNS, score_text
from dure.engine.selection.votes import read_votes
from dure.engine.selection.ways import read_instant, read_nominations
from dure.engine.verification.checker import find_faults

Row = dict[str, str]


@dataclass(frozen=True)
class Case:
    """A stage as in stage.json of a bundle, the rows of its applications, and a seed."""

    stage: Mapping[str, Any]
    rows: tuple[Row, ...]
    seed: str | None = None

    @cached_property
    def plan(self) -> StagePlan:
        return plan_of(self.stage)

    @cached_property
    def applications(self) -> list[Application]:
        return [application(self.plan, row) for row in self.rows]

    @cached_property
    def _selected(self) -> list[Decision]:
        return select(self.plan, self.applications, self.seed)

    def decisions(self) -> dict[str, Decision]:
        return {d.application_no: d for d in self._selected}

    def decided(self) -> list[Decision]:
        return self._selected

    def decided_rows(self) -> list[Row]:
        return [row_of(d) for d in self._selected]

    def result(self) -> dict[str, str]:
        """Return by application the executor that selected it, or an empty text."""
        return {
            no: d.executor if d.decision == "selected" else "" for no, d in sorted(self.decisions().items())
        }

    def faults(self) -> list[Any]:
        """Return what the independent checker says against our decisions."""
        return self.faults_of(self.decided_rows())

    def faults_of(self, decided: list[Row]) -> list[Any]:
        """Return what the independent checker says against some decisions."""
        return find_faults(dict(self.stage), list(self.rows), decided, self.seed)

    def with_row(self, application_no: str, **cells: str) -> Case:
        """Return the same case with some cells of one application changed."""
        rows = [row | cells if row["application_no"] == application_no else row for row in self.rows]
        return replace(self, rows=tuple(rows))


def stage(
    capacities: Mapping[str, int],
    *,
    set_asides: Mapping[str, int] | None = None,
    caps: Mapping[str, int] | None = None,
    pooled: int = 0,
    choices_limit: int | None = None,
    reserve_length: int = 3,
) -> dict[str, Any]:
    """Return a stage; ``pooled`` is the quota of a stage chosen over all executors."""
    return {
        "id": "consult",
        "pooled": bool(pooled),
        "quota": pooled or sum(capacities.values()),
        "executors": [{"id": name, "capacity": places} for name, places in capacities.items()],
        "choices_limit": len(capacities) if choices_limit is None else choices_limit,
        "reserve_length": reserve_length,
        "set_asides": [{"id": name, "share_bp": share} for name, share in (set_asides or {}).items()],
        "caps": [{"id": name, "share_bp": share} for name, share in (caps or {}).items()],
    }


def plan_of(described: Mapping[str, Any]) -> StagePlan:
    capacities = {e["id"]: e.get("capacity", 0) for e in described["executors"]}
    return plan_stage(
        stage=described["id"],
        executors=tuple(capacities),
        capacities=None if described["pooled"] else capacities,
        quota=described["quota"],
        choices_limit=described["choices_limit"],
        reserve_length=described["reserve_length"],
        set_asides=tuple(Share(s["id"], s["share_bp"]) for s in described["set_asides"]),
        caps=tuple(Share(c["id"], c["share_bp"]) for c in described["caps"]),
        way=described.get("way", "score"),
        parts=tuple(
            Part("", p["column"], p["weight_bp"], p.get("each", False), votes=p.get("points"))
            for p in described.get("parts", ())
        ),
    )


def thousandths(cell: str) -> int | None:
    if not cell:
        return None
    whole, _, part = cell.partition(".")
    return int(whole) * 1000 + int(part.ljust(3, "0"))


def ordered_by(plan: StagePlan, row: Row, choice: str) -> int | None:
    match plan.way:
        case "lot":
            return 0
        case "first_come" | "entitlement":
            return read_instant(row["received_at"])
        case "nomination":
            return (read_nominations(row["nominations"]) or {}).get(choice)
        case "vote":
            return read_votes(row["votes"])
    if plan.parts:
        points = [thousandths(row[part.column_at(choice)]) for part in plan.parts]
        return mixed(points, [part.weight_bp for part in plan.parts])
    return thousandths(row.get(f"score.{choice}", row.get("score", "")))


def application(plan: StagePlan, row: Row) -> Application:
    choices = (row["executor"],) if plan.pooled else tuple(c for c in row["choices"].split(";") if c)

    def mask(shares: Sequence[Share]) -> int:
        return sum(1 << i for i, share in enumerate(shares) if row[f"trait.{share.id}"] == "true")

    scores = tuple(ordered_by(plan, row, choice) for choice in choices)
    return Application(row["application_no"], choices, scores, mask(plan.set_asides), mask(plan.caps))


def row_of(decision: Decision) -> Row:
    texts = {column: "" if value is None else str(value) for column, value in decision._asdict().items()}
    texts |= {"score": score_text(decision.score), "cutoff": score_text(decision.cutoff)}
    return {column: texts[column] for column in DECISION_COLUMNS}


def applied(
    number: str, choices: str, score: str | Mapping[str, str], *traits: str, of: Sequence[str] = ()
) -> Row:
    """Return one row: ``traits`` are true, others of ``of`` false; ``score`` is one text or by executor."""
    scores = {"score": score} if isinstance(score, str) else {f"score.{e}": s for e, s in score.items()}
    known = {f"trait.{trait}": "true" if trait in traits else "false" for trait in (*of, *traits)}
    return {"application_no": number, "choices": choices, **scores, **known}
