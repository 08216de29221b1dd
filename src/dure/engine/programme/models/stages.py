"""The stages of a programme: how many, who chooses, by what order, which places are set aside."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Citation, Count, Day, Days, Id, Instant, RuleText, Share, Text

ChosenBy = Literal[
    "executor", "panel", "score", "lot", "vote", "first_come", "nomination", "mix", "entitlement"
]
ScoreSource = Literal["executor", "panel", "diagnosis", "data", "vote", "earlier_stage"]
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


class Score(Part):
    """One source of a mixed score."""

    source: ScoreSource
    weight_bp: Share
    """Its share; the scores of a stage make 10000."""
    stage: Id | None = None
    """The stage whose score is carried over, where the source is earlier_stage."""


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
    choices_limit: MaxChoices | None = None
    """Up to how many executors one may list; null: all of them. Nothing for a stage over all."""
    scores: tuple[Score, ...] = ()
    """The sources of a mixed score."""
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
