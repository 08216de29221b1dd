"""Rounds of review that do not do what they say: no score is dropped, what is shown tells what is blind."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, warning
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.reading.tree import Path
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


def blind_is_not_told_by_what_is_shown(programme: Programme) -> Iterator[Finding]:
    """Find documents and answers that reviewers of a blind round read, and that may tell whose they are.

    An applicant's own names and numbers are masked in answers; what else is told there, and whatever stands
    in a file, is not found.
    """
    for r, held in enumerate(programme.reviews):
        if "name" not in held.blind:
            continue  # Whose a case is may be known there.
        path: Path = ("reviews", r, "blind")
        shown = [one.id for one in programme.documents if one.id not in held.blind_documents]
        if held.blind_documents and shown:
            yield warning(
                "programme.blind_files",
                msg(
                    "documents that reviewers of “{round}” read may tell whose they are, for what stands in a"
                    " file is not hidden: {documents}; hide one by document.ID"
                ),
                path,
                round=held.id,
                documents=", ".join(shown),
            )
        free = [one.id for one in programme.questions if one.kind == "text"]
        if told := [one for one in free if one not in held.blind_questions]:
            yield warning(
                "programme.blind_texts",
                msg(
                    "in answers that reviewers of “{round}” read, the applicant's own names and numbers are"
                    " masked and nothing else that tells of it: {questions}; hide one by answer.ID"
                ),
                path,
                round=held.id,
                questions=", ".join(told),
            )
