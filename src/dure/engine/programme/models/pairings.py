"""Pairings (매칭): which people or firms are matched to merchants, and who says yes."""

from __future__ import annotations

from typing import Literal

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Count, Id, Text

PairedWith = Literal["creator", "seller", "tutor", "mentor", "consultant", "merchandiser", "buyer"]


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
    by: Literal["agency", "executor", "provider", "both_agree"] = "both_agree"
    """Who decides: one side alone, or both must say yes."""
    stage: Id | None = None
    """The stage whose selected are paired; null: everybody in the programme."""
    benefit: Id | None = None
    """The benefit that is given in the pairing."""
