"""The stages of a programme: how many, who chooses, by what order, which places are set aside."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Citation, Count, Day, Days, Id, Instant, RuleText, Share, Text
from dure.engine.programme.models.votes import Vote, VotePoints

ChosenBy = Literal[
    "executor", "panel", "score", "lot", "vote", "first_come", "nomination", "mix", "entitlement"
]
WhenFull = Literal["refuse", "queue"]
ScoreSource = Literal["executor", "panel", "diagnosis", "data", "vote", "earlier_stage"]
Figure = Annotated[int, Field(ge=-(10**15), le=10**15)]
FieldName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_-]*)?$", max_length=80)]
"""A field as rules name it: ``annual_sales``, ``answer.shops``."""
MaxChoices = Annotated[int, Field(ge=1, le=1000)]


class Quota(Part):
    """How many are chosen."""

    total: Count
    per_executor: Count | None = None
    """Places of each executor whose own capacity says nothing else; null for a stage over all."""


class SetAside(Part):
    """Seats for a group (우선배정): a share of the quota, rounded down; one person takes one seat."""

    id: Id
    title: Text
    share_bp: Share
    rule: RuleText
    """Who belongs to the group."""
    basis: Citation | None = None


class Cap(Part):
    """A group that may take at most a share of the open seats of one executor, rounded down."""

    id: Id
    title: Text
    share_bp: Share
    rule: RuleText


class Scale(Part):
    """How a figure becomes points: in proportion between two values of it, and never outside them."""

    none_at: Figure
    """The value that makes 0 points."""
    full_at: Figure
    """The value that makes 100; below ``none_at`` where less is better."""


class Score(Part):
    """One source of a mixed score: 0 to 100 points."""

    source: ScoreSource
    weight_bp: Share
    """Its share; the scores of a stage make 10000."""
    stage: Id | None = None
    """The stage whose score is carried over, where the source is earlier_stage."""
    form: Id | None = None
    """The form whose points count, where the source is diagnosis."""
    field: FieldName | None = None
    """The number that counts, where the source is data; without one, points are handed in with the file."""
    scale: Scale | None = None
    """How that number becomes points."""
    points: VotePoints | None = None
    """How votes become points, where the source is vote."""


class TieBreak(Part):
    """How equal scores are ordered: by SHA-256 of a seed and the application's number."""

    by: Literal["seed"] = "seed"
    commitment: Literal["sha256"] | None = None
    """The hash of the seed is published when the call closes, the seed when it is used."""


class StageDates(Part):
    """The stage's calendar; every part may be left out."""

    opens_at: Instant | None = None
    closes_at: Instant | None = None
    announced_on: Day | None = None
    accept_within_days: Days | None = None
    """A place that is not accepted within so many days goes to the next of the reserve list."""


class Stage(Part):
    """One step of the funnel; who is selected here may go on to the next."""

    id: Id
    title: Text
    summary: Text | None = None
    quota: Quota
    over: Literal["each_executor", "all"] = "each_executor"
    """Whether each executor chooses for its own places, or one list is made over all."""
    chosen_by: ChosenBy = "executor"
    """An entitlement is for everybody who is eligible and applies: its quota is what is planned for."""
    when_full: WhenFull | None = None
    """What becomes of those who come when the places of a first-come call are gone; null: they queue."""
    choices_limit: MaxChoices | None = None
    """Up to how many executors one may list; null: all of them. Nothing for a stage over all."""
    choices_due_on: Day | None = None
    """The last day on which those who hold a place at the stage before list executors; null: they are listed
    in the application. Only for the first stage by executor, where a stage over all stands before it."""
    scores: tuple[Score, ...] = ()
    """The sources of a mixed score."""
    vote: Vote | None = None
    """How the public votes; exactly where the stage is chosen by vote, or a mix has it as a source."""
    combine: Literal["mean", "trimmed_mean", "adjusted"] | None = None
    """How several reviewers' scores become one; null: the score is handed in as one."""
    tie_break: TieBreak = TieBreak()
    set_asides: tuple[SetAside, ...] = ()
    caps: tuple[Cap, ...] = ()
    reserve_length: Annotated[int, Field(ge=0, le=10**6)] = 0
    """How many stand on the reserve list (예비순위): of each executor, or of the one list over all."""
    benefits: tuple[Id, ...] = ()
    """What its selected are granted."""
    second_officer: bool = False
    """Whether another officer must confirm the selection."""
    dates: StageDates = StageDates()

    @property
    def is_by_executor(self) -> bool:
        return self.over == "each_executor"

    @property
    def scored_by_panel(self) -> bool:
        """Whether reviewers of a panel score its applicants, alone or as one source of a mix."""
        return self.chosen_by == "panel" or self.mixes("panel")

    @property
    def scored_by_executors(self) -> bool:
        """Whether executors' staff score its applicants, alone or as one source of a mix."""
        return self.chosen_by == "executor" or self.mixes("executor")

    @property
    def scored_by_people(self) -> bool:
        return self.scored_by_panel or self.scored_by_executors

    @property
    def has_vote(self) -> bool:
        """Whether the public votes, alone or as one source of a mix."""
        return self.chosen_by == "vote" or self.mixes("vote")

    @property
    def takes_points(self) -> bool:
        """Whether measured points are handed in for it: as its score, or as one source of a mix."""
        by_data = any(score.source == "data" and score.field is None for score in self.scores)
        return self.chosen_by == "score" or (self.chosen_by == "mix" and by_data)

    @property
    def refuses_when_full(self) -> bool:
        """Whether nobody is received while every place is asked for."""
        return self.chosen_by == "first_come" and self.when_full == "refuse"

    @property
    def is_drawn(self) -> bool:
        """Whether a seed has a part in its order: between equals, or in all of it."""
        return self.chosen_by not in ("first_come", "entitlement")

    def mixes(self, source: ScoreSource) -> bool:
        """Whether its score is a mix of which this is a source."""
        return self.chosen_by == "mix" and any(score.source == source for score in self.scores)
