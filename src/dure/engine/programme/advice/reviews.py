"""Ways of combining reviewers' scores that do not do what their name says."""

from __future__ import annotations

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
                    "with {count} reviewers a case no score is dropped: the highest and the lowest are left"
                    " out only from {fewest} up"
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
