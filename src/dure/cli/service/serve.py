"""``dure serve``: starts the service where its extra is installed."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib.util import find_spec

from dure.cli.console import Console
from dure.engine.problems import msg, refuse

NEEDED = ("django", "ninja", "procrastinate", "psycopg")


def add_arguments(_parser: argparse.ArgumentParser, _t: Callable[[str], str]) -> None:
    """``serve`` takes no arguments yet."""


def run(_args: argparse.Namespace, _console: Console) -> int:
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
    raise refuse(
        "serve.not_yet", msg("this version has no service yet: it is the engine and its command line")
    )
