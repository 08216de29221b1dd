"""All scores of a stage from what its reviewers gave: case by case, or adjusted to one another.

Reviews stand in files as one text a case, ``r01=85.133;r07=91.4``: whoever repeats a selection repeats this
too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dure.engine.review.adjusting import Reviews, adjust
from dure.engine.review.combining import Combine, combined
from dure.engine.review.marks import mark_text, read_mark

_REVIEWER = re.compile(r"[A-Za-z0-9_.-]{1,64}", re.ASCII)


def scores_of_stage(reviews: Reviews, way: Combine | None) -> dict[str, int | None]:
    """Return each case's score in thousandths of a point; None where nobody reviewed it.

    Raises Refused as :func:`dure.engine.review.combining.combined` and ``adjust`` do.

    >>> scores_of_stage({"A": [("r1", 80_000), ("r2", 90_000)], "B": []}, "mean")
    {'A': 85000, 'B': None}
    """
    if way == "adjusted":
        found = adjust(reviews).scores
        return {case: found.get(case) for case in reviews}
    return {case: combined([score for _, score in of], way) for case, of in reviews.items()}


def read_reviews(text: str) -> tuple[tuple[str, int], ...] | None:
    """Return the (reviewer, thousandths) pairs of a text, or None where it is none of its kind.

    >>> read_reviews("r02=91.4; r01=85.133"), read_reviews(""), read_reviews("r1=85;r1=86")
    ((('r02', 91400), ('r01', 85133)), (), None)
    """
    found = []
    for part in text.split(";") if text.strip() else ():
        who, sign, mark = part.strip().partition("=")
        score = read_mark(mark)
        if not sign or not _REVIEWER.fullmatch(who) or not isinstance(score, int):
            return None
        found.append((who, score))
    return tuple(found) if len({who for who, _ in found}) == len(found) else None


def reviews_text(reviews: Sequence[tuple[str, int]]) -> str:
    """Return pairs as they are written, by reviewer.

    >>> reviews_text([("r02", 91_400), ("r01", 85_133)])
    'r01=85.133;r02=91.4'
    """
    return ";".join(f"{who}={mark_text(score)}" for who, score in sorted(reviews))
