"""Problems as data: a stable code, an English message id, its parameters and where it stands.

Nothing in the engine prints or translates. The edge (command line, web) turns a problem into a
sentence of the reader's language with :func:`dure.language.sentence`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "note"]


def msg(text: str) -> str:
    """Mark an English message id for translation and return it unchanged."""
    return text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, would surprise, or is good to know (a note); never a sentence in one language.

    ``message`` is an English message id (marked with :func:`msg`) whose ``{placeholders}`` are the
    keys of ``params``. ``line`` and ``column`` count from 1 and stand for places in a text file;
    for tables the row and the column name are parameters of the message.
    """

    code: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "error"
    line: int | None = None
    column: int | None = None

    @property
    def is_error(self) -> bool:
        return self.severity == "error"


class Refused(Exception):
    """An input that cannot be accepted, with every problem found in it; nothing has been changed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("; ".join(f"{p.code} {dict(p.params)}" for p in self.problems))


def refuse(code: str, message: str, **params: object) -> Refused:
    """Return the exception for a single problem without a place in a file."""
    return Refused([Problem(code, message, params)])
