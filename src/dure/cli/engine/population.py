"""``dure population``: a synthetic population of merchants as parquet."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from dure.cli.console import Console
from dure.cli.days import day
from dure.engine.population import NATION
from dure.engine.problems import msg
from dure.files.populating import Population, write_population_file

STANDS_ON = date(2025, 1, 1)
"""The day the population stands on where none is named: never today, or the same seed would differ."""


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument("-o", "--out", required=True, type=Path, help=t(msg("file to write (.parquet)")))
    parser.add_argument(
        "--size",
        type=int,
        default=NATION,
        metavar="N",
        help=t(msg("how many merchants (default: 7,335,397, all of the country)")),
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help=t(msg("which population (default: 1)"))
    )
    parser.add_argument(
        "--on",
        type=day,
        default=STANDS_ON,
        metavar="DATE",
        help=t(msg("the day the population stands on (default: 2025-01-01)")),
    )


def drawn_noted(console: Console) -> Callable[[int, int], None]:
    """Return what tells every million merchants that are drawn."""

    def told(done: int, size: int) -> None:
        if done < size and done % 1_000_000 == 0:
            console.note(msg("{done} of {size} merchants drawn"), done=f"{done:,}", size=f"{size:,}")

    return told


def run(args: argparse.Namespace, console: Console) -> int:
    population = Population(args.size, args.seed, args.on)
    write_population_file(population, args.out, told=drawn_noted(console))
    console.note(
        msg("{size} invented merchants of seed {seed}, as of {day}, written to {file}"),
        size=f"{args.size:,}",
        seed=args.seed,
        day=args.on.isoformat(),
        file=args.out.name,
    )
    return 0
