"""``dure library``: what ships, programme files and entries."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from dure.cli.console import Console
from dure.cli.engine.entry_kinds import KINDS
from dure.engine.problems import msg
from dure.library import index_bytes

HELP = msg("list the programme files that ship with Dure")


@dataclass(frozen=True, slots=True)
class Shipped:
    """What the list says of one file; ``kind`` is programme, or the kind of entry."""

    id: str
    title: dict[str, str]
    system: int | None
    year: int
    kind: str
    needs: tuple[str, ...]


def shipped() -> tuple[Shipped, ...]:
    """Return every file that ships, by row of the list of systems, as its index tells."""
    return tuple(Shipped(**row | {"needs": tuple(row["needs"])}) for row in json.loads(index_bytes()))


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument("--json", action="store_true", help=t(msg("print the result as JSON")))


def run(args: argparse.Namespace, console: Console) -> int:
    rows = shipped()
    if args.json:
        console.out(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
        return 0
    for row in rows:
        console.say(
            msg("{system}  {id}  {year}  {title}"),
            system=row.system or "-",
            id=row.id,
            year=str(row.year),
            title=row.title.get(console.language) or next(iter(row.title.values())),
        )
        if row.kind != "programme":
            console.say(msg("   no programme: {kind}"), kind=console.text(KINDS[row.kind]))
        if row.needs:
            console.say(msg("   needs {needs}"), needs=", ".join(row.needs))
    return 0
