"""``dure bundle``: decisions published so that anyone can repeat them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from dure.cli.console import Console
from dure.cli.engine.select import (
    add_ballots_arguments,
    add_commitment_argument,
    add_stage_arguments,
    opened_votes,
)
from dure.engine.problems import msg
from dure.files.bundles import write_bundle
from dure.files.programmes import open_programme


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    add_stage_arguments(parser, t)
    add_commitment_argument(parser, t)
    add_ballots_arguments(parser, t)
    parser.add_argument("-o", "--out", required=True, type=Path, help=t(msg("bundle to write (.zip)")))


def run(args: argparse.Namespace, console: Console) -> int:
    summary = write_bundle(
        open_programme(args.programme),
        args.stage,
        args.applications,
        args.out,
        args.seed,
        commitment=args.commitment,
        votes=opened_votes(args),
    )
    console.problems(summary.warnings)
    console.note(
        msg("{file}: {selected} selected, {reserve} in reserve, {not_selected} not selected; proved"),
        file=args.out.name,
        **{key: f"{summary.counts.get(key, 0):,}" for key in ("selected", "reserve", "not_selected")},
    )
    return 0
