"""The log of what happened to places after a selection, as a csv: written, read, repeated."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.programme import load
from dure.engine.selection import select
from dure.engine.selection.movements import COLUMNS, Movement, chain, head, movement_faults
from dure.files.bundles import manifest_of, read_members
from dure.files.decisions import csv_bytes
from dure.files.formats import must_exist
from dure.files.frozen import read_frozen


def movements_bytes(decisions_sha256: str, movements: Sequence[Movement]) -> bytes:
    """Return a log as csv; the hash is that of the file of decisions that it follows."""
    hashes = chain(decisions_sha256, movements)
    return csv_bytes(COLUMNS, [(*one.cells(), sealed) for one, sealed in zip(movements, hashes, strict=True)])


def read_movements(content: bytes) -> tuple[list[Movement], list[str]]:
    """Return the entries of a log and their hashes; raises Refused where it is no such file."""
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        return [_movement(row) for row in rows], [row["hash"] for row in rows]
    except (UnicodeDecodeError, csv.Error, KeyError, TypeError, ValueError) as fault:
        raise refuse("movements.file", msg("this is no log of places as the public page gives it")) from fault


def _movement(row: dict[str, str]) -> Movement:
    if tuple(row) != COLUMNS:
        raise ValueError(tuple(row))
    return Movement(
        no=int(row["no"]),
        act=int(row["act"]),
        at=row["at"],
        what=row["what"],
        application_no=row["application_no"],
        executor=row["executor"],
        seat=row["seat"],
        over_quota={"true": True, "false": False}[row["over_quota"]],
        score=int(row["score"].replace(".", "")) if row["score"] else None,
    )


def replay_movements(bundle: Path, log: Path) -> tuple[int, str, list[Problem]]:
    """Repeat a log after the bundle that it follows: how many entries, the hash of the whole, the faults.

    Raises Refused where one of the files cannot be read.
    """
    members = read_members(bundle)
    manifest = manifest_of(bundle, members)
    must_exist(log)
    movements, hashes = read_movements(log.read_bytes())
    decided = hashlib.sha256(members["decisions.csv"]).hexdigest()
    right = chain(decided, movements)
    broken = next((i for i, (one, other) in enumerate(zip(hashes, right, strict=True)) if one != other), None)
    if broken is not None:
        fault = Problem(
            "movements.changed",
            msg("entry {no} of the log was changed, or one before it was left out or added"),
            {"no": broken + 1},
        )
        return len(movements), head(decided, right), [fault]
    try:
        programme = load(members["programme.yaml"]).programme
        plan, applications = read_frozen(programme, manifest["stage"], members["applications.csv"])
        decisions = select(plan, applications, manifest["seed"])
    except Refused as refused:
        return len(movements), head(decided, right), list(refused.problems)
    faults = movement_faults(plan, applications, decisions, manifest["seed"], movements)
    return len(movements), head(decided, right), faults
