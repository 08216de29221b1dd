"""The terminal: sentences of the reader's language to standard output and standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass

from dure.engine.problems import Problem, msg
from dure.language import Language, sentence, translate


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command writes, and in which language."""

    language: Language

    def out(self, text: str) -> None:
        """Write a line as it is to standard output."""
        sys.stdout.write(text + "\n")

    def error(self, text: str) -> None:
        """Write a line as it is to standard error."""
        sys.stderr.write(text + "\n")

    def text(self, message: str, /, **params: object) -> str:
        """Return the sentence of a message id."""
        return translate(message, self.language, params)

    def say(self, message: str, /, **params: object) -> None:
        """Write the sentence of a message id to standard output."""
        self.out(self.text(message, **params))

    def note(self, message: str, /, **params: object) -> None:
        """Write the sentence of a message id to standard error: for results whose output is a file."""
        self.error(self.text(message, **params))

    def problem(self, problem: Problem, file: str | None = None) -> None:
        """Write a problem to standard error, with its place where it has one."""
        self.error(self.line(problem, file))

    def problems(self, problems: Iterable[Problem], file: str | None = None) -> None:
        """Write problems to standard error, one line each."""
        for problem in problems:
            self.problem(problem, file)

    def line(self, problem: Problem, file: str | None = None) -> str:
        """Return the line of a problem: ``file:line:col: message``, or ``file: row, column: message``."""
        text = sentence(problem, self.language)
        if problem.severity == "warning":
            text = self.text(msg("warning: {text}"), text=text)
        params = problem.params
        if problem.line is not None:
            return f"{file}:{problem.line}:{problem.column or 1}: {text}"
        if "row" in params and "column" in params:
            place = self.text(msg("{file}: row {row}, column {column}"), **params)
            return f"{place}: {text}"
        return f"{file}: {text}" if file else text
