"""``dure outcomes``: what support changed, with intervals, tests and what may be published."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from dure.cli.console import Console
from dure.cli.engine.outcome_paper import write_paper
from dure.cli.engine.panel_arguments import STEPS, add_columns, columns_of
from dure.cli.progress import progress
from dure.engine.problems import msg, refuse
from dure.files.estimates import find_effects, write_effects
from dure.files.reports.outcomes import Told, outcome_facts


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument(
        "panel",
        metavar="PANEL",
        type=Path,
        nargs="+",
        help=t(
            msg(
                "file of one row for each merchant and period (.csv, .xlsx or .parquet), or one or more"
                " files of"
                " `dure moments`, which are added"
            )
        ),
    )
    parser.add_argument(
        "-o",
        "--out",
        required=True,
        type=Path,
        metavar="DIR",
        help=t(msg("folder to write into; it is made")),
    )
    add_columns(parser, t)
    parser.add_argument(
        "--control",
        choices=("never", "notyet"),
        default="never",
        help=t(
            msg(
                "whom group-time effects compare with: those never supported, or those not yet (default:"
                " never)"
            )
        ),
    )
    parser.add_argument(
        "--method", choices=("cs", "imputation"), help=t(msg("only this method (default: both)"))
    )
    parser.add_argument(
        "--anticipation",
        type=int,
        default=0,
        metavar="N",
        help=t(msg("periods before the support that it may change already (default: 0)")),
    )


def run(args: argparse.Namespace, console: Console) -> int:
    if args.anticipation < 0:
        raise refuse("outcomes.anticipation", msg("--anticipation counts periods: 0 or more"))
    with progress(console, STEPS, asked=args.progress) as shown:
        told = find_effects(
            args.panel,
            columns_of(args),
            method=args.method,
            control=args.control,
            anticipation=args.anticipation,
            log=args.log,
            on_step=shown.step,
        )
        write_effects(told, args.out, console.language, keep=args.panel)
    _write_pdf(told, args.out / "report.pdf", console)
    for name, value in outcome_facts(told, console.language):
        console.note(msg("{name}: {value}"), name=name, value=value)
    return 0


def _write_pdf(told: Told, out: Path, console: Console) -> None:
    if find_spec("typst") is None:
        out.unlink(missing_ok=True)
        console.note(
            msg("{file} was not written: it needs the extra `documents` (pip install 'dure[documents]')"),
            file=out.name,
        )
        return
    write_paper(told, out, console.language)
