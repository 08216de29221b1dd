"""``dure serve``: starts the service, with a database of its own where none is told."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib.util import find_spec

from dure.cli.console import Console
from dure.engine.problems import msg, refuse

NEEDED = ("allauth", "django", "django_cotton", "granian", "pgtrigger", "psycopg")


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument(
        "--port", type=int, help=t(msg("port to listen on (default: the first free one from 8000)"))
    )
    parser.add_argument("--host", default="127.0.0.1", help=t(msg("address to listen on")))
    parser.add_argument(
        "--demo", action="store_true", help=t(msg("load the demo, inside the programme's window"))
    )


def run(args: argparse.Namespace, console: Console) -> int:
    absent = [name for name in NEEDED if find_spec(name) is None]
    if absent:
        raise refuse(
            "serve.extra",
            msg(
                "the service needs the extra dure[service] ({absent} not installed): "
                "pip install 'dure[service]'"
            ),
            absent=", ".join(absent),
        )
    from dure.service.start import start

    return start(console.say, host=args.host, port=args.port, demo=args.demo)
