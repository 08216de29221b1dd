"""``dure show``: a programme file, normalised as JSON or as a page to read."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable

from dure.cli.console import Console
from dure.cli.engine.entry_page import entry_page
from dure.cli.engine.programme_page import programme_page
from dure.engine.entries import LoadedEntry
from dure.engine.entries.loading import normalised_entry
from dure.engine.problems import msg
from dure.engine.programme.normal import normalised
from dure.files.programmes import ProgrammeRefused
from dure.files.shipped import open_shipped

HELP = msg("show a programme file, normalised")

COULD_NOT = 2


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument(
        "programme", metavar="PROGRAMME", help=t(msg("path of a programme file, or an id of `dure library`"))
    )
    parser.add_argument("--json", action="store_true", help=t(msg("print the normalised file as JSON")))


def run(args: argparse.Namespace, console: Console) -> int:
    try:
        loaded = open_shipped(args.programme)
    except ProgrammeRefused as refused:
        console.problems(refused.problems, refused.file)
        return COULD_NOT
    if isinstance(loaded, LoadedEntry):
        console.out(
            json.dumps(normalised_entry(loaded), ensure_ascii=False, indent=2)
            if args.json
            else entry_page(loaded, console)
        )
    elif args.json:
        console.out(json.dumps(normalised(loaded), ensure_ascii=False, indent=2))
    else:
        console.out(programme_page(loaded, console))
    return 0
