"""Selecting and verifying from files: a programme's stage, applications in, decisions out or proved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dure.engine.problems import Problem, msg
from dure.engine.programme.models.programme import Programme
from dure.engine.rules.sql import quoted
from dure.engine.selection import StagePlan, select
from dure.engine.selection.stages import plan_of, stage_named
from dure.engine.verification.arrays import ArrayTools
from dure.engine.verification.checker import (
    MESSAGES,
    Fault,
    Unreadable,
    compare_with_ballots,
    compare_with_commitment,
    find_faults,
    read_csv,
    seed_decides,
)
from dure.files.applications import (
    ApplicationTable,
    absent_columns,
    application_rows,
    open_applications,
    read_applications,
    review_columns,
    unread_traits,
)
from dure.files.decisions import read_decision_rows, write_decisions
from dure.files.formats import must_exist
from dure.files.reading import open_table
from dure.files.session import Session, open_session
from dure.files.table import Table
from dure.files.writing import new_file


@dataclass(frozen=True, slots=True)
class SelectionSummary:
    """How a selection came out: applications by decision, and what should be known."""

    counts: Mapping[str, int]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class OpenedVotes:
    """The ballots of a public vote as they are published, csv, and the hash that was sealed at its close."""

    ballots: bytes
    sealed: str
    left: tuple[str, ...] = ()
    """Candidates who left before the decision, by number: the ballots name them, the applications do not."""
    late: tuple[str, ...] | None = None
    """Who came only after the vote and was no candidate; None where that was not told."""


def select_file(
    programme: Programme, stage_id: str, applications: Path, out: Path, seed: str | None
) -> SelectionSummary:
    """Decide on a file of applications and write the decisions; nothing is written when Refused is raised."""
    plan = plan_of(programme, stage_named(programme, stage_id))
    with new_file(out, keep=[applications]) as target, open_session([applications, target]) as session:
        opened = open_stage(session, programme, plan, applications)
        decisions = select(plan, read_applications(session, opened), seed)
        write_decisions(session, decisions, target)
        warnings = [
            *absent_columns(opened),
            *unread_traits(opened),
            *_doubled_businesses(session, opened.table),
        ]
        return SelectionSummary(Counter(d.decision for d in decisions), tuple(warnings))


def verify_file(
    programme: Programme,
    stage_id: str,
    applications: Path,
    decisions: Path,
    seed: str | None,
    *,
    commitment: str | None = None,
    votes: OpenedVotes | None = None,
    processes: int = 1,
) -> list[Problem]:
    """Return the faults of a file of decisions, found without the selector; as warnings what was not checked.

    ``commitment`` is the SHA-256 of the seed that was published before the draw, where it is to be compared;
    ``votes`` are the ballots of a public vote, where the votes of the applications are to be counted again;
    ``processes`` is how many may check at once.
    """
    plan = plan_of(programme, stage_named(programme, stage_id))
    with open_session([applications, decisions]) as session:
        opened = open_stage(session, programme, plan, applications)
        rows = application_rows(session, opened)
        decided = read_decision_rows(session, open_table(session, decisions))
    found = [*commitment_faults(seed, commitment), *ballot_faults(programme.id, plan, rows, votes)]
    found += faults(plan, rows, decided, seed, processes=processes)
    return [*found, *not_checked(plan, rows, votes)]


def commitment_faults(seed: str | None, commitment: str | None) -> list[Problem]:
    """Return the fault of a seed that is not the one whose hash was published; none without a hash."""
    found = [] if commitment is None else compare_with_commitment(seed, commitment)
    return [_problem(fault) for fault in found]


def read_votes(
    ballots: Path, sealed: str, left: Sequence[str] = (), late: Sequence[str] | None = None
) -> OpenedVotes:
    """Return the opened ballots of a file with the hash that they are compared with."""
    must_exist(ballots)
    return OpenedVotes(ballots.read_bytes(), sealed, tuple(left), None if late is None else tuple(late))


def ballot_faults(
    programme: str, plan: StagePlan, applications: Sequence[dict[str, str]], votes: OpenedVotes | None
) -> list[Problem]:
    """Return what is wrong with the ballots of a public vote, or with votes that are not theirs."""
    if votes is None:
        return []
    try:
        _, ballots = read_csv("ballots.csv", votes.ballots)
    except Unreadable as error:
        return [
            Problem(
                "verify.ballots_unreadable", msg("the ballots cannot be read: {why}"), {"why": str(error)}
            )
        ]
    described = stage_description(plan)
    return [
        _problem(one)
        for one in compare_with_ballots(
            programme, described, applications, ballots, votes.sealed, votes.left, votes.late
        )
    ]


def not_checked(
    plan: StagePlan, applications: Sequence[dict[str, str]], votes: OpenedVotes | None
) -> list[Problem]:
    """Warn of what was taken as it stands: votes without ballots, combined scores without reviews."""
    if not applications:
        return []
    found = []
    if votes is None and (plan.way == "vote" or any(part.votes is not None for part in plan.parts)):
        message = msg(
            "stage {stage}: not checked: the votes are taken as they stand, for there are no ballots to count"
        )
        found.append(Problem("verify.ballots_not_there", message, {"stage": plan.id}, severity="warning"))
    elif votes is not None and votes.late is None:
        empty = [row["application_no"] for row in applications if not row.get("votes", "").strip()]
        if empty:
            message = msg(
                "stage {stage}: not checked: no votes stand beside {numbers}, and nobody says that they came"
                " only after the vote; give those who did as --late"
            )
            told = {"stage": plan.id, "numbers": ", ".join(empty[:20])}
            found.append(Problem("verify.latecomers_not_told", message, told, severity="warning"))
    if plan.combine is not None and not set(review_columns(plan)) <= set(applications[0]):
        message = msg(
            "stage {stage}: not checked: the scores are taken as they stand, for what each reviewer gave is"
            " not there to make them of ({combine})"
        )
        found.append(
            Problem(
                "verify.reviews_not_there",
                message,
                {"stage": plan.id, "combine": plan.combine},
                severity="warning",
            )
        )
    return found


def lacks_reviews(plan: StagePlan, frozen: bytes) -> bool:
    """Say whether a publication lacks the reviews without which nobody can make its scores.

    A mean may be handed in as one score, as a score sheet has it. Adjusted scores hang on what everybody
    gave everybody, and several rounds on each round's own.
    """
    return must_bring_reviews(plan) and not brings_reviews(plan, frozen)


def must_bring_reviews(plan: StagePlan) -> bool:
    """Say whether a stage's scores can only be those that its reviews make.

    Of a mix the panel's points stand in a column of their own: without the reviews they are taken as they
    stand, and :func:`not_checked` says so.
    """
    if plan.parts:
        return False
    return plan.combine == "adjusted" or (plan.combine is not None and bool(plan.rounds))


def open_stage(
    session: Session, programme: Programme, plan: StagePlan, applications: Path
) -> ApplicationTable:
    """Open a file of applications for a stage of a programme."""
    return open_applications(open_table(session, applications), plan, programme)


def brings_reviews(plan: StagePlan, frozen: bytes) -> bool:
    """Say whether published applications (csv) bring what each reviewer gave, and the stage combines it."""
    header = frozen.partition(b"\n")[0].decode("utf-8-sig", "replace")
    return plan.combine is not None and set(review_columns(plan)) <= set(header.strip().split(","))


def stage_description(plan: StagePlan, *, reviewed: bool = False) -> dict[str, Any]:
    """Return a stage as the checker reads it (``stage.json`` of a bundle).

    How reviews are combined stands there only where the applications bring them (``reviewed``), so that
    bundles of scores alone stay what they were.
    """
    described = {
        "id": plan.id,
        "pooled": plan.pooled,
        "quota": plan.quota,
        "executors": [
            {"id": executor} if plan.pooled else {"id": executor, "capacity": _capacity(plan, executor)}
            for executor in plan.executors
        ],
        "choices_limit": plan.choices_limit,
        "reserve_length": plan.reserve_length,
        "set_asides": [{"id": s.id, "share_bp": s.share_bp} for s in plan.set_asides],
        "caps": [{"id": c.id, "share_bp": c.share_bp} for c in plan.caps],
    }
    if plan.is_first:
        described["first"] = True
    if plan.way != "score":
        described["way"] = plan.way
    if plan.parts:
        described["parts"] = [
            {"column": part.column, "weight_bp": part.weight_bp, "each": part.each}
            | ({} if part.votes is None else {"points": part.votes})
            for part in plan.parts
        ]
    if plan.votes_each is not None:
        described["votes_each"] = plan.votes_each
    if plan.is_committed:
        described["committed"] = True
    if plan.left:
        described["left"] = list(plan.left)
    if reviewed:
        described["combine"] = plan.combine
    if reviewed and plan.rounds:
        described["rounds"] = [
            {"id": one.id, "weight_bp": one.weight_bp}
            | ({} if one.lets_through_from is None else {"lets_through_from": one.lets_through_from})
            for one in plan.rounds
        ]
    return described


def _capacity(plan: StagePlan, executor: str) -> int:
    return dict(plan.planned).get(executor, 0)


def faults(
    plan: StagePlan,
    applications: Sequence[dict[str, str]],
    decisions: Sequence[dict[str, str]],
    seed: str | None,
    *,
    processes: int = 1,
) -> list[Problem]:
    """Return what the checker finds, as problems in the words of its own table.

    More than one process is for a command: in a service with threads and connections none is copied.
    """
    brought = applications[0] if applications else {}
    reviewed = bool(brought) and plan.combine is not None and set(review_columns(plan)) <= set(brought)
    described = stage_description(plan, reviewed=reviewed)
    tools = ArrayTools()
    found = find_faults(described, applications, decisions, seed, processes=processes, tools=tools)
    return [_problem(fault) for fault in found]


def uncommitted(
    plan: StagePlan, applications: Sequence[dict[str, str]], seed: str | None, commitment: str | None
) -> list[Problem]:
    """Return the problem of a seed that decided without the hash that the file says is published before.

    Where nobody's order hangs on the seed it is a warning.
    """
    if seed is None or commitment is not None or not plan.is_committed:
        return []
    brought = applications[0] if applications else {}
    reviewed = bool(brought) and plan.combine is not None and set(review_columns(plan)) <= set(brought)
    described = stage_description(plan, reviewed=reviewed)
    decides = seed_decides(described, applications, tools=ArrayTools())
    return [
        Problem(
            "bundle.no_commitment",
            msg(
                "stage {stage}: the hash of the seed is published before the draw, and it is not in the"
                " bundle: nothing shows that the seed was not chosen afterwards; give the hash as"
                " --commitment"
            ),
            {"stage": plan.id},
            severity="error" if decides else "warning",
        )
    ]


def _problem(fault: Fault) -> Problem:
    return Problem(
        f"verify.{fault.code}", MESSAGES[fault.code], {**fault.params, "application": fault.application_no}
    )


def _doubled_businesses(session: Session, table: Table) -> list[Problem]:
    """Warn where one business stands in several applications: the selection cannot tell which is meant."""
    column = table.column("business_no")
    if column is None:
        return []
    name = quoted(column.sql)
    rows = session.rows(
        f"SELECT count(*) FROM (SELECT {name} FROM {table.relation} WHERE {name} IS NOT NULL"
        f" GROUP BY {name} HAVING count(*) > 1)"
    )
    count = int(str(rows[0][0]))
    if not count:
        return []
    return [
        Problem(
            "select.doubled_business",
            msg("{file}: businesses that stand in more than one application: {count}"),
            {"file": table.file, "count": count},
            severity="warning",
        )
    ]
