"""Published bundles: everything that anyone needs to repeat and to check one stage's decisions.

A bundle is a zip of plain files: the programme file, the law tables, the stage as the checker reads it,
the applications with traits in place of personal data, the decisions, the checker, and a manifest with
the SHA-256 of each. The same inputs give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from dure.engine.law.published import law_tables
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.programme import LoadedProgramme
from dure.engine.selection import StagePlan, select
from dure.engine.selection.plan import DECISION_COLUMNS
from dure.engine.selection.stages import plan_of, stage_named
from dure.engine.verification import checker
from dure.files.applications import (
    absent_columns,
    application_columns,
    application_rows,
    read_applications,
    review_columns,
    unread_traits,
)
from dure.files.decisions import csv_bytes, decision_cells
from dure.files.formats import must_exist
from dure.files.selecting import (
    OpenedVotes,
    SelectionSummary,
    ballot_faults,
    brings_reviews,
    commitment_faults,
    faults,
    lacks_reviews,
    not_checked,
    open_stage,
    stage_description,
    uncommitted,
)
from dure.files.session import open_session
from dure.files.writing import new_bundle

FORMAT = "dure-bundle/1"
MANIFEST = "manifest.json"
MEMBERS = (
    "README.txt",
    "applications.csv",
    "checker.py",
    "decisions.csv",
    "law.json",
    "programme.yaml",
    "stage.json",
)
BALLOTS = "ballots.csv"
"""Of a public vote: the opened ballots. It is there exactly where the manifest tells what was sealed."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_README = """\
이 묶음으로 누구나 선정 결과를 확인할 수 있습니다.
  python3 checker.py        (Python 3.9 이상, 다른 설치 필요 없음)
  dure replay BUNDLE.zip    (선정을 처음부터 다시 하고 한 글자까지 비교)

With this bundle anyone can check the decisions.
  python3 checker.py        (Python 3.9 or later, nothing else to install)
  dure replay BUNDLE.zip    (repeats the selection and compares it to the letter)

programme.yaml    the programme file as published
law.json          the law tables, dated, with sources
stage.json        the stage as the checker reads it
applications.csv  the applications: numbers, choices, scores, traits; no personal data
decisions.csv     the decisions with their reasons
manifest.json     seed, its hash as published before the draw, programme hash, SHA-256 of every file
"""

_BALLOTS_README = """\
ballots.csv       the ballots of the public vote, opened; the manifest has the hash sealed at its close
"""


def write_bundle(
    loaded: LoadedProgramme,
    stage_id: str,
    applications: Path,
    out: Path,
    seed: str | None,
    *,
    commitment: str | None = None,
    votes: OpenedVotes | None = None,
) -> SelectionSummary:
    """Select at a stage, prove the decisions, and write them as a bundle; all or nothing.

    ``commitment`` is the hash of the seed that was published before the draw: it goes with the bundle, as do
    the ballots of a public vote with what was sealed.
    """
    programme = loaded.programme
    stage = stage_named(programme, stage_id)
    plan = plan_of(programme, stage)
    with new_bundle(out) as target, open_session([applications]) as session:
        opened = open_stage(session, programme, plan, applications)
        decisions = select(plan, read_applications(session, opened), seed)
        rows = sorted(application_rows(session, opened), key=lambda row: row["application_no"])
        cells = [decision_cells(d) for d in decisions]
        found = commitment_faults(seed, commitment) + ballot_faults(programme.id, plan, rows, votes)
        found += faults(plan, rows, [dict(zip(DECISION_COLUMNS, row, strict=True)) for row in cells], seed)
        frozen = csv_bytes(application_columns(opened), (tuple(row.values()) for row in rows))
        found += reviews_missing(plan, frozen)
        if found:
            # The selector and the checker disagree: nothing is published, whoever of them is wrong.
            raise Refused(found)
        decided = csv_bytes(DECISION_COLUMNS, cells)
        _zip(target, _members(loaded, plan, seed, frozen, decided, commitment, votes))
        counts: Counter[str] = Counter(d.decision for d in decisions)
        # Whoever repeats it may have noted the hash down: that it is not in the bundle is a warning here.
        unknown = [replace(one, severity="warning") for one in uncommitted(plan, rows, seed, commitment)]
        warnings = *absent_columns(opened), *unread_traits(opened), *unknown, *not_checked(plan, rows, votes)
        return SelectionSummary(counts, warnings)


def reviews_missing(plan: StagePlan, frozen: bytes) -> list[Problem]:
    """Return the fault of published applications without the reviews that alone make the stage's scores."""
    if not lacks_reviews(plan, frozen):
        return []
    message = msg(
        "stage {stage}: the reviews are missing: its scores are made of what each reviewer gave ({columns}),"
        " and without that nobody can make them"
    )
    columns = ", ".join(review_columns(plan))
    return [Problem("bundle.reviews_missing", message, {"stage": plan.id, "columns": columns})]


def bundle_of(
    loaded: LoadedProgramme,
    stage_id: str,
    *,
    frozen: bytes,
    decided: bytes,
    seed: str | None,
    commitment: str | None = None,
    votes: OpenedVotes | None = None,
    points: Sequence[str] = (),
) -> bytes:
    """Return the bundle of decisions that were proved before: to the byte what ``write_bundle`` writes.

    ``points``: the SHA-256 of the files that brought measured points; they stand in the manifest.
    Whoever calls has had the decisions proved; replaying the bundle finds whatever is wrong with them.
    """
    plan = plan_of(loaded.programme, stage_named(loaded.programme, stage_id))
    target = io.BytesIO()
    _zip(target, _members(loaded, plan, seed, frozen, decided, commitment, votes, points))
    return target.getvalue()


