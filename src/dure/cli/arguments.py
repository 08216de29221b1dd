"""The command line read by argparse, whose own words are said in the reader's language."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from dure.engine.problems import msg
from dure.language import Language, translate

_HEADINGS = {"positional arguments": msg("arguments"), "options": msg("options")}

# What argparse says, with what we say in its place. It offers no codes, so its sentences are recognised; one
# that a later Python words otherwise is passed on as it is.
_ERRORS = (
    (r"the following arguments are required: (?P<names>.+)", msg("these are missing: {names}")),
    (r"unrecognized arguments: (?P<names>.+)", msg("these are not understood: {names}")),
    (r"one of the arguments (?P<names>.+) is required", msg("one of these is needed: {names}")),
    (
        r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)",
        msg("{name} and {other} do not go together"),
    ),
    (r"argument (?P<name>.+?): expected one argument", msg("{name} needs a value")),
    (r"argument (?P<name>.+?): expected at least one argument", msg("{name} needs at least one value")),
    (
        r"argument (?P<name>.+?): invalid choice: (?P<value>.+) \(choose from (?P<choices>.+)\)",
        msg("{name}: {value} is not among {choices}"),
    ),
    (r"argument (?P<name>.+?): invalid int value: (?P<value>.+)", msg("{name}: {value} is no whole number")),
    (r"argument (?P<name>.+?): ignored explicit argument (?P<value>.+)", msg("{name} takes no value")),
)


def argument_error(message: str, language: Language) -> str:
    """Return what argparse found wrong, in a language.

    >>> argument_error("argument --on: expected one argument", "en")
    '--on needs a value'
    """
    for pattern, ours in _ERRORS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return translate(ours, language, found.groupdict())
    return message


class Parser(argparse.ArgumentParser):
    """A parser that speaks the reader's language; parsers of commands are of the same kind."""

    def __init__(self, *, language: Language, add_help: bool = True, **options: Any) -> None:
        self.language = language
        # The formatter must know the language, and argparse makes it from the class alone.
        options["formatter_class"] = type("Formatter", (_Formatter,), {"language": language})
        super().__init__(add_help=False, **options)
        if add_help:
            words = translate(msg("show this help"), language)
            self.add_argument("-h", "--help", action="help", help=words)

    def error(self, message: str) -> NoReturn:
        """Say how the command is used and what is wrong, and leave with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {argument_error(message, self.language)}\n")


class _Formatter(argparse.HelpFormatter):
    language: Language = "en"

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        if prefix is None:
            prefix = translate(msg("usage: "), self.language)
        super().add_usage(usage, actions, groups, prefix)

    def start_section(self, heading: str | None) -> None:
        known = _HEADINGS.get(heading or "")
        super().start_section(translate(known, self.language) if known else heading)
