"""Rounds of review that do not do what they say: no score is dropped, or what is blind can be looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, warning
from dure.engine.programme.models.programme import Programme
from dure.engine.review.combining import FEWEST_TO_TRIM


def combining_does_something(programme: Programme) -> Iterator[Finding]:
    """Find stages that drop scores of too few reviewers, or adjust those of one reviewer a case."""
    stages = {stage.id: (s, stage) for s, stage in enumerate(programme.stages)}
    for held in programme.reviews:
        s, stage = stages.get(held.stage, (0, None))
        if stage is None:
            continue
        if stage.combine == "trimmed_mean" and held.reviewers_each < FEWEST_TO_TRIM:
            yield warning(
                "programme.trims_few",
                msg(
                    "no score is dropped, for each case has so few reviewers ({count}): the highest and the"
                    " lowest are left out only from {fewest} up"
                ),
                ("stages", s, "combine"),
                count=held.reviewers_each,
                fewest=FEWEST_TO_TRIM,
            )
        if stage.combine == "adjusted" and held.reviewers_each < 2:
            yield warning(
                "programme.adjusts_nothing",
                msg("with one reviewer a case nothing links reviewers: their scores cannot be adjusted"),
                ("stages", s, "combine"),
            )


_ALSO = {"owner_birth_year": "youth_led"}
"""Fields from which a column can be told though they have another name."""


def _told_before(programme: Programme, until: int, column: str) -> tuple[str, str] | None:
    """Return the first earlier stage and group whose rule reads a column."""
    word = re.compile(rf"\b({column}|{_ALSO.get(column, column)})\b")
    for stage in programme.stages[:until]:
        rules = [(one.id, one.rule) for one in stage.set_asides] + [(one.id, one.rule) for one in stage.caps]
        for group, rule in rules:
            if word.search(rule):
                return stage.id, group
    return None


def blind_is_not_public_elsewhere(programme: Programme) -> Iterator[Finding]:
    """Find columns that are blind to reviewers and stand by receipt number in what is public by then.

    Reviewers see receipt numbers. A public vote shows names by them, and the bundle of an earlier stage who
    belongs to which of its groups.
    """
    numbers = {stage.id: s for s, stage in enumerate(programme.stages)}
    for r, held in enumerate(programme.reviews):
        until = numbers.get(held.stage, -1)
        voted = next((stage for stage in programme.stages[: until + 1] if stage.has_vote), None)
        if "name" in held.blind and voted is not None:
            yield warning(
                "programme.blind_vote",
                msg(
                    "names are blind to reviewers, and the public vote of the stage “{stage}” shows them by"
                    " receipt number"
                ),
                ("reviews", r, "blind"),
                stage=voted.id,
            )
        for column in held.blind:
            told = _told_before(programme, max(until, 0), column)
            if told is not None:
                yield warning(
                    "programme.blind_group",
                    msg(
                        "“{column}” is blind to reviewers, and the published bundle of the stage “{stage}”"
                        " tells by receipt number who belongs to “{group}”"
                    ),
                    ("reviews", r, "blind"),
                    column=column,
                    stage=told[0],
                    group=told[1],
                )
