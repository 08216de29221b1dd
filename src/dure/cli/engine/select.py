"""``dure select``: decisions on a file of applications."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from dure.cli.console import Console
from dure.engine.problems import msg
from dure.files.programmes import open_programme
from dure.files.selecting import select_file


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    add_stage_arguments(parser, t)
    parser.add_argument(
        "-o", "--out", required=True, type=Path, help=t(msg("file to write (.csv, .xlsx or .parquet)"))
    )


def add_stage_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    """Add what every command about one stage takes."""
    parser.add_argument(
        "programme", metavar="PROGRAMME", help=t(msg("path of a programme file, or an id of `dure library`"))
    )
    parser.add_argument(
        "stage", metavar="STAGE", help=t(msg("id of a stage (`dure show PROGRAMME` lists them)"))
    )
    parser.add_argument(
        "applications",
        metavar="APPLICATIONS",
        type=Path,
        help=t(msg("file of applications, one row each (.csv, .xlsx or .parquet)")),
    )
    parser.add_argument("--seed", metavar="TEXT", help=t(msg("decides between equal scores; publish it")))


def add_commitment_argument(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    """Add what a command takes that compares the seed with the hash published before the draw."""
    parser.add_argument(
        "--commitment",
        metavar="SHA256",
        help=t(msg("SHA-256 of the seed as it was published before the draw")),
    )


def run(args: argparse.Namespace, console: Console) -> int:
    programme = open_programme(args.programme).programme
    summary = select_file(programme, args.stage, args.applications, args.out, args.seed)
    console.problems(summary.warnings)
    console.note(
        msg("{stage}: {selected} selected, {reserve} in reserve, {not_selected} not selected"),
        stage=args.stage,
        **{key: f"{summary.counts.get(key, 0):,}" for key in ("selected", "reserve", "not_selected")},
    )
    return 0
