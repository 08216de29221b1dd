"""Agreements (협약) that are signed before anything is given."""

from __future__ import annotations

from typing import Literal

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Citation, Day, Days, Id, Text

Party = Literal["host", "agency", "executor", "merchant", "association", "provider"]


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
    basis: Citation | None = None
