"""Adjusted scores: the checker comes to the same alone, a constant changes nothing, likeness keeps means."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dure.engine.problems import Refused
from dure.engine.review.adjusting import adjust
from dure.engine.review.combining import half_up
from dure.engine.verification.checker import adjusted_scores


@st.composite
def rounds(draw):
    people = [f"r{n}" for n in range(draw(st.integers(1, 5)))]
    each = draw(st.integers(1, len(people)))
    cases = draw(st.integers(1, 8))
    return {
        f"c{n}": [(who, draw(st.integers(0, 100_000))) for who in draw(st.permutations(people))[:each]]
        for n in range(cases)
    }


def drawn(seed: int, cases: int = 60, people: int = 8, severity: int = 4000, noise: int = 3000):
    """Return reviews with true levels: severe and mild reviewers, three a case."""
    draw = random.Random(seed)  # noqa: S311
    base = {f"r{n}": round(draw.gauss(0, severity)) for n in range(people)}
    levels = {f"c{n:03}": round(draw.gauss(60_000, 8000)) for n in range(cases)}
    reviews = {
        case: [
            (who, min(100_000, max(0, level + base[who] + round(draw.gauss(0, noise)))))
            for who in draw.sample(sorted(base), 3)
        ]
        for case, level in levels.items()
    }
    return levels, reviews


@settings(max_examples=50, deadline=None)
@given(rounds())
def test_the_checker_comes_to_the_same_to_the_thousandth(reviews):
    made, faults = adjusted_scores(list(reviews.values()))
    if faults:
        with pytest.raises(Refused) as refused:
            adjust(reviews)
        told = {"review.unlinked": "reviews_not_linked", "review.thin": "reviews_not_settled"}
        assert told[refused.value.problems[0].code] == faults[0].code
        return
    found = adjust(reviews).scores
    assert made == [found[case] for case in reviews]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.integers(-9000, 9000))
def test_a_constant_added_to_one_reviewer_changes_no_difference_between_cases(seed, more):
    _, reviews = drawn(seed, cases=25, people=5)
    reviews = {case: [(who, min(90_000, max(10_000, s))) for who, s in of] for case, of in reviews.items()}
    moved = {case: [(who, s + more * (who == "r1")) for who, s in of] for case, of in reviews.items()}
    before, after = adjust(reviews).scores, adjust(moved).scores
    shifts = [after[case] - before[case] for case in reviews]
    assert max(shifts) - min(shifts) <= 2


def test_reviewers_who_agree_leave_every_case_its_mean():
    reviews = {f"c{n}": [(who, 50_000 + 1000 * n) for who in ("r1", "r2", "r3")] for n in range(9)}
    assert adjust(reviews).scores == {case: of[0][1] for case, of in reviews.items()}


def test_without_differences_of_severity_scores_stay_close_to_the_mean():
    _, reviews = drawn(3, cases=200, severity=0)
    found = adjust(reviews).scores
    off = [abs(found[case] - half_up(sum(s for _, s in of), len(of))) for case, of in reviews.items()]
    assert sum(off) / len(off) < 700  # thousandths, of scores whose own noise is 1,700


def test_severe_reviewers_are_found_and_true_levels_come_nearer():
    levels, reviews = drawn(7, cases=200, severity=6000)
    found = adjust(reviews)
    mean = {case: sum(s for _, s in of) / len(of) for case, of in reviews.items()}

    def error(scores):
        gaps = [scores[case] - level for case, level in levels.items()]
        return float(np.std(gaps))

    assert error(found.scores) < 0.75 * error(mean)
    assert found.turns < 60


def test_groups_that_nobody_links_are_refused_by_name():
    with pytest.raises(Refused) as refused:
        adjust({"A": [("r1", 1), ("r2", 2)], "B": [("r3", 3), ("r4", 4)], "C": [("r3", 3)]})
    assert [(p.code, p.params["reviewers"], p.params["cases"]) for p in refused.value.problems] == [
        ("review.unlinked", "r3, r4", 2),
        ("review.unlinked", "r1, r2", 1),
    ]


def test_a_chain_so_thin_that_it_does_not_come_to_rest_is_refused():
    draw = random.Random(2)  # noqa: S311
    reviews = {
        f"c{n:03}": [(f"r{n:03}", draw.randrange(10**5)), (f"r{n + 1:03}", draw.randrange(10**5))]
        for n in range(30)
    }
    with pytest.raises(Refused) as refused:
        adjust(reviews)
    assert refused.value.problems[0].code == "review.thin"


def test_nothing_is_adjusted_of_nothing():
    assert (adjust({}).scores, adjust({"A": []}).scores) == ({}, {})
