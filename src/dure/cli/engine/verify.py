"""``dure verify``: proves a file of decisions without the selector."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from dure.cli.console import Console
from dure.cli.engine.select import (
    add_ballots_arguments,
    add_commitment_argument,
    add_stage_arguments,
    opened_votes,
)
from dure.engine.problems import Problem, msg
from dure.files.programmes import open_programme
from dure.files.selecting import verify_file

MOST_FAULTS = 200


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    add_stage_arguments(parser, t)
    add_commitment_argument(parser, t)
    add_ballots_arguments(parser, t)
    parser.add_argument(
        "decisions",
        metavar="DECISIONS",
        type=Path,
        help=t(msg("file of decisions (.csv, .xlsx or .parquet)")),
    )


def run(args: argparse.Namespace, console: Console) -> int:
    programme = open_programme(args.programme).programme
    found = verify_file(
        programme,
        args.stage,
        args.applications,
        args.decisions,
        args.seed,
        commitment=args.commitment,
        processes=os.cpu_count() or 1,
        votes=opened_votes(args),
    )
    console.problems(one for one in found if not one.is_error)
    return say_faults([one for one in found if one.is_error], console)


def say_faults(faults: Sequence[Problem], console: Console) -> int:
    """Print faults, or that there are none, and return the exit code."""
    for fault in faults[:MOST_FAULTS]:
        number = fault.params.get("application")
        console.problem(fault, str(number) if number else None)
    if len(faults) > MOST_FAULTS:
        console.note(
            msg("{count} faults in all; the first {shown} are listed"), count=len(faults), shown=MOST_FAULTS
        )
    if faults:
        console.note(msg("not proved: the decisions do not follow from the files"))
        return 1
    console.say(msg("proved: every decision follows from the files, is stable and the best for applicants"))
    return 0
