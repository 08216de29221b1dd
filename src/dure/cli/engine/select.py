"""``dure select``: decisions on a file of applications."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from dure.cli.console import Console
from dure.engine.problems import msg, refuse
from dure.files.programmes import open_programme
from dure.files.selecting import OpenedVotes, read_votes, select_file


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


def add_ballots_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    """Add what a command takes that counts a public vote again."""
    parser.add_argument(
        "--ballots", metavar="FILE.csv", type=Path, help=t(msg("opened ballots of a public vote"))
    )
    add_sealed_argument(parser, t)
    parser.add_argument(
        "--left",
        metavar="NUMBERS",
        default="",
        help=t(msg("candidates of a public vote who left before the decision, joined by ;")),
    )
    parser.add_argument(
        "--late",
        metavar="NUMBERS",
        help=t(msg("who came only after a public vote and was no candidate, joined by ;; empty: nobody")),
    )


def add_sealed_argument(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    """Add what a command takes that compares ballots with the hash published when the vote closed."""
    parser.add_argument(
        "--sealed",
        metavar="SHA256",
        help=t(msg("SHA-256 of the list of ballots as it was published when the vote closed")),
    )


def opened_votes(args: argparse.Namespace) -> OpenedVotes | None:
    """Return the ballots that a command is given; raises Refused where their hash is missing."""
    if args.ballots is None and args.sealed is None:
        return None
    if args.ballots is None or args.sealed is None:
        raise refuse(
            "select.ballots_alone", msg("--ballots and --sealed go together: the ballots and their hash")
        )
    return read_votes(
        args.ballots, args.sealed, _numbers(args.left), None if args.late is None else _numbers(args.late)
    )


def _numbers(text: str) -> list[str]:
    return [number.strip() for number in text.split(";") if number.strip()]


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
