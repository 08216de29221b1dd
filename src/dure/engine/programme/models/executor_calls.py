"""The call for executors (수행기관 모집공고): firms propose, are scored and chosen, and sign an agreement."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Citation, Count, Days, Id, Share, Text, Won
from dure.engine.programme.models.window import Window

ScoredBy = Literal["accountant", "panel"]
"""Settlement accountants score finance, the panel the presentation (발표평가)."""

LeastPoints = Annotated[int, Field(ge=0, le=100)]


class CallDocument(Part):
    """A document that a firm hands in with its proposal."""

    id: Id
    title: Text
    required: bool = True
    issuer: Text | None = None
    validity_days: Days | None = None
    """It must have been issued within so many days before it is handed in."""
    basis: Citation | None = None


class Criterion(Part):
    """One thing that proposals are scored by, from 0 to 100 points."""

    id: Id
    title: Text
    weight_bp: Share
    """Its share of the total; the criteria of a call make 10000."""
    scored_by: ScoredBy
    guidance: Text | None = None


class ExecutorCall(Part):
    """The call for executors; the places on offer are the quotas of the stages that executors choose in."""

    title: Text
    summary: Text | None = None
    window: Window
    most: Count
    """How many executors are chosen at most."""
    least_points: LeastPoints = 0
    """Whoever has fewer points is not chosen, also where there is room."""
    least_cash_won: Won = 0
    """The cash (현금) that each must promise at least."""
    least_in_kind_won: Won = 0
    """What each must promise in kind (현물) at least, as valued."""
    documents: tuple[CallDocument, ...] = ()
    criteria: tuple[Criterion, ...]
    supplement_days: Days = 7
    """How long a firm has to mend what is asked of it."""
    second_officer: bool = True
    """Whether another officer confirms who is chosen."""
    basis: Citation | None = None
