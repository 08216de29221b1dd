"""Replaying a bundle: the selection is repeated and compared, and proved by the checker.

The checker inside the bundle is compared, never run: code from a file that somebody sent is not executed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dure.engine.law.published import law_on, law_tables
from dure.engine.problems import Problem, Refused, msg
from dure.engine.programme import LoadedProgramme, load
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage
from dure.engine.selection import StagePlan, select
from dure.engine.selection.plan import DECISION_COLUMNS
from dure.engine.selection.stages import plan_of, stage_named
from dure.engine.verification.checker import Unreadable, read_csv, votes_of_those_who_left
from dure.files.applications import application_rows, read_applications
from dure.files.bundles import (
    BALLOTS,
    checker_bytes,
    manifest_for,
    manifest_of,
    members_of,
    read_members,
    reviews_missing,
)
from dure.files.decisions import decision_cells, read_decision_rows, write_csv
from dure.files.programmes import ProgrammeRefused
from dure.files.reading import open_table
from dure.files.selecting import (
    OpenedVotes,
    ballot_faults,
    brings_reviews,
    commitment_faults,
    faults,
    must_bring_reviews,
    not_checked,
    open_stage,
    stage_description,
    uncommitted,
)
from dure.files.session import open_session


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay found: faults (none: repeated and proved), and what should be known."""

    programme: str
    stage: str
    decisions: int
    faults: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def replay_bundle(
    path: Path, *, commitment: str | None = None, sealed: str | None = None, processes: int = 1
) -> Replay:
    """Repeat and verify a bundle; raises Refused where it cannot be read.

    The seed is compared with the hash in the bundle, and with ``commitment``: the one that somebody has
    noted down before the draw. ``sealed`` is the hash of the ballots noted down when the vote closed.
    ``processes`` is how many may check at once.
    """
    members = read_members(path)
    manifest = manifest_of(path, members)
    changed = _changed_files(manifest, members)
    for published in dict.fromkeys((manifest.get("commitment"), commitment)):
        changed += commitment_faults(manifest["seed"], published)
    if sealed is not None and manifest.get("sealed") != sealed.strip().lower():
        changed.append(
            _fault("other_ballots", msg("the bundle's ballots are not those of which that hash was sealed"))
        )
    try:
        return _replay(members, manifest, changed, processes, commitment=commitment)
    except Refused:
        if not changed:
            raise
        # A file was changed so that it cannot even be read: the answer is no all the same.
        stop = _fault("stopped", msg("with the changed files the selection cannot be repeated"))
        return Replay(manifest["programme"]["id"], manifest["stage"], 0, (*changed, stop), ())


def _replay(
    members: Mapping[str, bytes],
    manifest: Mapping[str, Any],
    changed: list[Problem],
    processes: int,
    *,
    commitment: str | None,
) -> Replay:
    found = list(changed)
    loaded = _programme(members["programme.yaml"])
    programme = loaded.programme
    if loaded.hash != manifest["programme"]["hash"]:
        found.append(_fault("programme_changed", msg("the programme file does not have the published hash")))
    stage = stage_named(programme, manifest["stage"])
    plan = plan_of(programme, stage)
    found += _other_stage(members, plan) + _other_law(members, programme.reference_day)
    found += _told_of_nothing(manifest, stage)
    told = (
        manifest.get("commitment"),
        manifest.get("sealed"),
        manifest.get("points", ()),
        manifest.get("left", ()),
        manifest.get("late"),
    )
    if not found and manifest != manifest_for(loaded, plan, manifest["seed"], members, *told):
        found.append(_fault("other_manifest", msg("manifest.json does not say what the other files say")))
    left = tuple(manifest.get("left", ()))
    late = None if manifest.get("late") is None else tuple(manifest["late"])
    votes = OpenedVotes(members[BALLOTS], manifest["sealed"], left, late) if BALLOTS in members else None
    # Whoever has noted the hash down, and has given it, misses nothing.
    published = manifest.get("commitment") or commitment
    decisions, more, notes = _repeat(
        members, programme, plan, (manifest["seed"], published), votes, processes
    )
    if members["checker.py"] != checker_bytes():
        notes.append(
            Problem(
                "bundle.other_checker",
                msg("the checker in the bundle is of another version than this one; it was not run"),
                severity="warning",
            )
        )
    return Replay(programme.id, plan.id, decisions, (*found, *more), tuple(notes))


def _programme(raw: bytes) -> LoadedProgramme:
    try:
        return load(raw)
    except Refused as refused:
        raise ProgrammeRefused(refused.problems, "programme.yaml") from refused


