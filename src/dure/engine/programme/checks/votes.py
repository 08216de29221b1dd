"""Public votes that contradict what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.votes import Vote
from dure.engine.programme.models.window import SEOUL
from dure.engine.programme.reading.tree import Path


def votes_are_told(programme: Programme) -> Iterator[Finding]:
    """Find stages whose terms of a vote are missing or not asked for, and points of what is no vote."""
    for s, stage in enumerate(programme.stages):
        if stage.has_vote and stage.vote is None:
            yield error(
                "programme.vote_missing",
                msg("stage “{stage}” has a public vote: say by vote: from when until when, and by whom"),
                ("stages", s, "chosen_by"),
                stage=stage.id,
            )
        elif stage.vote is not None and not stage.has_vote:
            yield Finding(
                "programme.vote_unused",
                msg("stage “{stage}” has no public vote: neither is it chosen by vote, nor is it in its mix"),
                ("stages", s, "vote"),
                {"stage": stage.id},
                at_key=True,
            )
        for c, score in enumerate(stage.scores):
            if (score.source == "vote") != (score.points is not None):
                yield error(
                    "programme.vote_points",
                    msg("points: stands exactly where the source is vote: share, most or rank"),
                    ("stages", s, "scores", c),
                )


def votes_run(programme: Programme) -> Iterator[Finding]:
    """Find votes that are never open, that begin before there are candidates or end after the result."""
    for s, stage in enumerate(programme.stages):
        vote, path = stage.vote, ("stages", s, "vote")
        if vote is None:
            continue
        if vote.closes_at <= vote.opens_at:
            yield error(
                "programme.period",
                msg("the vote of stage “{stage}” closes before it opens, or at the same time"),
                (*path, "closes_at"),
                stage=stage.id,
            )
        if vote.opens_at < programme.window.closes_at:
            yield error(
                "programme.vote_early",
                msg("the vote opens while applications are still being taken: nobody is a candidate yet"),
                (*path, "opens_at"),
            )
        announced = stage.dates.announced_on
        if announced is not None and announced < vote.closes_at.astimezone(SEOUL).date():
            yield error(
                "programme.vote_late",
                msg("the result is announced on {day}, before the vote is over"),
                (*path, "closes_at"),
                day=announced.isoformat(),
            )
        yield from _regions(vote, path)
        yield from _shown(programme, vote, path)


def _regions(vote: Vote, path: Path) -> Iterator[Finding]:
    for i, region in enumerate(vote.regions):
        if len(region) > 5:
            yield error(
                "programme.vote_region",
                msg("“{region}” is narrower than a city or district: voters say no more than that"),
                (*path, "regions", i),
                region=region,
            )


def _shown(programme: Programme, vote: Vote, path: Path) -> Iterator[Finding]:
    known = {f"answer.{question.id}" for question in programme.questions}
    for i, name in enumerate(vote.shows):
        if name.startswith("answer.") and name not in known:
            yield error(
                "programme.vote_shows",
                msg("“{name}” is no question of the call: nothing of it can be shown"),
                (*path, "shows", i),
                name=name,
            )


def votes_are_scarce(programme: Programme) -> Iterator[Finding]:
    """Find votes in which one person may vote for all who can be candidates."""
    for s, (before, stage) in enumerate(pairwise(programme.stages), start=1):
        if stage.vote is not None and stage.vote.votes_each >= before.quota.total:
            yield error(
                "programme.votes_each",
                msg(
                    "one person has {votes} votes, but the stage before chooses {candidates}:"
                    " all could have one"
                ),
                ("stages", s, "vote", "votes_each"),
                votes=stage.vote.votes_each,
                candidates=before.quota.total,
            )
