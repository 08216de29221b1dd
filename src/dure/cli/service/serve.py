"""``dure serve``: starts the service, with a database of its own where none is told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib.util import find_spec

from dure.cli.console import Console
from dure.engine.problems import msg, refuse

NEEDED = (
    *("allauth", "django", "django_cotton", "granian", "pghistory", "pgtrigger", "procrastinate", "psycopg"),
)


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    parser.add_argument(
        "--port", type=int, help=t(msg("port to listen on (default: the first free one from 8000)"))
    )
    parser.add_argument("--host", default="127.0.0.1", help=t(msg("address to listen on")))
    parser.add_argument(
        "--demo", action="store_true", help=t(msg("load the demo, inside the programme's window"))
    )
    parser.add_argument(
        "--processes",
        type=int,
        default=1,
        help=t(msg("processes of the web server: one a core (default: 1)")),
    )
    parser.add_argument(
        "--no-worker",
        action="store_true",
        help=t(msg("do no jobs: workers run apart, each started with `dure work`")),
    )


def run(args: argparse.Namespace, console: Console) -> int:
    need_the_service()
    from dure.service.start import start

    return start(
        at_once(console),
        host=args.host,
        port=args.port,
        demo=args.demo,
        processes=max(1, args.processes),
        worker=not args.no_worker,
    )


def at_once(console: Console) -> Callable[..., None]:
    """Return a way to say things that are read while we go on running, also through a pipe."""

    def say(message: str, /, **params: object) -> None:
        console.say(message, **params)
        sys.stdout.flush()

    return say


def need_the_service() -> None:
    """Refuse where what the service stands on is not installed."""
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
