"""Votes by the clock: sealed when they are over; traces of persons and addresses destroyed in time."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.voting.services.forget_traces import forget_traces
from dure.domains.voting.services.seal_votes import seal_votes
from dure.jobs.app import every
from dure.settings.clock import now


@every("* * * * *", "voting.seal_votes")
def seal() -> None:
    """Seal the votes that are over."""
    seal_votes(actor=SYSTEM, now=now())


@every("25 18 * * *", "voting.forget_traces")
def forget() -> None:
    """Destroy the marks of voters and addresses whose time is over."""
    forget_traces(actor=SYSTEM, now=now())
