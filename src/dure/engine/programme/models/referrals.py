"""Referrals (연계): to a body that decides, or from another programme, with consent and a tracked state."""

from __future__ import annotations

from typing import Literal

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Count, Id, Text


class Referral(Part):
    """One way in which merchants are handed on."""

    id: Id
    title: Text
    direction: Literal["to", "from"]
    """To another body, or from another programme or body into this one."""
    body: Text
    """The body or programme at the other end."""
    consent: Id | None = None
    """The consent under which data go along; a referral to another body needs one."""
    stage: Id | None = None
    """The stage whose selected are referred; null: everybody who asks."""
    answers: tuple[Text, ...] = ()
    """The states that the other body reports back: received, accepted, refused, …"""
    merchants: Count | None = None
    """How many there are, where it is told."""
