"""``dure library``: the programme files that ship."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable

from dure.cli.console import Console
from dure.engine.problems import msg
from dure.files.programmes import open_programme
from dure.library import library_ids

HELP = msg("list the programme files that ship with Dure")


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument("--json", action="store_true", help=t(msg("print the result as JSON")))


def run(args: argparse.Namespace, console: Console) -> int:
    programmes = [open_programme(name).programme for name in library_ids()]
    programmes.sort(key=lambda p: (p.system or 0, p.year, p.id))
    if args.json:
        rows = [
            {
                "id": programme.id,
                "title": programme.title.model_dump(mode="json"),
                "system": programme.system,
                "year": programme.year,
                "needs": list(programme.needs),
            }
            for programme in programmes
        ]
        console.out(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for programme in programmes:
        console.say(
            msg("{system}  {id}  {year}  {title}"),
            system=programme.system or "-",
            id=programme.id,
            year=str(programme.year),
            title=programme.title.to(console.language),
        )
        if programme.needs:
            console.say(msg("   needs {needs}"), needs=", ".join(programme.needs))
    return 0
