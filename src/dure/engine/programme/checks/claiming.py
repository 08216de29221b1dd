"""Levels of approval: ascending amounts, the last without a bound, never fewer people for more money."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.reading.tree import Path


def approvals_ascend(programme: Programme) -> Iterator[Finding]:
    """Find levels of approval that leave an amount without a level, or that ask fewer people for more."""
    levels = () if programme.claims is None else programme.claims.approvals
    path: Path = ("claims", "approvals")
    for n, level in enumerate(levels):
        last = n == len(levels) - 1
        if last and level.up_to_won is not None:
            yield error(
                "programme.approvals_end",
                msg("the last level of approval has no bound: leave up_to_won out"),
                (*path, n, "up_to_won"),
            )
        if not last and level.up_to_won is None:
            yield error(
                "programme.approvals_bound",
                msg("only the last level of approval is without a bound: write up_to_won"),
                (*path, n),
            )
    for n, (before, after) in enumerate(pairwise(levels), start=1):
        if (
            before.up_to_won is not None
            and after.up_to_won is not None
            and after.up_to_won <= before.up_to_won
        ):
            yield error(
                "programme.approvals_order",
                msg("levels of approval stand in the order of their amounts"),
                (*path, n, "up_to_won"),
            )
        if before.by == "two_officers" and after.by == "one_officer":
            yield error(
                "programme.approvals_fewer",
                msg("a larger claim cannot need fewer officers than a smaller one"),
                (*path, n, "by"),
            )
