"""What a service refused, in words: days as people read them, each problem where it can be mended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from dure.domains.applications.drafting import StepProblem
from dure.engine.problems import Problem, Refused
from dure.language import translate
from dure.web.templatetags.days import day_text
from dure.web.words import page_language


class Fault(NamedTuple):
    """One line of an error summary, as the component reads it."""

    text: str
    target: str


def worded(problem: Problem) -> str:
    """Return a problem as a sentence of the page's language."""
    params = {
        name: day_text(value) if isinstance(value, date) else value for name, value in problem.params.items()
    }
    text = translate(problem.message, page_language(), params)
    return text[:1].upper() + text[1:]


def sentences(refused: Refused) -> list[Fault]:
    """Return each problem for a summary, without a place."""
    return [Fault(worded(problem), "") for problem in refused.problems]


def has(refused: Refused, *codes: str) -> bool:
    """Say whether one of the problems has one of the codes."""
    return any(problem.code in codes for problem in refused.problems)


def by_name(problems: Iterable[StepProblem]) -> dict[str, str]:
    """Return the sentence of each field of a step."""
    return {found.name: worded(found.problem) for found in problems}
