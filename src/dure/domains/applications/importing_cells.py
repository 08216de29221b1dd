"""The cells of a list of applicants that are no profile: receipt, executors, contacts, answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from dure.domains.applications.answers import read_answer
from dure.domains.applications.drafting import choices_limit
from dure.domains.applications.importing_columns import Columns, executor_names
from dure.engine.problems import Problem, msg
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.window import SEOUL
from dure.files.formulas import ERRORS
from dure.files.headers import written_as
from dure.files.table import Column

GIVEN_FROM = 100_001
"""From here on receipt numbers are given by the service itself; a list may bring those below."""
_LONGEST = {"owner_name": 100, "phone": 40, "email": 254, "address": 200}
_A_DAY = len("2025-03-18")
_ERRORS = frozenset(ERRORS)
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
_NUMBER = re.compile(r"[\w.-]{1,80}")

Fault = tuple[str, Problem]


@dataclass(frozen=True, slots=True)
class Cells:
    """What a row says beside the profile."""

    application_no: str = ""
    received_at: datetime | None = None
    choices: tuple[str, ...] = ()
    contacts: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)


class CellReader:
    """Reads the cells of one list; what its header means is worked out once."""

    def __init__(self, programme: Programme, columns: Columns, now: datetime) -> None:
        self._window, self._now = programme.window, now
        self._prefix = f"{programme.id.upper()}-"
        self._executors = executor_names(programme)
        self._most = choices_limit(programme) or len(programme.executors)
        self._questions = {q.id: q for q in programme.questions}
        self._read: list[tuple[str, str, Column]] = []
        if columns.application_no is not None:
            self._read.append(("application_no", "", columns.application_no))
        if columns.received_at is not None:
            self._read.append(("received_at", "", columns.received_at))
        if columns.choices is not None:
            self._read.append(("choices", "", columns.choices))
        self._read += [("contact", name, column) for name, column in columns.contacts.items()]
        self._read += [("answer", name, column) for name, column in columns.answers.items()]
        self._numbers: set[str] = set()
        self._chosen: dict[str, tuple[tuple[str, ...], Problem | None]] = {}

    def columns(self) -> list[Column]:
        """Return the columns whose texts :meth:`read` wants, in this order."""
        return [column for _, _, column in self._read]

    def read(self, texts: Sequence[str | None]) -> tuple[Cells, list[Fault]]:
        """Return what the cells of a row say, and what is wrong with them."""
        number = ""
        received_at: datetime | None = None
        choices: tuple[str, ...] = ()
        contacts: dict[str, str] = {}
        answers: dict[str, Any] = {}
        faults: list[Fault] = []
        for (kind, name, column), cell in zip(self._read, texts, strict=True):
            text = (cell or "").strip()
            problem: Problem | None = None
            if not text:  # a list may leave out what the form would ask
                continue
            if text[0] == "#" and text in _ERRORS:
                problem = Problem(
                    "cell.error",
                    msg("“{value}” is an error of the spreadsheet: mend the formula, or empty the cell"),
                    {"value": text},
                )
                faults.append((column.header, problem))
                continue
            if kind == "answer":
                answers[name], problem = self._answer(name, text)
            elif kind == "contact":
                contacts[name], problem = text, _contact_fault(name, text)
            elif kind == "choices":
                if text not in self._chosen:
                    self._chosen[text] = self._choices(text)
                choices, problem = self._chosen[text]
            elif kind == "received_at":
                received_at, problem = self._received(text)
            else:
                number, problem = text, self._number_fault(text)
            if problem is not None:
                faults.append((column.header, problem))
        return Cells(number, received_at, choices, contacts, answers), faults

    def _received(self, text: str) -> tuple[datetime | None, Problem | None]:
        """Return when an application was received; without an offset it is Korean time.

        A day alone is refused: it would not tell who of that day was first.
        """
        try:
            day, time = text[:_A_DAY], text[_A_DAY:]
            written = datetime.fromisoformat(day.replace("/", "-").replace(".", "-") + time)
        except ValueError:
            written = None
        if written is None or len(text) <= _A_DAY:
            return None, Problem(
                "cell.received",
                msg(
                    "“{value}” is no day with a time: write 2025-03-18 09:00:05, Korean time, or with +09:00"
                ),
                {"value": text[:40]},
            )
        at = (written if written.tzinfo else written.replace(tzinfo=SEOUL)).astimezone(UTC)
        if not self._window.opens_at <= at < self._window.closes_at:
            return None, Problem(
                "cell.received_outside", msg("this is outside of the application period of the call")
            )
        if at > self._now:
            return None, Problem("cell.received_later", msg("this has not come yet"))
        return at, None

    def _answer(self, name: str, text: str) -> tuple[Any, Problem | None]:
        question = self._questions[name]
        if question.kind == "yes_no":
            text = {"예": "yes", "y": "yes", "true": "yes", "아니오": "no", "n": "no", "false": "no"}.get(
                text.lower(), text.lower()
            )
        if question.kind in ("choice", "choices"):
            titles = {
                written_as(way): choice.id
                for choice in question.choices
                for way in (choice.id, choice.title.to("ko"), choice.title.to("en"))
            }
            parts = text.split(";") if question.kind == "choices" else [text]
            return read_answer(question, [titles.get(written_as(part), part) for part in parts])
        return read_answer(question, [text])

    def _choices(self, text: str) -> tuple[tuple[str, ...], Problem | None]:
        written = [part.strip() for part in text.split(";") if part.strip()]
        unknown = [part for part in written if written_as(part) not in self._executors]
        if unknown:
            return (), Problem(
                "cell.executor", msg("“{value}” is no executor of this programme"), {"value": unknown[0][:80]}
            )
        chosen = tuple(self._executors[written_as(part)] for part in written)
        if len(set(chosen)) < len(chosen):
            return (), Problem("cell.executor_twice", msg("an executor stands there twice"))
        if len(chosen) > self._most:
            return (), Problem("cell.executors", msg("more than {most} executors"), {"most": self._most})
        return chosen, None

    def _number_fault(self, text: str) -> Problem | None:
        if text in self._numbers:
            return Problem("cell.number_twice", msg("this receipt number stands in an earlier row already"))
        self._numbers.add(text)
        if not _NUMBER.fullmatch(text):
            return Problem(
                "cell.number", msg("a receipt number has letters, digits, hyphens and points, 80 at most")
            )
        rest = text.upper().removeprefix(self._prefix)
        if rest != text.upper() and rest.isdigit() and int(rest) >= GIVEN_FROM:
            return Problem(
                "cell.number_given",
                msg("numbers from {first} on are given by the service: leave the cell empty"),
                {"first": f"{self._prefix}{GIVEN_FROM}"},
            )
        return None


def _contact_fault(name: str, text: str) -> Problem | None:
    if len(text) > _LONGEST[name]:
        return Problem("cell.long", msg("longer than {most} characters"), {"most": _LONGEST[name]})
    if name == "email" and not _EMAIL.fullmatch(text):
        return Problem("cell.email", msg("this is no e-mail address"))
    if name == "phone" and not 8 <= len(re.sub(r"\D", "", text)) <= 15:
        return Problem("cell.phone", msg("this is no telephone number"))
    return None
