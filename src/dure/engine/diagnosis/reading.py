"""What a result says beside its figures: what is strong, and what would raise the score most."""

from __future__ import annotations

from dataclasses import dataclass

from dure.engine.diagnosis.scoring import FormScore
from dure.engine.programme.models.diagnosis import DiagnosisForm
from dure.engine.review.combining import MOST, half_up

STRONG = 75_000
"""From so many points on an item is a strength."""


@dataclass(frozen=True, slots=True)
class Gain:
    """One item, its points, and by how much its full points would raise the score of the form."""

    item: str
    points: int
    by: int


def strengths(found: FormScore) -> tuple[str, ...]:
    """Return the items that are strong, those with the most points first."""
    strong = [item for item in found.items if item.asked and (item.points or 0) >= STRONG]
    return tuple(item.id for item in sorted(strong, key=lambda item: -(item.points or 0)))


def gains(form: DiagnosisForm, found: FormScore) -> tuple[Gain, ...]:
    """Return the items whose full points would raise the score, those that raise it most first.

    Each is taken by itself: what else would be asked then is left out. Nothing, where the score is not known.
    """
    if found.known is None:
        return ()
    points = {item.id: item.points for item in found.items if item.asked}
    sections = [s for s, scored in zip(form.sections, found.sections, strict=True) if scored.counts]
    of_form = sum(section.weight_bp for section in sections)
    listed = []
    for section in sections:
        asked = [item for item in section.items if item.id in points]
        of_section = sum(item.weight_bp for item in asked)
        for item in asked:
            has = points[item.id] or 0
            by = half_up((MOST - has) * item.weight_bp * section.weight_bp, of_section * of_form)
            if by:
                listed.append(Gain(item.id, has, by))
    return tuple(sorted(listed, key=lambda gain: -gain.by))
