"""``dure screen``: verdicts on a file of merchants."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
from collections.abc import Callable
from datetime import date
from pathlib import Path

from dure.cli.console import Console
from dure.cli.days import day
from dure.cli.engine.basis import basis_noted, judged_by
from dure.cli.progress import progress
from dure.engine.problems import msg, refuse
from dure.engine.programme.books import eligibility_book
from dure.files.programmes import open_programme
from dure.files.screening import Judge, screen_file

_STEPS = {
    "reading": msg("reading the file"),
    "surveying": msg("looking at the columns"),
    "checking": msg("checking the cells"),
    "judging": msg("judging the merchants"),
    "writing": msg("writing the verdicts"),
}


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
        "--progress",
        action="store_true",
        help=t(msg("say on standard error how far it is (on a terminal it always does)")),
    )
    parser.add_argument(
        "--engine",
        choices=("duckdb", "spark"),
        default="duckdb",
        help=t(msg("what calculates (default: duckdb)")),
    )
    parser.add_argument(
        "--master",
        metavar="URL",
        help=t(msg("with --engine spark: the cluster, such as spark://host:7077 (default: local[*])")),
    )
    parser.add_argument(
        "--shared",
        type=Path,
        metavar="FOLDER",
        help=t(msg("with --engine spark: a folder that all machines of the cluster see")),
    )


def run(args: argparse.Namespace, console: Console) -> int:
    elsewhere = _spark(args.master or "local[*]") if args.engine == "spark" else None
    if elsewhere is None and (args.master or args.shared):
        raise refuse("engine.master", msg("--master and --shared belong to --engine spark"))
    loaded = open_programme(args.programme)
    programme = loaded.programme
    as_of: date = args.as_of or programme.reference_day
    book = eligibility_book(programme, as_of)
    with progress(console, _STEPS, asked=args.progress) as shown:
        summary = screen_file(
            book,
            merchants=args.merchants,
            out=args.out,
            bad_rows=args.bad_rows,
            problem_line=console.line,
            elsewhere=elsewhere,
            shared=args.shared,
            on_step=shown.step,
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
    basis_noted(console, judged_by(loaded, as_of))
    if summary.bad_rows:
        console.note(
            msg("rows with bad cells, set apart in {file}: {count}"),
            count=f"{summary.bad_rows:,}",
            file=args.bad_rows.name,
        )
    return 0


def _spark(master: str) -> Judge:
    """Return what judges on Spark; refused where the extra is not installed."""
    if importlib.util.find_spec("pyspark") is None:
        raise refuse(
            "engine.no_spark", msg("--engine spark needs pyspark: install dure[spark], and Java 17 with it")
        )
    judge: Judge = importlib.import_module("dure.spark.judging").judge_on(master)
    return judge
