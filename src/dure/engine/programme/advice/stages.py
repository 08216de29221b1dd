"""Stages that do not look like a funnel."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, number, warning
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage


def stages_shrink(programme: Programme) -> Iterator[Finding]:
    """Find stages larger than the one before.

    Where groups were chosen before, an entitlement is for their members one by one, and no narrower step.
    """
    for s, (before, stage) in enumerate(pairwise(programme.stages), start=1):
        if stage.chosen_by == "entitlement" and programme.applicants == "market":
            continue
        if stage.quota.total > before.quota.total:
            yield warning(
                "programme.stage_larger",
                msg("stage “{stage}” chooses {total}, more than the {before} of the stage before"),
                ("stages", s, "quota", "total"),
                stage=stage.id,
                total=number(stage.quota.total),
                before=number(before.quota.total),
            )


def reserves_can_fill(programme: Programme) -> Iterator[Finding]:
    """Find reserve lists longer than those who are left of the stage before."""
    for s, (before, stage) in enumerate(pairwise(programme.stages), start=1):
        left = before.quota.total - stage.quota.total
        if 0 <= left < stage.reserve_length:
            yield warning(
                "programme.reserve_longer",
                msg("the reserve list is for {length}, but only {left} of the stage before are left"),
                ("stages", s, "reserve_length"),
                length=number(stage.reserve_length),
                left=number(left),
            )


def choices_fit_executors(programme: Programme) -> Iterator[Finding]:
    """Find limits of choices that no applicant can reach, or that mean nothing."""
    for s, stage in enumerate(programme.stages):
        limit = stage.choices_limit
        if limit is None:
            continue
        if not stage.is_by_executor:
            yield warning(
                "programme.choices_over_all",
                msg("this stage is chosen over all executors: applicants list none"),
                ("stages", s, "choices_limit"),
            )
        elif limit > len(programme.executors) and (programme.executors or programme.executor_call is None):
            yield warning(
                "programme.choices_limit",
                msg("applicants may list {limit} executors, but there are {count}"),
                ("stages", s, "choices_limit"),
                limit=limit,
                count=len(programme.executors),
            )


def announcements_follow(programme: Programme) -> Iterator[Finding]:
    """Find results announced before the call closes, or before those of the stage before."""
    last = programme.window.closes_on
    for s, stage in enumerate(programme.stages):
        day = stage.dates.announced_on
        if day is None:
            continue
        if day < last:
            yield warning(
                "programme.announced_early",
                msg("the result is announced on {day}, before {last}, when what comes before it ends"),
                ("stages", s, "dates", "announced_on"),
                day=day.isoformat(),
                last=last.isoformat(),
            )
        last = max(last, day)


def executors_take_part(programme: Programme) -> Iterator[Finding]:
    """Find executors that have places at no stage."""
    by_executor = [stage for stage in programme.stages if stage.is_by_executor]
    for e, executor in enumerate(programme.executors):
        if (
            by_executor
            and executor.left_on is None
            and not any(_places(programme, stage, executor.id) for stage in by_executor)
        ):
            yield warning(
                "programme.idle_executor",
                msg("executor “{executor}” has places at no stage"),
                ("executors", e),
                executor=executor.id,
            )


def _places(programme: Programme, stage: Stage, executor: str) -> int:
    return programme.capacities(stage).get(executor, 0)


def draws_are_committed(programme: Programme) -> Iterator[Finding]:
    """Find lots whose seed could be tried out, for nobody sees its hash before the draw."""
    for s, stage in enumerate(programme.stages):
        if stage.chosen_by == "lot" and stage.tie_break.commitment is None:
            yield warning(
                "programme.lot_not_committed",
                msg(
                    "stage “{stage}” is chosen by lot, but the hash of the seed is not published beforehand:"
                    " write tie_break: {{commitment: sha256}}"
                ),
                ("stages", s, "chosen_by"),
                stage=stage.id,
            )


def nominations_are_open(programme: Programme) -> Iterator[Finding]:
    """Find stages chosen among the nominated, though nobody can be nominated."""
    for s, stage in enumerate(programme.stages):
        if stage.chosen_by == "nomination" and "nomination" not in programme.entry:
            yield warning(
                "programme.nobody_nominates",
                msg("stage “{stage}” is chosen by nomination, but entry does not have nomination"),
                ("stages", s, "chosen_by"),
                stage=stage.id,
            )
