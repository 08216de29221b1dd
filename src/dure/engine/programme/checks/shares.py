"""Shares that must make a whole, and set-asides that must fit into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, error, percent
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.reading.tree import Path
from dure.engine.programme.seats import MOST_SET_ASIDES, WHOLE_BP, seats_by_executor


class _Weighted(Protocol):
    @property
    def weight_bp(self) -> int: ...


def set_asides_fit(programme: Programme) -> Iterator[Finding]:
    """Find stages that set aside more than everything, over all or at one executor."""
    for s, stage in enumerate(programme.stages):
        path: Path = ("stages", s, "set_asides")
        total = sum(set_aside.share_bp for set_aside in stage.set_asides)
        if total > WHOLE_BP:
            yield Finding(
                "programme.set_asides_above_whole",
                msg("the set-asides of stage “{stage}” make {percent} %: more than all seats"),
                path,
                {"stage": stage.id, "percent": percent(total)},
                at_key=True,
            )
            continue
        for executor, places, seats in seats_by_executor(programme, stage):
            if sum(seats) > places:
                yield Finding(
                    "programme.set_asides_above_capacity",
                    msg(
                        "at executor “{executor}” the set-asides of stage “{stage}” take {seats} seats, "
                        "but it has {places}"
                    ),
                    path,
                    {"executor": executor, "stage": stage.id, "seats": sum(seats), "places": places},
                    at_key=True,
                )


def set_asides_are_few(programme: Programme) -> Iterator[Finding]:
    """Find stages with more set-asides than a selection runs."""
    for s, stage in enumerate(programme.stages):
        if len(stage.set_asides) > MOST_SET_ASIDES:
            yield Finding(
                "programme.many_set_asides",
                msg("stage “{stage}” has {count} set-asides; a selection runs with {limit} at most"),
                ("stages", s, "set_asides"),
                {"stage": stage.id, "count": len(stage.set_asides), "limit": MOST_SET_ASIDES},
                at_key=True,
            )


def mixed_scores(programme: Programme) -> Iterator[Finding]:
    """Find stages whose scores and way of choosing do not fit, or whose weights make no whole."""
    for s, stage in enumerate(programme.stages):
        path: Path = ("stages", s, "scores")
        if stage.chosen_by == "mix" and len(stage.scores) < 2:
            yield error(
                "programme.mix",
                msg("a mix needs at least two scores with their weights"),
                ("stages", s, "chosen_by"),
            )
        elif stage.chosen_by != "mix" and stage.scores:
            yield Finding(
                "programme.mix",
                msg("scores are mixed only where chosen_by is mix"),
                path,
                at_key=True,
            )
        yield from _whole(stage.scores, path)


def weights_of_forms(programme: Programme) -> Iterator[Finding]:
    """Find diagnosis forms whose weights make no whole."""
    for f, form in enumerate(programme.diagnosis):
        yield from _whole(form.sections, ("diagnosis", f, "sections"))
        for s, section in enumerate(form.sections):
            yield from _whole(section.items, ("diagnosis", f, "sections", s, "items"))


def weights_of_rubrics(programme: Programme) -> Iterator[Finding]:
    """Find rubrics whose weights make no whole."""
    for r, rubric in enumerate(programme.rubrics):
        yield from _whole(rubric.items, ("rubrics", r, "items"))


def _whole(parts: Sequence[_Weighted], path: Path) -> Iterator[Finding]:
    total = sum(part.weight_bp for part in parts)
    if parts and total != WHOLE_BP:
        yield Finding(
            "programme.weights",
            msg("the weights here make {sum}, not 10000 (basis points)"),
            path,
            {"sum": total},
            at_key=True,
        )
