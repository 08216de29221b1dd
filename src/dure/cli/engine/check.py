"""``dure check``: every error and every surprise of programme files, each with its place."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dure.cli.console import Console
from dure.cli.engine.entry_kinds import KINDS
from dure.engine.entries import LoadedEntry
from dure.engine.problems import Problem, Refused, msg
from dure.engine.programme import LoadedProgramme
from dure.files.programmes import ProgrammeRefused
from dure.files.shipped import open_shipped
from dure.language import sentence

HELP = msg("validate programme files")

DONE, NO, COULD_NOT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one file: what it holds or None, its problems, and whether it could be read at all."""

    file: str
    loaded: LoadedProgramme | LoadedEntry | None
    problems: tuple[Problem, ...]
    readable: bool = True

    def exit_code(self, *, strict: bool) -> int:
        if not self.readable:
            return COULD_NOT
        if self.loaded is None:
            return NO
        return NO if strict and (self.problems or self.loaded.unmet_needs) else DONE


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument(
        "programmes", metavar="PROGRAMME", nargs="+", help=t(msg("paths of programme files, or library ids"))
    )
    parser.add_argument(
        "--strict", action="store_true", help=t(msg("warnings and unmet needs count as errors"))
    )
    parser.add_argument("--json", action="store_true", help=t(msg("print the result as JSON")))


def run(args: argparse.Namespace, console: Console) -> int:
    checked = [_check(name) for name in args.programmes]
    if args.json:
        console.out(
            json.dumps([_as_json(one, strict=args.strict) for one in checked], ensure_ascii=False, indent=2)
        )
    else:
        for one in checked:
            _tell(one, console)
    return max(one.exit_code(strict=args.strict) for one in checked)


def _check(name: str) -> Checked:
    try:
        loaded = open_shipped(name)
    except ProgrammeRefused as refused:
        return Checked(name, None, refused.problems)
    except Refused as refused:
        return Checked(name, None, refused.problems, readable=False)
    return Checked(name, loaded, loaded.problems)


def _tell(one: Checked, console: Console) -> None:
    # A file that cannot be read is named inside the sentence already.
    console.problems(one.problems, one.file if one.readable else None)
    if one.loaded is None:
        return
    if isinstance(one.loaded, LoadedEntry):
        entry = one.loaded.entry
        console.say(
            msg("{file}: the entry {id} is valid, hash {hash}"),
            file=one.file,
            id=entry.id,
            hash=one.loaded.hash,
        )
        console.say(msg("  no programme: {kind}"), kind=console.text(KINDS[entry.kind]))
    else:
        programme = one.loaded.programme
        console.say(
            msg("{file}: {id} is valid, hash {hash}"), file=one.file, id=programme.id, hash=one.loaded.hash
        )
        if programme.stages:
            funnel = " → ".join(f"{stage.id} {stage.quota.total:,}" for stage in programme.stages)
            console.say(msg("  stages: {funnel}"), funnel=funnel)
    if one.loaded.unmet_needs:
        console.say(
            msg("  not run by this version ({count}): {needs}"),
            count=len(one.loaded.unmet_needs),
            needs=", ".join(one.loaded.unmet_needs),
        )


def _as_json(one: Checked, *, strict: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "file": one.file,
        "ok": one.exit_code(strict=strict) == DONE,
        "problems": [
            {
                "severity": problem.severity,
                "code": problem.code,
                "line": problem.line,
                "column": problem.column,
                "message": sentence(problem, "en"),
            }
            for problem in one.problems
        ],
    }
    if isinstance(one.loaded, LoadedEntry):
        entry = one.loaded.entry
        found |= {
            "id": entry.id,
            "hash": one.loaded.hash,
            "kind": entry.kind,
            "unmet_needs": list(one.loaded.unmet_needs),
        }
    elif one.loaded is not None:
        programme = one.loaded.programme
        found |= {
            "id": programme.id,
            "hash": one.loaded.hash,
            "stages": [{"id": stage.id, "total": stage.quota.total} for stage in programme.stages],
            "unmet_needs": list(one.loaded.unmet_needs),
        }
    return found
