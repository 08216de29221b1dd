"""The points of one answer: thousandths of a point, 0 to 100,000, rounded half up once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

from dure.engine.programme.models.diagnosis import Item
from dure.engine.review.combining import MOST

Answer = str | int | float | Decimal | bool


def points(item: Item, answer: Answer) -> int:
    """Return what an answer is worth; it must fit its item.

    A scale gives its lowest step 0 and its highest 100, the steps between in proportion; a choice what stands
    beside it; a number 0 at ``low`` and 100 at ``high``, in proportion between, and no less or more beyond;
    yes, and evidence that is there, 100; no, and none, 0.

    >>> told = {"id": "a", "title": {"en": "A"}, "kind": "scale", "highest": 4, "weight_bp": 10000}
    >>> scale = Item.model_validate(told)
    >>> [points(scale, step) for step in (1, 2, 3, 4)]
    [0, 33333, 66667, 100000]
    """
    match item.kind:
        case "scale":
            assert item.highest is not None, "checked when the file is read"
            return _thousandths(Fraction(int(answer) - 1, item.highest - 1))
        case "choice":
            return next(choice.points for choice in item.choices if choice.id == answer) * 1000
        case "number":
            assert item.low is not None, "checked when the file is read"
            assert item.high is not None, "checked when the file is read"
            # By its text: what is written 0.1 is a tenth.
            return _thousandths((Fraction(str(answer)) - item.low) / (item.high - item.low))
        case _:
            return MOST if answer is True else 0


def _thousandths(share: Fraction) -> int:
    return floor(min(max(share, Fraction(0)), Fraction(1)) * MOST + Fraction(1, 2))
