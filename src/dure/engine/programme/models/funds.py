"""Funds: where the money and what is given in kind come from, and how the sources match."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Id, Text, Won

SourceKind = Literal[
    "government",
    "local_government",
    "executor_cash",
    "executor_in_kind",
    "own_share",
    "association",
    "other_private",
]


class Source(Part):
    """One source of a fund."""

    id: Id
    title: Text
    kind: SourceKind
    total_won: Won | None = None
    """null: not told or not known yet; then nothing is checked against it."""


class Matching(Part):
    """How private resources answer public ones (대응자금)."""

    kind: Literal["by_executor", "parallel_package", "split_payment"]
    """Each executor's promise; a second package for each merchant (1+1); a split of each payment."""
    public: tuple[Id, ...]
    """The sources that are matched."""
    private: tuple[Id, ...]
    """The sources that match them, in cash or valued in kind."""
    ratio_bp: Annotated[int, Field(ge=1, le=100000)] = 10000
    """Private for public: 10000 is one to one."""
    draws: Literal["ratio", "public_first"] = "ratio"
    """How a payment is split: by the ratio, or public sources first and private ones for what is left."""
    public_ceiling_won: Won | None = None
    """The most that public sources bear of one payment; null: no bound."""


class BudgetLine(Part):
    """A line of the budget (비목·세목)."""

    id: Id
    title: Text
    total_won: Won


class FundYear(Part):
    """The plan of one year of a fund that runs for several."""

    year: Annotated[int, Field(ge=2000, le=2100)]
    total_won: Won


class Fund(Part):
    """A fund (재원)."""

    id: Id
    title: Text
    total_won: Won | None = None
    """null: not told or not known yet."""
    counts: Literal["spent", "lent", "guaranteed", "face_value"] = "spent"
    """What the total is a sum of: money that is spent, loans, guaranteed loans, vouchers at face value."""
    sources: tuple[Source, ...]
    matching: Matching | None = None
    when_dry: Literal["stop", "next_source"] = "stop"
    """What happens when a source has nothing left."""
    lines: tuple[BudgetLine, ...] = ()
    years: tuple[FundYear, ...] = ()
    carries_over: bool = False
    """What is left of a year goes to the next."""
