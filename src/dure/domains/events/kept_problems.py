"""Problems as they are kept: data, worded in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dure.engine.problems import Problem


def as_data(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return problems as JSON values: code, message id and parameters."""
    return [
        {
            "code": problem.code,
            "message": problem.message,
            "params": {
                name: value if isinstance(value, int | float | str) or value is None else str(value)
                for name, value in problem.params.items()
            },
        }
        for problem in problems
    ]


def from_data(kept: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """Return the problems that :func:`as_data` made JSON of."""
    return [Problem(one["code"], one["message"], one["params"]) for one in kept]
