"""``dure``: finds the command asked for and loads only that one."""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Protocol, cast

from dure import __version__
from dure.cli.arguments import Parser
from dure.cli.console import Console
from dure.engine.law.dated import take_copies
from dure.engine.problems import Refused, msg
from dure.language import Language, language_of, translate

DONE, NO, COULD_NOT = 0, 1, 2
"""Exit codes: done; the answer is no (``check``, ``verify``, ``replay``); could not be done."""

# One line per command: its module is imported only when it is called, so that `dure --help` is quick.
COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("dure.cli.engine.check", msg("validate programme files")),
    "show": ("dure.cli.engine.show", msg("show a programme file, normalised")),
    "library": ("dure.cli.engine.library", msg("list the programme files that ship with Dure")),
    "screen": ("dure.cli.engine.screen", msg("judge a file of merchants by a programme's eligibility rules")),
    "explain": (
        "dure.cli.engine.explain",
        msg("explain the verdict on one merchant of a file, rule by rule"),
    ),
    "advise": (
        "dure.cli.engine.advise",
        msg("say what one merchant can get of all programmes of the library"),
    ),
    "unemployment-benefit": (
        "dure.cli.engine.unemployment_benefit",
        msg("calculate the unemployment benefit of a self-employed person who closed"),
    ),
    "population": ("dure.cli.engine.population", msg("write a synthetic population of merchants")),
    "simulate": (
        "dure.cli.engine.simulate",
        msg("simulate a programme on a population: who is eligible, why not, and what it costs"),
    ),
    "duplicates": (
        "dure.cli.engine.duplicates",
        msg("find rows that may be the same business, or of the same owner"),
    ),
    "outcomes": (
        "dure.cli.engine.outcomes",
        msg("estimate what support changed, from a panel of merchants and periods"),
    ),
    "moments": (
        "dure.cli.engine.moments",
        msg("write the moments of a panel: enough for estimates, and nobody's sales"),
    ),
    "select": ("dure.cli.engine.select", msg("choose at a stage: decisions with reasons")),
    "verify": ("dure.cli.engine.verify", msg("prove decisions without the selector")),
    "bundle": ("dure.cli.engine.bundle", msg("publish decisions as a bundle that anyone can repeat")),
    "replay": ("dure.cli.engine.replay", msg("repeat and verify a published bundle")),
    "serve": ("dure.cli.service.serve", msg("start the service")),
    "invite-officer": ("dure.cli.service.invite_officer", msg("invite the first officer of an installation")),
    "verify-events": ("dure.cli.service.verify_events", msg("verify the seals of the service's event log")),
    "ledger": ("dure.cli.service.ledger", msg("verify the service's ledger: totals, holds and seals")),
    "work": ("dure.cli.service.work", msg("do the service's jobs, apart from the web server")),
}


STAYING = ("serve", "work")
"""Commands that run until they are stopped."""


class Command(Protocol):
    """What a command's module offers."""

    def add_arguments(self, parser: argparse.ArgumentParser, t: Callable[[str], str], /) -> None: ...

    def run(self, args: argparse.Namespace, console: Console, /) -> int: ...


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        # Korean must come out whatever the locale; a name that cannot be shown is escaped, never fatal.
        getattr(stream, "reconfigure", lambda **_: None)(encoding="utf-8", errors="backslashreplace")
    language = _language(words)
    named = next((word for word in words if word in COMMANDS), None)
    if named not in STAYING:
        # Until a command ends, its modules and hundreds of thousands of rows live: looking through them for
        # cycles is waste.
        gc.disable()
    take_copies(taken=os.environ.get("DURE_LAW_FROM_COPIES") == "1")
    parser = _parser(language, named)
    args = parser.parse_args(words)
    if args.command is None:
        parser.print_help()
        return DONE
    console = Console(language)
    command = _module(args.command)
    try:
        code = command.run(args, console)
        sys.stdout.flush()
        return code
    except Refused as refused:
        console.problems(refused.problems, getattr(refused, "file", None))
        return COULD_NOT
    except BrokenPipeError:
        # The reader of our output left (`dure show … | head`): nothing to say to nobody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        console.note(msg("stopped; nothing was written"))
        return 130
    except Exception as error:  # noqa: BLE001  left to Python the exit code would be 1, and 1 is an answer
        if os.environ.get("DURE_TRACE"):
            traceback.print_exc()
        console.note(
            msg("it could not be done: {error} (DURE_TRACE=1 shows where it happened)"),
            error=" ".join(f"{type(error).__name__}: {error}".split())[:500],
        )
        return COULD_NOT


def _language(words: Sequence[str]) -> Language:
    """Return the language asked for: help texts need it before arguments are parsed."""
    asked = ""
    for place, word in enumerate(words):
        if word == "--lang" and place + 1 < len(words):
            asked = words[place + 1]
        elif word.startswith("--lang="):
            asked = word.partition("=")[2]
    return language_of({"DURE_LANG": asked} if asked in ("ko", "en") else dict(os.environ))


def _parser(language: Language, named: str | None) -> argparse.ArgumentParser:
    def t(message: str) -> str:
        return translate(message, language)

    common = Parser(add_help=False, language=language)
    common.add_argument(
        "--lang", choices=("ko", "en"), default=argparse.SUPPRESS, help=t(msg("language of messages"))
    )
    parser = Parser(
        language=language,
        prog="dure",
        parents=[common],
        allow_abbrev=False,
        description=t(msg("Dure (두레): a programme is one file; screen, select, verify and publish by it.")),
        epilog=t(
            msg("PROGRAMME is a path or an id of `dure library`. Exit codes: 0 done, 1 no, 2 not done.")
        ),
    )
    parser.add_argument(
        "--version", action="version", version=f"dure {__version__}", help=t(msg("show the version"))
    )
    commands = parser.add_subparsers(dest="command", metavar=t(msg("COMMAND")))
    for name, (_, help_) in COMMANDS.items():
        sub = commands.add_parser(
            name,
            language=language,
            help=t(help_),
            description=t(help_),
            parents=[common],
            allow_abbrev=False,
        )
        if name == named:
            _module(name).add_arguments(sub, t)
    return parser


def _module(name: str) -> Command:
    return cast(Command, importlib.import_module(COMMANDS[name][0]))


def run_and_leave() -> None:
    """Run one command and end the process at once: freeing a gigabyte object by object helps nobody."""
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        # What was said could not be written (a full disk): that is not "no", and not done either.
        code = COULD_NOT
    os._exit(code)


if __name__ == "__main__":
    run_and_leave()
