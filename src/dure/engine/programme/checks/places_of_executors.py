"""Places at executors: they must be told for every stage and add up to its quota."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, error, number
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage
from dure.engine.programme.nearest import nearest_name
from dure.engine.programme.reading.tree import Path


def capacities_add_up(programme: Programme) -> Iterator[Finding]:
    """Find stages whose executors' places do not make the quota, and executors without places."""
    for s, stage in enumerate(programme.stages):
        if stage.is_by_executor:
            yield from _by_executor(programme, stage, ("stages", s, "quota"))
        elif stage.quota.per_executor is not None:
            yield error(
                "programme.capacity_over_all",
                msg("this stage is chosen over all executors: it has no places per executor"),
                ("stages", s, "quota", "per_executor"),
            )


def _by_executor(programme: Programme, stage: Stage, at: Path) -> Iterator[Finding]:
    if not programme.executors and programme.executor_call is not None:
        return  # they are chosen first: a later version of the file has them
    if not programme.executors:
        yield error(
            "programme.no_executors",
            msg("stage “{stage}” is chosen by each executor, but there are no executors"),
            (*at[:-1], "over"),
            stage=stage.id,
        )
        return
    told = [
        executor.capacity.get(stage.id, stage.quota.per_executor) if executor.left_on is None else 0
        for executor in programme.executors
    ]
    for e, executor in enumerate(programme.executors):
        if told[e] is None:
            yield error(
                "programme.no_capacity",
                msg("places of executor “{executor}” at stage “{stage}” are not told"),
                ("executors", e, "capacity"),
                executor=executor.id,
                stage=stage.id,
            )
    total = sum(places for places in told if places is not None)
    if None not in told and total != stage.quota.total:
        yield error(
            "programme.capacity_sum",
            msg("the executors' places at stage “{stage}” make {sum}, but the quota is {total}"),
            (*at, "total"),
            stage=stage.id,
            sum=number(total),
            total=number(stage.quota.total),
        )


def capacities_name_stages(programme: Programme) -> Iterator[Finding]:
    """Find places that an executor tells for no stage, or for a stage over all."""
    stages = {stage.id: stage for stage in programme.stages}
    for e, executor in enumerate(programme.executors):
        for stage_id in executor.capacity:
            path: Path = ("executors", e, "capacity", stage_id)
            if stage_id not in stages:
                yield _unknown_stage(path, stage_id, stages)
            elif not stages[stage_id].is_by_executor:
                yield Finding(
                    "programme.capacity_over_all",
                    msg("this stage is chosen over all executors: it has no places per executor"),
                    path,
                    at_key=True,
                )


def _unknown_stage(path: Path, written: str, stages: dict[str, Stage]) -> Finding:
    meant = nearest_name(written, stages)
    if meant is None:
        return Finding(
            "programme.unknown_name",
            msg("there is no “{name}” in {list}: possible are {names}"),
            path,
            {"name": written, "list": "stages", "names": ", ".join(stages)},
            at_key=True,
        )
    return Finding(
        "programme.unknown_name",
        msg("there is no “{name}” in {list}: did you mean “{meant}”?"),
        path,
        {"name": written, "list": "stages", "meant": meant},
        at_key=True,
    )