def _members(
    loaded: LoadedProgramme,
    plan: StagePlan,
    seed: str | None,
    frozen: bytes,
    decided: bytes,
    commitment: str | None,
    votes: OpenedVotes | None,
    points: Sequence[str] = (),
) -> dict[str, bytes]:
    members = {
        "README.txt": _README.encode(),
        "applications.csv": frozen,
        "checker.py": checker_bytes(),
        "decisions.csv": decided,
        "law.json": _json(law_tables()),
        "programme.yaml": loaded.raw,
        "stage.json": _json(stage_description(plan, reviewed=brings_reviews(plan, frozen))),
    }
    if votes is not None:
        members[BALLOTS] = votes.ballots
        members["README.txt"] += _BALLOTS_README.encode()
    sealed = None if votes is None else votes.sealed
    left, late = ((), None) if votes is None else (votes.left, votes.late)
    told = (commitment, sealed, points, left, late)
    members[MANIFEST] = _json(manifest_for(loaded, plan, seed, members, *told))
    return members


def checker_bytes() -> bytes:
    """Return the checker as it ships in bundles: the one file that ``dure verify`` uses too."""
    return Path(str(checker.__file__)).read_bytes()


def manifest_for(
    loaded: LoadedProgramme,
    plan: StagePlan,
    seed: str | None,
    members: Mapping[str, bytes],
    commitment: str | None = None,
    sealed: str | None = None,
    points: Sequence[str] = (),
    left: Sequence[str] = (),
    late: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Return the manifest; ``commitment``, ``sealed``, ``left``, ``late`` and ``points`` only where there are
    any; ``late`` also where it is told that nobody came after the vote."""
    return {
        "format": FORMAT,
        "programme": {"id": loaded.programme.id, "hash": loaded.hash},
        "stage": plan.id,
        "seed": seed,
        **({} if commitment is None else {"commitment": commitment}),
        **({} if sealed is None else {"sealed": sealed}),
        **({"left": list(left)} if left else {}),
        **({} if late is None else {"late": list(late)}),
        **({"points": list(points)} if points else {}),
        "files": {name: hashlib.sha256(members[name]).hexdigest() for name in members_of(sealed)},
    }


def members_of(sealed: object) -> tuple[str, ...]:
    """Return the members of a bundle beside its manifest, by whether a public vote was sealed."""
    return MEMBERS if sealed is None else (BALLOTS, *MEMBERS)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _zip(target: Path | BinaryIO, members: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in sorted(members.items()):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)


MOST_BYTES = 1 << 30
_MOST_BYTES_OF_OTHERS = 1 << 25
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError,
    ValueError, OverflowError,
)  # fmt: skip
"""What the standard library raises for a zip file that is broken, encrypted or compressed in other ways."""


def read_members(path: Path) -> dict[str, bytes]:
    """Return the members of a bundle by name; raises Refused for anything that is no bundle.

    Only the names of a bundle are read, nothing is unpacked to disk, and sizes are bounded.
    """
    must_exist(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(path, entries)
            return {entry.filename: _member(archive, entry) for entry in entries}
    except _UNREADABLE as error:
        raise _no_bundle(path) from error


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as member:
        content = member.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise zipfile.BadZipFile(entry.filename)
    return content


def _check_entries(path: Path, entries: Sequence[zipfile.ZipInfo]) -> None:
    names = sorted(entry.filename for entry in entries)
    if names not in (sorted([*MEMBERS, MANIFEST]), sorted([BALLOTS, *MEMBERS, MANIFEST])):
        raise refuse(
            "bundle.members",
            msg("{file}: a bundle holds exactly {names}"),
            file=path.name,
            names=", ".join(sorted([*MEMBERS, MANIFEST])),
        )
    if any(stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG) for entry in entries):
        raise _no_bundle(path)
    others = sum(entry.file_size for entry in entries if not entry.filename.endswith(".csv"))
    if sum(entry.file_size for entry in entries) > MOST_BYTES or others > _MOST_BYTES_OF_OTHERS:
        raise refuse("bundle.too_large", msg("{file}: the bundle is larger than 1 GB"), file=path.name)


def _no_bundle(path: Path) -> Refused:
    return refuse("bundle.unreadable", msg("{file}: this is not a readable bundle"), file=path.name)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def manifest_of(path: Path, members: Mapping[str, bytes]) -> dict[str, Any]:
    """Return a bundle's manifest; raises Refused where it is not one."""
    try:
        manifest = json.loads(members[MANIFEST])
        well_formed = (
            manifest["format"] == FORMAT
            and isinstance(manifest["stage"], str)
            and isinstance(manifest["programme"]["id"], str)
            and (manifest["seed"] is None or isinstance(manifest["seed"], str))
            and isinstance(manifest.get("commitment", ""), str)
            and isinstance(manifest.get("sealed", ""), str)
            and _are_texts(manifest.get("points", []))
            and _are_texts(manifest.get("left", []))
            and _are_texts(manifest.get("late", []))
            and ("sealed" in manifest) == (BALLOTS in members)
            and isinstance(manifest["programme"]["hash"], str)
            and isinstance(manifest["files"], dict)
        )
        str(manifest["seed"]).encode()  # half a character pair is no text
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _no_bundle(path) from error
    if not well_formed:
        raise _no_bundle(path)
    return dict(manifest)
