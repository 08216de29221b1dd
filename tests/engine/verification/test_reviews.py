"""The checker and what each reviewer gave: every fault of the column, and scores that do not follow."""

from __future__ import annotations

import pytest

from dure.engine.verification.checker import find_faults

STAGE = {
    "id": "s", "executors": [{"id": "p"}], "pooled": True, "quota": 1, "choices_limit": None,
    "reserve_length": 0, "set_asides": [], "caps": [],
}  # fmt: skip


def faults(combine, *rows):
    """Return the faults of rows of (number, score, reviews), before any decision is looked at."""
    applications = [
        {"application_no": number, "executor": "p", "score": score, "reviews": reviews}
        for number, score, reviews in rows
    ]
    return [
        (one.code, one.application_no, one.params)
        for one in find_faults(STAGE | {"combine": combine}, applications, [], "seed")
        if one.code.startswith("reviews_") or one.code == "score_not_of_reviews"
    ]


@pytest.mark.parametrize("cell", ["r1", "r1=", "r1=101", "r1=80;r1=81", "=80", "r1=80.1234", "r 1=80"])
def test_what_is_no_list_of_reviews_is_a_fault(cell):
    assert faults("mean", ("A", "80", cell)) == [("reviews_invalid", "A", {"found": cell})]


@pytest.mark.parametrize(
    ("combine", "made"), [("mean", "58.600"), ("trimmed_mean", "67.667"), ("adjusted", "58.600")]
)
def test_a_score_must_follow_from_the_reviews(combine, made):
    reviews = "r1=10;r2=60;r3=70;r4=73;r5=80"
    assert faults(combine, ("A", made, reviews)) == []
    found = faults(combine, ("A", "70", reviews))
    assert found == [("score_not_of_reviews", "A", {"column": "score", "found": "70", "expected": made})]
    (empty,) = faults(combine, ("A", "", reviews))
    assert empty[2] == {"column": "score", "found": "empty", "expected": made}
    assert faults(combine, ("A", "70", ""))[0][2] == {"column": "score", "found": "70", "expected": "empty"}


def test_below_five_reviews_nothing_is_dropped():
    assert faults("trimmed_mean", ("A", "53.250", "r1=10;r2=60;r3=70;r4=73")) == []


def test_reviewers_whom_nothing_links_are_a_fault():
    rows = [("A", "80", "r1=80;r2=80"), ("B", "70", "r3=70"), ("C", "", "")]
    assert faults("adjusted", *rows) == [("reviews_not_linked", "", {"found": "r3"})]


def test_a_chain_that_does_not_come_to_rest_is_a_fault():
    gaps = (40, 90, 10, 70, 30, 85, 5, 60, 95, 20)
    rows = [(f"A{n:02}", "50", f"r{n:02}={gaps[n % 10]};r{n + 1:02}={gaps[n * 7 % 10]}") for n in range(30)]
    assert [code for code, _, _ in faults("adjusted", *rows)] == ["reviews_not_settled"]


def test_without_a_way_of_combining_the_column_is_not_read():
    assert faults(None, ("A", "80", "anything")) == []
