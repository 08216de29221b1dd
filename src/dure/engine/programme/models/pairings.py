"""Pairings (매칭): which people or firms are matched to merchants, how, and who says yes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Count, Days, Id, RuleText, Text

PairedWith = Literal["creator", "seller", "tutor", "mentor", "consultant", "merchandiser", "buyer", "studio"]
WayRef = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$", max_length=81)]
"""A way of a diagnosis form: the form, a point, the way, such as online.low_capability."""
Province = Annotated[str, Field(pattern=r"^[0-9]{2}$")]
"""The two digits of a province, in quotes."""
PairPoints = Annotated[int, Field(ge=0, le=1000)]


class Criterion(Part):
    """What makes a merchant and a provider fit, and how many points it gives at most.

    Either both sides are compared in something, or rules say of which merchants and which providers it holds.
    """

    id: Id
    title: Text
    points: PairPoints
    compares: Literal["skills", "industry", "region", "languages", "price", "text"] | None = None
    """In what the two are compared: all of it gives the points, a part of it a part."""
    merchant: RuleText | None = None
    """Of which merchants it holds: a rule over profile, answers and diagnosis levels."""
    provider: RuleText | None = None
    """Of which providers it holds: a rule over their profile (skills, industries, languages, price_won …)."""
    needed: bool = False
    """Pairs of which it does not hold at all are not made."""


class Pairing(Part):
    """One kind of pairing, of merchants with creators, sellers, tutors, mentors and others."""

    id: Id
    title: Text
    summary: Text | None = None
    paired_with: PairedWith
    providers: Count | None = None
    """How many of them there are."""
    merchants_each: Count | None = None
    """How many merchants one of them takes at most."""
    providers_each: Count = 1
    """How many of them one merchant gets at most."""
    by: Literal["agency", "executor", "provider", "both_agree"] = "both_agree"
    """Who decides: one side alone, or both must say yes."""
    run_by: Literal["agency", "executor"] = "agency"
    """Who plans and proposes rounds: the agency for everybody, or each executor for those placed with it."""
    ranked_by: Literal["points", "both_sides"] = "points"
    """points: the best sum of points; both_sides: both put the other in order, and the result is stable."""
    stage: Id | None = None
    """The stage whose selected are paired; null: everybody in the programme."""
    way: WayRef | None = None
    """The way of a diagnosis that must be open; null: no diagnosis is asked for."""
    benefit: Id | None = None
    """The benefit that is given in the pairing."""
    criteria: tuple[Criterion, ...] = ()
    lowest_points: Annotated[int, Field(ge=0, le=100_000)] = 0
    """Pairs below are not made."""
    travel: Literal["district", "province", "adjacent", "nation"] = "nation"
    """How far anybody goes at most; nearer where a provider's own profile says so."""
    adjacent: dict[Province, tuple[Province, ...]] = Field(default_factory=dict)
    """Provinces beside each province; empty: as the map has them."""
    answered_within_days: Days = 7
    """How long both sides have to answer a proposal."""