def _repeat(
    members: Mapping[str, bytes],
    programme: Programme,
    plan: StagePlan,
    drawn: tuple[str | None, str | None],
    votes: OpenedVotes | None,
    processes: int,
) -> tuple[int, list[Problem], list[Problem]]:
    """Return how many were decided on, the faults, and what was not checked; ``drawn``: seed and its hash."""
    seed, published = drawn
    missing = reviews_missing(plan, members["applications.csv"])
    if missing:
        return 0, missing, []
    with open_session([]) as session:
        for name in ("applications.csv", "decisions.csv"):
            (session.folder / name).write_bytes(members[name])
        opened = open_stage(session, programme, plan, session.folder / "applications.csv")
        rows = application_rows(session, opened)
        decided = read_decision_rows(session, open_table(session, session.folder / "decisions.csv"))
        found = faults(plan, rows, decided, seed, processes=processes)
        found += ballot_faults(programme.id, plan, rows, votes)
        hidden = uncommitted(plan, rows, seed, published)
        found += [one for one in hidden if one.is_error]
        notes = [one for one in hidden if not one.is_error]
        notes += [*not_checked(plan, rows, votes), *_who_left(votes), *_who_came_late(votes)]
        try:
            decisions = select(plan, read_applications(session, opened), seed)
        except Refused as refused:
            return len(decided), [*found, *refused.problems], notes
        repeated = session.folder / "repeated.csv"
        write_csv(repeated, DECISION_COLUMNS, map(decision_cells, decisions))
        if repeated.read_bytes() != members["decisions.csv"]:
            found.append(
                _fault(
                    "other_bytes", msg("the selection was repeated, and its file is not the published one")
                )
            )
        return len(decided), found, notes


def _who_left(votes: OpenedVotes | None) -> list[Problem]:
    """Tell of candidates who, as the manifest says, left before the decision: with how many votes."""
    if votes is None or not votes.left:
        return []
    try:
        _, ballots = read_csv(BALLOTS, votes.ballots)
    except Unreadable:
        return []  # which is a fault of its own
    message = msg(
        "as the manifest says, these candidates left before the decision: {numbers}; votes for them: {votes}"
    )
    told = {
        "numbers": ", ".join(votes.left),
        "votes": votes_of_those_who_left(ballots, votes.left),
    }
    return [Problem("bundle.candidates_left", message, told, severity="warning")]


def _who_came_late(votes: OpenedVotes | None) -> list[Problem]:
    """Tell of those who, as the manifest says, came only after the vote and were no candidates."""
    if votes is None or not votes.late:
        return []
    message = msg("as the manifest says, these came only after the vote and were no candidates: {numbers}")
    told = {"numbers": ", ".join(votes.late)}
    return [Problem("bundle.candidates_late", message, told, severity="warning")]


def _changed_files(manifest: Mapping[str, Any], members: Mapping[str, bytes]) -> list[Problem]:
    return [
        _fault("file_changed", msg("{file} is not the file that was published"), file=name)
        for name in members_of(manifest.get("sealed"))
        if manifest["files"].get(name) != hashlib.sha256(members[name]).hexdigest()
    ]


def _other_stage(members: Mapping[str, bytes], plan: StagePlan) -> list[Problem]:
    reviewed = must_bring_reviews(plan) or brings_reviews(plan, members["applications.csv"])
    described = stage_description(plan, reviewed=reviewed)
    # Bundles of before that stood in the description say nothing of the hash; the programme file does.
    of_before = {key: value for key, value in described.items() if key != "committed"}
    if _json(members["stage.json"]) in (described, of_before):
        return []
    return [_fault("other_stage", msg("stage.json does not say what the programme file says"))]


def _told_of_nothing(manifest: Mapping[str, Any], stage: Stage) -> list[Problem]:
    """Return what a manifest tells that the stage has nothing of: files of points, candidates who left."""
    message = msg("manifest.json tells {entry}, and the stage has none")
    told = {"points": stage.takes_points, "left": stage.has_vote and "sealed" in manifest}
    return [
        _fault("told_of_nothing", message, entry=entry)
        for entry, is_there in told.items()
        if entry in manifest and not is_there
    ]


def _other_law(members: Mapping[str, bytes], day: date) -> list[Problem]:
    """Compare the values of the reference day: tables may have grown by later periods since."""
    try:
        theirs = law_on(_json(members["law.json"]), day)
    except (AttributeError, KeyError, TypeError, ValueError):
        theirs = {}
    ours = law_on(json.loads(json.dumps(law_tables())), day)
    return [
        _fault(
            "other_law", msg("the law tables differ in {parameter} on {day}"), parameter=name, day=str(day)
        )
        for name in sorted(theirs.keys() | ours.keys())
        if name in theirs and theirs.get(name) != ours.get(name)
    ] + ([] if theirs else [_fault("no_law", msg("law.json holds no law tables"))])


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _fault(code: str, message: str, **params: object) -> Problem:
    return Problem(f"replay.{code}", message, params)
