"""Clocks of rights: a number of the law needs its source, a parameter must be in the law's tables."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.law.parameters import NUMBERS
from dure.engine.problems import msg
from dure.engine.programme.checks.figures import unknown_parameter
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.reading.tree import Path


def clocks_have_sources(programme: Programme) -> Iterator[Finding]:
    """Find statutory clocks without a basis, and parameters that the law's tables lack."""
    objection = programme.rights.objection
    if objection is None:
        return
    for name in ("file_within", "answer_within", "extend_once_by"):
        clock = getattr(objection, name)
        path: Path = ("rights", "objection", name)
        if clock is None:
            continue
        if clock.parameter is not None and clock.parameter not in NUMBERS:
            yield unknown_parameter(clock.parameter, (*path, "parameter"))
        elif (
            objection.statutory and clock.days is not None and clock.basis is None and objection.basis is None
        ):
            yield error(
                "programme.clock_basis",
                msg("a clock of the law needs its source: write basis:"),
                path,
            )
