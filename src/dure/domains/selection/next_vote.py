"""What a public vote of the next stage means to whoever moves up now: told before somebody loses a place."""

from __future__ import annotations

from datetime import datetime

from dure.domains.selection.stages import StageCase
from dure.domains.voting.results import vote_named
from dure.engine.problems import Problem, msg


def moving_into_vote(case: StageCase, now: datetime) -> list[Problem]:
    """Warn that whoever moves up is a candidate only from then on, or none any more. One query at most."""
    after = case.after
    if after is None or not after.has_vote:
        return []
    vote = vote_named(case.programme.id, after.id)
    if vote is None or now < vote.opens_at:
        return []
    told = {"stage": after.title}
    if vote.state == "open" and now < vote.closes_at:
        message = msg(
            "the public vote of “{stage}” has begun: whoever moves up is put up as a candidate once the place"
            " is taken, and everybody sees since when"
        )
        return [Problem("selection.vote_begun", message, told, severity="warning")]
    message = msg(
        "the public vote of “{stage}” is over: whoever moves up is no candidate of it and has no votes, and"
        " is told so"
    )
    return [Problem("selection.vote_over", message, told, severity="warning")]
