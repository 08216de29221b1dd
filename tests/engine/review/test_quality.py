"""The report on reviewers: severity against the others, spread, agreement; little is told of few cases."""

from __future__ import annotations

from dure.engine.review.quality import Quality, quality


def test_who_is_severe_and_who_agrees_is_told():
    reviews = {
        f"c{n}": [("mild", 50_000 + 1000 * n + 4000), ("severe", 50_000 + 1000 * n - 4000)] for n in range(6)
    }
    assert quality(reviews, {"mild": [30, 90, 60]}) == [
        Quality("mild", 6, 56_500, -4000, 1708, 1000, 1000, 60),
        Quality("severe", 6, 48_500, 4000, 1708, 1000, 1000, None),
    ]


def test_of_few_cases_and_of_unlinked_reviewers_only_the_difference_from_the_others_is_told():
    reviews = {"A": [("r1", 60_000), ("r2", 70_000)], "B": [("r3", 80_000)]}
    assert quality(reviews) == [
        Quality("r1", 1, 60_000, 10_000, None, None, None, None),
        Quality("r2", 1, 70_000, -10_000, None, None, None, None),
        Quality("r3", 1, 80_000, 0, None, None, None, None),
    ]


def test_who_gives_everybody_the_same_agrees_with_nobody():
    reviews = {f"c{n}": [("same", 70_000), ("other", 60_000 + 1000 * n)] for n in range(6)}
    same = next(one for one in quality(reviews) if one.reviewer == "same")
    assert (same.spread, same.agreement_milli) == (0, None)
    assert same.slope_milli is not None
    assert same.slope_milli < 1000
