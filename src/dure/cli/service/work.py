"""``dure work``: does jobs, for operators who run workers apart from the web server."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from dure.cli.console import Console
from dure.cli.service.serve import at_once, need_the_service


def add_arguments(parser: argparse.ArgumentParser, t: Callable[[str], str]) -> None:
    """Take no arguments: the environment says which database."""


def run(_args: argparse.Namespace, console: Console) -> int:
    need_the_service()
    from dure.service.start import start_worker

    return start_worker(at_once(console))
