"""``dure simulate``: what a programme file would do to a population, and what it would cost."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dure.cli.console import Console
from dure.cli.days import day
from dure.cli.engine.population import drawn_noted
from dure.cli.progress import progress
from dure.engine.problems import msg, refuse
from dure.engine.simulation import Simulation, plain
from dure.files.programmes import open_programme
from dure.files.reports import simulation_formats, simulation_tables, write_simulation
from dure.files.reports.words import DIMENSIONS
from dure.files.reports.writing import simulation_facts
from dure.files.simulating import Asked, simulate_file, simulate_synthetic

_STEPS = {
    "reading": msg("reading the file"),
    "checking": msg("checking the cells"),
    "judging": msg("judging the merchants"),
    "counting": msg("counting the verdicts"),
}
_LEFT_OUT = ("benefits", *DIMENSIONS)
"""What the terminal does not show: long tables that a page, a workbook or the JSON has."""


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument(
        "programme", metavar="PROGRAMME", help=t(msg("path of a programme file, or an id of `dure library`"))
    )
    parser.add_argument(
        "merchants",
        metavar="POPULATION",
        type=Path,
        nargs="?",
        help=t(msg("file of merchants, one row each (.csv, .xlsx or .parquet); or --population")),
    )
    parser.add_argument(
        "--population",
        type=int,
        metavar="N",
        help=t(msg("draw so many synthetic merchants instead of reading a file")),
    )
    parser.add_argument(
        "--seed", type=int, metavar="S", help=t(msg("which synthetic population (default: 1)"))
    )
    parser.add_argument(
        "--against",
        metavar="OTHER",
        help=t(msg("another version to compare with: a path, or an id of `dure library`")),
    )
    parser.add_argument(
        "-o",
        "--out",
        type=Path,
        action="append",
        default=[],
        help=t(msg("file to write (.html, .xlsx or .json); may be given several times")),
    )
    parser.add_argument(
        "--as-of",
        type=day,
        metavar="DATE",
        help=t(msg("judge by this day (default: the file's reference day)")),
    )
    parser.add_argument("--json", action="store_true", help=t(msg("print the result as JSON")))
    parser.add_argument(
        "--progress",
        action="store_true",
        help=t(msg("say on standard error how far it is (on a terminal it always does)")),
    )


def run(args: argparse.Namespace, console: Console) -> int:
    if (args.merchants is None) == (args.population is None):
        raise refuse(
            "simulation.population", msg("name a file of merchants, or --population N for a synthetic one")
        )
    if args.seed is not None and args.population is None:
        raise refuse("simulation.seed", msg("--seed goes with --population N"))
    for out in args.out:
        simulation_formats(out)
    against = None if args.against is None else open_programme(args.against)
    asked = Asked(open_programme(args.programme), against, args.as_of)
    result = plain(_found(asked, args, console))
    for out in args.out:
        write_simulation(result, out, console.language)
    if args.json:
        console.out(json.dumps(result, ensure_ascii=False))
    else:
        _print(result, console)
    return 0


def _found(asked: Asked, args: argparse.Namespace, console: Console) -> Simulation:
    with progress(console, _STEPS, asked=args.progress) as shown:
        if args.merchants is not None:
            return simulate_file(asked, args.merchants, on_step=shown.step)
        seed = 1 if args.seed is None else args.seed
        told = drawn_noted(console)
        return simulate_synthetic(asked, args.population, seed, told=told, on_step=shown.step)


def _print(result: dict[str, Any], console: Console) -> None:
    for name, value in simulation_facts(result, console.language):
        console.out(f"{name}: {value}")
    for table in simulation_tables(result, console.language):
        if table.id in _LEFT_OUT:
            continue
        console.out("")
        console.out(table.title)
        if table.note:
            console.out(f"  ({table.note})")
        for row in table.rows:
            cells = [
                f"{header}: {cell:,}"
                if isinstance(cell, int)
                else f"{header}: {'—' if cell is None else cell}"
                for header, cell in zip(table.headers[1:], row[1:], strict=True)
            ]
            # Where the second column is words too, the first says what it is as well.
            console.out(f"  {table.headers[0]}: {row[0]}" if 1 in table.texts else f"  {row[0]}")
            console.out(f"    {', '.join(cells)}")
