"""``dure screen``: verdicts on a file of merchants."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from dure.cli.console import Console
from dure.cli.days import day
from dure.engine.problems import msg, refuse
from dure.files.programmes import open_programme
from dure.files.screening import screen_file


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument(
        "programme", metavar="PROGRAMME", help=t(msg("path of a programme file, or an id of `dure library`"))
    )
    parser.add_argument(
        "merchants",
        metavar="MERCHANTS",
        type=Path,
        help=t(msg("file of merchants, one row each (.csv, .xlsx or .parquet)")),
    )
    parser.add_argument(
        "-o", "--out", required=True, type=Path, help=t(msg("file to write (.csv, .xlsx or .parquet)"))
    )
    parser.add_argument(
        "--as-of",
        type=day,
        metavar="DATE",
        help=t(msg("judge by this day (default: the file's reference day)")),
    )
    parser.add_argument(
        "--bad-rows",
        type=Path,
        metavar="FILE",
        help=t(msg("write rows with bad cells to this file, with what is wrong, and go on")),
    )
    parser.add_argument(
        "--engine",
        choices=("duckdb", "spark"),
        default="duckdb",
        help=t(msg("what calculates (default: duckdb)")),
    )


def run(args: argparse.Namespace, console: Console) -> int:
    if args.engine == "spark":
        raise refuse("engine.spark", msg("--engine spark is not run by this version; use duckdb"))
    programme = open_programme(args.programme).programme
    as_of: date = args.as_of or programme.reference_day
    summary = screen_file(
        [(rule.id, rule.rule) for rule in programme.eligibility],
        as_of=as_of,
        opens_on=programme.opens_on,
        merchants=args.merchants,
        out=args.out,
        bad_rows=args.bad_rows,
        problem_line=console.line,
    )
    console.problems(summary.warnings)
    console.note(
        msg("{rows} merchants as of {day}: {eligible} eligible, {ineligible} ineligible, {unknown} unknown"),
        rows=f"{summary.rows:,}",
        day=as_of.isoformat(),
        eligible=f"{summary.eligible:,}",
        ineligible=f"{summary.ineligible:,}",
        unknown=f"{summary.unknown:,}",
    )
    if summary.bad_rows:
        console.note(
            msg("rows with bad cells, set apart in {file}: {count}"),
            count=f"{summary.bad_rows:,}",
            file=args.bad_rows.name,
        )
    return 0
