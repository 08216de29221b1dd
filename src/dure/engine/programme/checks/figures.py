"""Figures left to the law: the tables must have the parameter, and a value of it on the reference day."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.law.dated import MissingParameter
from dure.engine.law.parameters import NUMBERS
from dure.engine.problems import msg
from dure.engine.programme.figures import named_parameters
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.nearest import nearest_name
from dure.engine.programme.reading.tree import Path


def figures_are_in_the_law(programme: Programme) -> Iterator[Finding]:
    """Find parameters that the law's tables lack, or lack on the day by which the programme judges."""
    for section, id_, key, name in named_parameters(programme):
        parts = [part.id for part in getattr(programme, section)]
        path: Path = (section, parts.index(id_), key)
        if name not in NUMBERS:
            yield unknown_parameter(name, path)
            continue
        try:
            NUMBERS[name].on(programme.reference_day)
        except MissingParameter as missing:
            (problem,) = missing.problems
            yield Finding(problem.code, problem.message, path, dict(problem.params))


def unknown_parameter(name: str, path: Path) -> Finding:
    """Return what is said of a parameter that the tables do not have."""
    return error(
        "programme.unknown_parameter",
        msg("the law tables have no parameter “{name}”; the nearest is “{meant}”"),
        path,
        name=name,
        meant=nearest_name(name, NUMBERS) or next(iter(NUMBERS)),
    )
