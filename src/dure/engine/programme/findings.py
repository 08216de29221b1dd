"""What a check finds: a problem that still says its path instead of its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dure.engine.problems import Problem, Severity
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.places import Places
from dure.engine.programme.reading.tree import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding at a path; ``at_key`` points to the key, ``offset`` to a character inside the value."""

    code: str
    message: str
    path: Path
    params: dict[str, object] = field(default_factory=dict)
    severity: Severity = "error"
    at_key: bool = False
    offset: int | None = None

    def problem(self, places: Places) -> Problem:
        """Return the problem with its line and column."""
        if self.offset is not None:
            place = places.inside(self.path, self.offset)
        elif self.at_key:
            place = places.of_key(self.path)
        else:
            place = places.of_value(self.path)
        return Problem(self.code, self.message, self.params, self.severity, place.line, place.column)


@dataclass(frozen=True, slots=True)
class Check:
    """A function that finds things in a programme, and the parts that it reads as dotted keys."""

    find: Callable[[Programme], Iterable[Finding]]
    reads: tuple[str, ...]


def check(find: Callable[[Programme], Iterable[Finding]], *reads: str) -> Check:
    """Return a check; it runs only where nothing was left out of what it reads."""
    return Check(find, reads)


def error(code: str, message: str, path: Path, /, **params: object) -> Finding:
    """Return a finding that the programme cannot have."""
    return Finding(code, message, path, params)


def warning(code: str, message: str, path: Path, /, **params: object) -> Finding:
    """Return a finding that would surprise an officer."""
    return Finding(code, message, path, params, "warning")


def number(value: int) -> str:
    """Return a whole number with separators, for a sentence.

    >>> number(15_000_000_000)
    '15,000,000,000'
    """
    return f"{value:,}"


def percent(share_bp: int) -> str:
    """Return basis points as per cent, for a sentence.

    >>> percent(4000), percent(125)
    ('40', '1.25')
    """
    return f"{share_bp / 100:g}"
