"""When executors are listed: with the application, or by those who hold a place at the stage before.

They are listed once, for the first stage that is chosen at each executor. Where stages over all executors
stand before it nobody is held by one until then, so that no executor can score or nominate there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage
from dure.engine.programme.reading.tree import Path


def choices_are_due(programme: Programme) -> Iterator[Finding]:
    """Find last days of listing executors where none are listed, and days that cannot be met."""
    listing = programme.choosing_stage
    for s, stage in enumerate(programme.stages):
        if stage.choices_due_on is None:
            continue
        path: Path = ("stages", s, "choices_due_on")
        if s == 0:
            yield _at_key(msg("for the first stage executors are listed in the application"), path)
        elif stage is not listing:
            yield _at_key(
                msg(
                    "nobody lists executors for this stage: it is chosen over all of them, or each applicant"
                    " is held by one already"
                ),
                path,
            )
        else:
            yield from _met(stage.choices_due_on, programme, programme.stages[s - 1], stage, path)


def _met(due_on: date, programme: Programme, before: Stage, stage: Stage, path: Path) -> Iterator[Finding]:
    closes_on = programme.window.closes_on
    earliest = max(before.dates.announced_on or closes_on, closes_on)
    if due_on <= earliest:
        yield error(
            "programme.choices_due",
            msg("the last day must come after {day}: until then nobody of the stage before is chosen"),
            path,
            day=earliest.isoformat(),
        )
    elif stage.dates.announced_on is not None and due_on >= stage.dates.announced_on:
        yield error(
            "programme.choices_due",
            msg("the last day must come before {day}, when stage “{stage}” is announced"),
            path,
            day=stage.dates.announced_on.isoformat(),
            stage=stage.id,
        )


def nominators_have_choices(programme: Programme) -> Iterator[Finding]:
    """Find nominations by executors whom nobody can list yet when applications come in."""
    stage = programme.choosing_stage
    if stage is None or stage.choices_due_on is None or "nomination" not in programme.entry:
        return
    yield _at_key(
        msg(
            "an executor that nominates is listed in the application, but here executors are listed only"
            " after it: leave choices_due_on out, or nomination under entry"
        ),
        ("stages", programme.stages.index(stage), "choices_due_on"),
    )


def pools_have_scorers(programme: Programme) -> Iterator[Finding]:
    """Find stages over all that executors are to score or nominate for before anybody is held by one."""
    listing = programme.choosing_stage
    for s, stage in enumerate(programme.stages):
        if listing is None or stage is listing:
            return
        if not stage.scored_by_executors and stage.chosen_by != "nomination":
            continue
        key = "chosen_by" if stage.chosen_by != "mix" else "scores"
        yield error(
            "programme.pool_by_executor",
            msg(
                "at stage “{stage}” nobody is held by an executor yet, for executors are chosen at stage"
                " “{listing}”: no executor can score or nominate here"
            ),
            ("stages", s, key),
            stage=stage.id,
            listing=listing.id,
        )


def _at_key(message: str, path: Path) -> Finding:
    return Finding("programme.choices_due", message, path, {}, at_key=True)
