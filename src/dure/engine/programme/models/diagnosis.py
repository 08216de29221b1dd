"""Diagnosis forms (진단): sections, items, weights, levels, and the way a level leads to."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.questions import Choice
from dure.engine.programme.models.values import Id, RuleText, Share, Text

Points = Annotated[int, Field(ge=0, le=100)]


class ScoredChoice(Choice):
    """An answer with its points."""

    points: Points


class Item(Part):
    """One thing that is looked at."""

    id: Id
    title: Text
    kind: Literal["scale", "choice", "number", "yes_no", "evidence"]
    weight_bp: Share
    """Its share of the section; the items of a section make 10000."""
    highest: Annotated[int, Field(ge=2, le=10)] | None = None
    """The top of a scale that begins at 1."""
    choices: tuple[ScoredChoice, ...] = ()
    low: int | None = None
    high: int | None = None
    """The numbers that give 0 and 100 points; between them in proportion."""
    guidance: Text | None = None
    asked_if: RuleText | None = None
    """It is skipped where this does not hold."""


class Section(Part):
    """Items that belong together."""

    id: Id
    title: Text
    weight_bp: Share
    """Its share of the form; the sections of a form make 10000."""
    items: tuple[Item, ...]


class Level(Part):
    """A level that a score from ``from_points`` on gives."""

    id: Id
    title: Text
    from_points: Points


class Way(Part):
    """Where a level leads: a benefit or another stage for whom a rule holds."""

    id: Id
    rule: RuleText
    benefit: Id | None = None
    stage: Id | None = None
    note: Text | None = None


class DiagnosisForm(Part):
    """One form, filled by the merchant, by an expert on a visit, or by both."""

    id: Id
    title: Text
    filled_by: tuple[Literal["merchant", "expert"], ...] = ("merchant",)
    sections: tuple[Section, ...]
    levels: tuple[Level, ...] = ()
    """From low to high; the first begins at 0."""
    ways: tuple[Way, ...] = ()
    again_after_benefits: bool = False
    """It is filled a second time after help, and the two are compared."""
