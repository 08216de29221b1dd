"""``dure moments``: the moments of a panel, to hand on instead of every merchant's sales."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from dure.cli.console import Console
from dure.cli.engine.panel_arguments import STEPS, add_columns, columns_of
from dure.cli.progress import progress
from dure.engine.outcomes.moments import LEAST_IN_CELL
from dure.engine.problems import msg
from dure.files.moments import write_moments


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument(
        "panel",
        metavar="PANEL",
        type=Path,
        help=t(msg("file of one row for each merchant and period (.csv, .xlsx or .parquet)")),
    )
    parser.add_argument(
        "-o", "--out", required=True, type=Path, help=t(msg("file to write (.csv, .xlsx or .parquet)"))
    )
    add_columns(parser, t)


def run(args: argparse.Namespace, console: Console) -> int:
    with progress(console, STEPS, asked=args.progress) as shown:
        found = write_moments(args.panel, args.out, columns_of(args), log=args.log, on_step=shown.step)
    cells = found.moments.cells
    console.note(
        msg(
            "{units} units in {cells} cohorts handed out; {left} units lack a period and are not in the"
            " moments"
        ),
        units=f"{sum(cell.n for cell in cells):,}",
        cells=f"{len(cells):,}",
        left=f"{sum(cell.units - cell.n for cell in cells):,}",
    )
    if found.cells:
        console.note(
            msg("held back, with fewer than {least} units each: {cells} cohorts of {units} units"),
            least=LEAST_IN_CELL,
            cells=f"{found.cells:,}",
            units=f"{found.units:,}",
        )
    return 0
