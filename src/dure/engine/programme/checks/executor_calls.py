"""The call for executors: its window, its weights, and that there are places to offer."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, error, percent
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.seats import WHOLE_BP


def executor_call_runs(programme: Programme) -> Iterator[Finding]:
    """Find a call for executors that closes too early, whose weights make no whole, or offers nothing."""
    call = programme.executor_call
    if call is None:
        return
    if call.window.closes_at <= call.window.opens_at:
        yield error(
            "programme.period",
            msg("the call closes before it opens, or at the same time"),
            ("executor_call", "window", "closes_at"),
        )
    total = sum(criterion.weight_bp for criterion in call.criteria)
    if total != WHOLE_BP:
        yield error(
            "programme.criteria_weights",
            msg("the weights of the criteria make {percent} %, not 100 %"),
            ("executor_call", "criteria"),
            percent=percent(total),
        )
    if not any(stage.is_by_executor for stage in programme.stages):
        yield error(
            "programme.no_places_on_offer",
            msg("a call for executors offers the places of stages that executors choose in: there is none"),
            ("executor_call",),
        )
