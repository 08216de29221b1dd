"""The parts of a rule's form, and what is wrong with one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dure.engine.problems import Problem, Refused

Join: TypeAlias = Literal["and", "or"]
Path: TypeAlias = tuple[int, ...]
"""Which part of which part: () is the whole rule, (1, 0) the first part of its second one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question: of what, by which operator, beside which values; all as typed.

    ``what`` is a field, a named test or ``years_since:FIELD`` (:mod:`dure.engine.rules.form.subjects`).
    A value is a number, a day, a text, ``param:NAME`` beside a number, ``as_of()`` or ``opens_on()`` beside
    a day.
    ``assumed`` stands in where the field is not known; empty where nothing is assumed.
    """

    what: str = ""
    operator: str = ""
    values: tuple[str, ...] = ()
    negated: bool = False
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class OwnText:
    """A piece of rule text that the form does not take apart."""

    text: str = ""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Parts that must all hold (and), or of which one must (or); ``negated``: it must not be so."""

    join: Join = "and"
    parts: tuple[Part, ...] = ()
    negated: bool = False


Part: TypeAlias = "Group | Line | OwnText"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one part of a form."""

    path: Path
    problem: Problem


class FormRefused(Refused):
    """A form that makes no rule, with the part in which each fault was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(fault.problem for fault in self.faults)
