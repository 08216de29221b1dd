"""Consents and retention of personal data."""

from __future__ import annotations

from typing import Literal

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Citation, Id, Months, Text


class Consent(Part):
    """One consent that is asked for on its own."""

    id: Id
    title: Text
    kind: Literal["collection", "third_party", "marketing"]
    required: bool = False
    """Refusing one that is not required never blocks."""
    given_to: Text | None = None
    """Who receives the data, for a consent to third parties."""
    items: Text | None = None
    """Which data."""
    kept_months: Months | None = None
    basis: Citation | None = None


class Retention(Part):
    """How long records are kept, and from when the time runs."""

    months: Months
    counted_from: Literal["decision", "programme_end", "settlement"] = "programme_end"
    basis: Citation | None = None
