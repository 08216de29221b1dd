"""Set-asides and caps that come to nothing, or mean something else than their writer thinks."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, percent, warning
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage
from dure.engine.programme.reading.tree import Path
from dure.engine.programme.seats import WHOLE_BP, seats_by_executor, seats_of_share

LOOKS_LIKE_PERCENT = 100
"""A share of up to 1 % is more likely a percentage written into a field of basis points."""


def set_asides_have_seats(programme: Programme) -> Iterator[Finding]:
    """Find set-asides that round to nothing, over all or at an executor."""
    for s, stage in enumerate(programme.stages):
        rows = list(seats_by_executor(programme, stage))
        for a, set_aside in enumerate(stage.set_asides):
            path: Path = ("stages", s, "set_asides", a, "share_bp")
            empty = [executor for executor, places, seats in rows if places and not seats[a]]
            if seats_of_share(stage.quota.total, set_aside.share_bp) == 0:
                yield warning(
                    "programme.set_aside_nothing",
                    msg("set-aside “{id}” rounds to no seat: {percent} % of {total}"),
                    path,
                    id=set_aside.id,
                    percent=percent(set_aside.share_bp),
                    total=stage.quota.total,
                )
            elif empty:
                yield warning(
                    "programme.set_aside_nothing_at",
                    msg("set-aside “{id}” has no seat at {count} of {all} executors: {executors}"),
                    path,
                    id=set_aside.id,
                    count=len(empty),
                    all=len(rows),
                    executors=", ".join(empty[:10]) + (", …" if len(empty) > 10 else ""),
                )


def caps_bind(programme: Programme) -> Iterator[Finding]:
    """Find caps that let nobody in, or that never bind."""
    for s, stage in enumerate(programme.stages):
        rows = list(seats_by_executor(programme, stage))
        for c, cap in enumerate(stage.caps):
            path: Path = ("stages", s, "caps", c, "share_bp")
            shut = [
                e
                for e, places, seats in rows
                if places and not seats_of_share(places - sum(seats), cap.share_bp)
            ]
            if cap.share_bp == WHOLE_BP:
                yield warning(
                    "programme.cap_never", msg("cap “{id}” never binds: it allows all"), path, id=cap.id
                )
            elif shut:
                yield warning(
                    "programme.cap_nothing",
                    msg("cap “{id}” rounds to no open seat at {count} of {all} executors"),
                    path,
                    id=cap.id,
                    count=len(shut),
                    all=len(rows),
                )


def caps_agree(programme: Programme) -> Iterator[Finding]:
    """Find stages with several caps beside set-asides: there a stable choice is not certain to exist.

    One more person in a set-aside seat lowers every cap at once, and can free an open seat for somebody
    refused before; with one cap it cannot (docs/algorithms/selection.md).
    """
    for s, stage in enumerate(programme.stages):
        if len(stage.caps) > 1 and stage.set_asides:
            yield warning(
                "programme.caps_agree",
                msg(
                    "stage “{stage}” has {count} caps beside set-asides: the selection may find that no"
                    " stable choice exists and then decides nothing; one cap is always safe"
                ),
                ("stages", s, "caps"),
                stage=stage.id,
                count=len(stage.caps),
            )


def shares_are_basis_points(programme: Programme) -> Iterator[Finding]:
    """Find shares that look like per cent."""
    for s, stage in enumerate(programme.stages):
        for key in ("set_asides", "caps"):
            for n, part in enumerate(getattr(stage, key)):
                if part.share_bp <= LOOKS_LIKE_PERCENT:
                    yield warning(
                        "programme.share_small",
                        msg("{share} basis points are {percent} %: for {share} % write {meant}"),
                        ("stages", s, key, n, "share_bp"),
                        share=part.share_bp,
                        percent=percent(part.share_bp),
                        meant=part.share_bp * 100,
                    )


def groups_mean_one_thing(programme: Programme) -> Iterator[Finding]:
    """Find set-asides of one id whose rule differs between stages."""
    first: dict[str, tuple[Stage, str]] = {}
    for s, stage in enumerate(programme.stages):
        for a, set_aside in enumerate(stage.set_asides):
            earlier, rule = first.setdefault(set_aside.id, (stage, set_aside.rule))
            if rule != set_aside.rule:
                yield warning(
                    "programme.set_aside_differs",
                    msg("set-aside “{id}” has another rule at stage “{stage}”: give it another id"),
                    ("stages", s, "set_asides", a, "rule"),
                    id=set_aside.id,
                    stage=earlier.id,
                )
