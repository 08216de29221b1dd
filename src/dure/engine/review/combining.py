"""Criteria to a score, and several reviewers' scores to one: integers only, rounded half up, once.

Scores are thousandths of a point (0 to 100,000). A worked example that is a test stands in
``docs/algorithms/combining-scores.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from dure.engine.problems import msg, refuse

Combine: TypeAlias = Literal["mean", "trimmed_mean", "adjusted"]
MOST = 100_000
WHOLE_BP = 10_000
FEWEST_TO_TRIM = 5
"""Of fewer, dropping two throws away more than a single severe or mild reviewer harms."""


def weighted_total(items: Mapping[str, int], weights_bp: Mapping[str, int]) -> int:
    """Return the weighted sum of a rubric's scores; ``weights_bp`` make 10,000 and name every score.

    >>> weighted_total({"product": 87_500, "growth": 90_333, "will": 70_001},
    ...                {"product": 4000, "growth": 4000, "will": 2000})
    85133
    """
    total = sum(items[name] * weight for name, weight in weights_bp.items())
    return half_up(total, WHOLE_BP)


def combined(scores: Sequence[int], way: Combine | None) -> int | None:
    """Return one score for those of several reviewers; None where there are none.

    ``mean``: of all. ``trimmed_mean``: without one highest and one lowest, where there are at least five;
    else of all. No way: there is one score, and it counts. Raises Refused for ``adjusted``, for which all
    cases of a stage are needed, and for several scores that nothing says how to combine.

    >>> combined([80_000, 90_000, 85_001], "mean"), combined([1000, 2000, 3000, 5000, 90_000], "trimmed_mean")
    (85000, 3333)
    """
    if not scores:
        return None
    match way:
        case "mean":
            return half_up(sum(scores), len(scores))
        case "trimmed_mean":
            kept = sorted(scores)[1:-1] if len(scores) >= FEWEST_TO_TRIM else scores
            return half_up(sum(kept), len(kept))
        case "adjusted":
            raise refuse(
                "review.adjusted",
                msg("scores are adjusted over all cases of a stage at once: one case alone has none"),
            )
        case None:
            if len(scores) > 1:
                raise refuse(
                    "review.combine",
                    msg("{count} reviewers scored one case, and the stage does not say how to combine them"),
                    count=len(scores),
                )
            return scores[0]


def combined_items(sheets: Sequence[tuple[int, Mapping[str, int]]], way: Combine | None) -> dict[str, int]:
    """Return one mark a criterion for several reviewers': the mean over the sheets that count in the score.

    A sheet is its score and its marks by criterion. ``trimmed_mean`` leaves out the sheets with the highest
    and the lowest score, of equal ones one. Weighted, the marks make the combined score but for rounding.
    ``adjusted``: the mean of all, as given: of a criterion nothing is adjusted, so they do not make the
    score. Nothing is returned where a sheet lacks marks: they would be of some reviewers only.

    >>> combined_items([(80_000, {"a": 80_000}), (90_000, {"a": 90_001})], "mean")
    {'a': 85001}
    """
    way = "mean" if way == "adjusted" else way
    if combined([score for score, _ in sheets], way) is None or not all(marks for _, marks in sheets):
        return {}
    kept = sorted(sheets, key=lambda sheet: sheet[0])
    if way == "trimmed_mean" and len(kept) >= FEWEST_TO_TRIM:
        kept = kept[1:-1]
    return {name: half_up(sum(marks[name] for _, marks in kept), len(kept)) for name in kept[0][1]}


def half_up(amount: int, by: int) -> int:
    """Return a quotient by a number above zero, rounded to the nearest, a half upwards.

    >>> half_up(5, 2), half_up(7, 3), half_up(8, 3), half_up(-5, 2)
    (3, 2, 3, -2)
    """
    return (2 * amount + by) // (2 * by)
