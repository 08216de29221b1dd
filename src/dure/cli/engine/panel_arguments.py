"""What ``dure outcomes`` and ``dure moments`` ask in the same words: the columns of a panel."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from dure.engine.problems import msg
from dure.files.panels import FIRST, OUTCOME, TIME, UNIT, Columns

STEPS = {
    "reading": msg("reading the file"),
    "checking": msg("checking the cells"),
    "gathering": msg("gathering the moments"),
    "estimating": msg("estimating the effects"),
}


def add_columns(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    """Add the options that name columns."""
    usual = msg("{what}; without it, the first column called like {names}")
    for option, what, names in (
        ("--unit", msg("column of the merchant"), UNIT),
        ("--time", msg("column of the period: whole numbers, or months as 2024-03"), TIME),
        ("--first-treated", msg("column of the first supported period; 0 or empty: never"), FIRST),
        ("--outcome", msg("column of the outcome, such as sales"), OUTCOME),
    ):
        parser.add_argument(
            option, metavar="C", help=t(usual).format(what=t(what), names=", ".join(names[:3]))
        )
    parser.add_argument(
        "--strata", metavar="C,…", default="", help=t(msg("columns within whose values units are compared"))
    )
    parser.add_argument(
        "--log",
        action="store_true",
        help=t(msg("take the logarithm of the outcome; units with nothing in some period are left out")),
    )
    parser.add_argument(
        "--progress",
        action="store_true",
        help=t(msg("say on standard error how far it is (on a terminal it always does)")),
    )


def columns_of(args: argparse.Namespace) -> Columns:
    """Return the columns that were named."""
    return Columns(args.unit, args.time, args.first_treated, args.outcome, strata_of(args))


def strata_of(args: argparse.Namespace) -> tuple[str, ...]:
    """Return the columns of strata that were named, in order."""
    return tuple(name.strip() for name in args.strata.split(",") if name.strip())
