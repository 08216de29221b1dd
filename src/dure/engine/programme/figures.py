"""Figures that a file leaves to the law by naming a dated parameter: its value on the reference day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from dure.engine.law.dated import MissingParameter
from dure.engine.law.parameters import NUMBERS
from dure.engine.programme.models.benefits import Benefit
from dure.engine.programme.models.documents import Document
from dure.engine.programme.models.programme import Programme

BENEFIT_FIGURES = (("ceiling_parameter", "ceiling_won"), ("cover_parameter", "cover_won"))
DOCUMENT_FIGURES = (("validity_parameter", "validity_days"),)
_Named = TypeVar("_Named", Document, Benefit)


def with_figures_of_law(programme: Programme) -> Programme:
    """Return the programme with the figures that it leaves to the law, by its reference day.

    What the tables do not have stays empty: a check tells it (``checks/figures.py``).
    """
    return programme.model_copy(
        update={
            "benefits": tuple(_filled(programme, one, BENEFIT_FIGURES) for one in programme.benefits),
            "documents": tuple(_filled(programme, one, DOCUMENT_FIGURES) for one in programme.documents),
        }
    )


def named_parameters(programme: Programme) -> Iterator[tuple[str, str, str, str]]:
    """Return (section, id of the part, key, name of the parameter) for each figure left to the law."""
    for benefit in programme.benefits:
        for key, _ in BENEFIT_FIGURES:
            if name := getattr(benefit, key, None):
                yield "benefits", benefit.id, key, name
    for document in programme.documents:
        for key, _ in DOCUMENT_FIGURES:
            if name := getattr(document, key, None):
                yield "documents", document.id, key, name


def _filled(programme: Programme, part: _Named, figures: tuple[tuple[str, str], ...]) -> _Named:
    found = {}
    for key, figure in figures:
        name = getattr(part, key, None)
        if name is None or name not in NUMBERS:
            continue
        try:
            found[figure] = NUMBERS[name].on(programme.reference_day)
        except MissingParameter:
            continue
    return part.model_copy(update=found) if found else part
