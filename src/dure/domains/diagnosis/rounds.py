"""Rounds of diagnosis: which one is open, and for which applications."""

from __future__ import annotations

from django.db.models import Max

from dure.domains.diagnosis.models import DiagnosisRound

DIAGNOSED = ("submitted", "supplementing", "accepted")
"""States of an application that can be diagnosed."""


def current_round(programme: str, form: str) -> int:
    """Return the number of the round that is filled in now, from 1."""
    found = DiagnosisRound.objects.filter(programme=programme, form=form).aggregate(number=Max("number"))
    return found["number"] or 1
