"""A public vote (공개 투표): when, how many votes a person has, what is shown of candidates."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Days, Instant, RegionCode

VotePoints = Literal["share", "most", "rank"]
"""How votes become points of a mix: of all votes, of the most votes, or of how many have fewer."""
Shown = Annotated[str, Field(pattern=r"^(region|industry|answer\.[a-z][a-z0-9_]*)$", max_length=60)]
"""What is shown of a candidate beside its name: ``region``, ``industry``, or an answer of the call."""
VotesEach = Annotated[int, Field(ge=1, le=50)]


class Vote(Part):
    """A vote of people whose identity is verified (본인확인): one ballot a person, sealed until the end."""

    opens_at: Instant
    closes_at: Instant
    """Ballots are taken from ``opens_at`` up to but not including this instant."""
    votes_each: VotesEach = 1
    """Up to how many different candidates one person votes for."""
    changeable: bool = True
    """Whether a ballot may be replaced until the vote closes; only the last one counts."""
    regions: tuple[RegionCode, ...] = ()
    """Who says to live in one of these may vote; empty: everybody. No agency tells where one lives."""
    shows: tuple[Shown, ...] = ("region", "industry")
    """What is shown of candidates beside their names."""
    traces_days: Days = 90
    """So many days after the result the keyed hashes of addresses are destroyed."""
