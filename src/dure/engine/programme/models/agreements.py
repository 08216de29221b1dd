"""Agreements (협약) that are signed before anything is given."""

from __future__ import annotations

from typing import Literal

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Citation, Count, Day, Days, Id, ShareOrNone, Text

Party = Literal[
    "host", "agency", "executor", "merchant", "association", "provider", "local_government", "landlord"
]


class RentTerms(Part):
    """What a landlord promises a tenant, so that who made a street known is not driven from it."""

    rise_ceiling_bp: ShareOrNone | None = None
    """The most that the rent may rise at once."""
    kept_years: Count | None = None
    """How long the tenant may stay."""
    basis: Citation | None = None


class Agreement(Part):
    """One kind of agreement and its parties."""

    id: Id
    title: Text
    parties: tuple[Party, ...]
    stage: Id | None = None
    """It is signed with those selected at this stage; null: before the call opens."""
    terms: tuple[Text, ...] = ()
    signed_within_days: Days | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    rent: RentTerms | None = None
    """What it says about rent."""
    basis: Citation | None = None
