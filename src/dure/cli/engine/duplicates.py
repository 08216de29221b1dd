"""``dure duplicates``: pairs of rows that may be the same business, or businesses of the same owner."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from dure.cli.console import Console
from dure.cli.progress import progress
from dure.engine.problems import msg
from dure.files.duplicates import find_duplicates

_STEPS = {
    "reading": msg("reading the file"),
    "checking": msg("checking the cells"),
    "pairing": msg("looking for rows that have something in common"),
    "comparing": msg("comparing pairs"),
    "writing": msg("writing the pairs"),
}


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument(
        "merchants",
        metavar="FILE",
        type=Path,
        help=t(msg("file of merchants, one row each (.csv, .xlsx or .parquet)")),
    )
    parser.add_argument(
        "-o", "--out", required=True, type=Path, help=t(msg("file to write (.csv, .xlsx or .parquet)"))
    )
    parser.add_argument(
        "--bad-rows",
        type=Path,
        metavar="FILE",
        help=t(msg("write rows with bad cells to this file, with what is wrong, and go on")),
    )
    parser.add_argument(
        "--progress",
        action="store_true",
        help=t(msg("say on standard error how far it is (on a terminal it always does)")),
    )


def run(args: argparse.Namespace, console: Console) -> int:
    with progress(console, _STEPS, asked=args.progress) as shown:
        summary = find_duplicates(
            merchants=args.merchants,
            out=args.out,
            bad_rows=args.bad_rows,
            problem_line=console.line,
            on_step=shown.step,
        )
    console.problems(summary.warnings)
    console.note(
        msg("{rows} rows: {high} pairs to look at first, {review} to review, in {groups} groups"),
        rows=f"{summary.rows:,}",
        high=f"{summary.high:,}",
        review=f"{summary.review:,}",
        groups=f"{summary.groups:,}",
    )
    if summary.bad_rows:
        console.note(
            msg("rows with bad cells, set apart in {file}: {count}"),
            count=f"{summary.bad_rows:,}",
            file=args.bad_rows.name,
        )
    return 0
