"""The checker and ways of choosing without scores, mixed scores, committed seeds: every fault of theirs."""

from __future__ import annotations

import hashlib

import pytest

from dure.engine.selection.ways import read_instant
from dure.engine.verification.checker import compare_with_commitment, find_faults, microseconds, seed_decides

STAGE = {
    "id": "s", "executors": [{"id": "p", "capacity": 1}, {"id": "q", "capacity": 1}], "pooled": False,
    "quota": 2, "choices_limit": None, "reserve_length": 0, "set_asides": [], "caps": [],
}  # fmt: skip
PARTS = [
    {"column": "part.panel", "weight_bp": 7500},
    {"column": "part.executor", "weight_bp": 2500, "each": True},
]


def told(stage, rows, seed="s"):
    """Return what is said before any decision is looked at, or that nothing is."""
    found = find_faults(STAGE | stage, rows, [], seed)
    return [(one.code, one.application_no, one.params) for one in found if one.code != "row_missing"]


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "2025-03-18",
        "2025-03-18T09:00:00",
        "2025-02-30T09:00:00Z",
        "1969-12-31T23:59:59Z",
        "2025-03-18T09:00:00.1234567Z",
        "2025-03-18T09:00:00+24:00",
        "2025-03-18T09:00:00+09:60",
        "２０２５-03-18T09:00:00Z",
    ],
)
def test_an_instant_needs_its_offset_and_has_microseconds_at_most(cell):
    rows = [{"application_no": "A", "choices": "p", "received_at": cell}]
    assert told({"way": "first_come"}, rows) == [("instant_invalid", "A", {"found": cell})]
    assert read_instant(cell) is None


def test_instants_are_compared_in_utc():
    assert microseconds("2025-03-18T09:00:00.000001+09:00") == microseconds(
        "2025-03-17 19:00:00.000001-05:00"
    )
    assert microseconds("2025-03-18T00:00:00.1Z") - microseconds("2025-03-18T00:00:00.000001Z") == 99_999


@pytest.mark.parametrize("cell", ["p", "p=0", "p=1;p=2", "r=1", "p=1000001", "p=-1", "p=1.5"])
def test_what_is_no_list_of_nominations_is_a_fault(cell):
    rows = [{"application_no": "A", "choices": "p", "nominations": cell}]
    assert told({"way": "nomination"}, rows) == [("nominations_invalid", "A", {"found": cell})]


def mixed_row(**cells):
    row = {
        "application_no": "A", "choices": "p", "score.p": "77.501", "score.q": "", "part.panel": "80.001",
        "part.executor.p": "70", "part.executor.q": "",
    }  # fmt: skip
    return [row | {name.replace("__", "."): cell for name, cell in cells.items()}]


def test_a_mixed_score_must_follow_from_its_parts():
    # 80.001 * 0.75 + 70 * 0.25 = 77.50075, half up 77.501
    assert told({"parts": PARTS}, mixed_row()) == []
    (found,) = told({"parts": PARTS}, mixed_row(score__p="77.500"))
    assert found == (
        "score_not_of_parts", "A", {"column": "score.p", "found": "77.500", "expected": "77.501"},
    )  # fmt: skip
    (found,) = told({"parts": PARTS}, mixed_row(part__executor__p=""))
    assert found[2] == {"column": "score.p", "found": "77.501", "expected": "empty"}


def test_points_that_are_none_and_weights_that_make_no_whole_are_faults():
    (found,) = told({"parts": PARTS}, mixed_row(part__panel="101"))
    assert found == ("part_invalid", "A", {"column": "part.panel", "found": "101"})
    assert told({"parts": PARTS[:1]}, mixed_row()) == [("stage_invalid", "", {"field": "parts"})]
    assert told({"way": "dice"}, mixed_row()) == [("stage_invalid", "", {"field": "way"})]


@pytest.mark.parametrize(
    ("way", "column"),
    [("first_come", "received_at"), ("entitlement", "received_at"), ("nomination", "nominations")],
)
def test_a_column_that_a_way_needs_must_be_there(way, column):
    (found,) = told({"way": way}, [{"application_no": "A", "choices": "p"}])
    assert found == ("column_missing", "", {"file": "applications", "column": column})


def test_a_seed_decides_a_lot_and_equal_scores_and_nothing_else():
    def decides(rows, **stage):
        return seed_decides(STAGE | stage, [{"application_no": str(i), **row} for i, row in enumerate(rows)])

    two = [{"choices": "p", "score": "80"}, {"choices": "p", "score": "80.000"}]
    assert decides(two)
    assert not decides([two[0], {"choices": "p", "score": "80.001"}])
    assert not decides([two[0], {"choices": "q", "score": "80"}])
    assert decides([{"choices": "p"}], way="lot")
    assert not decides([], way="lot")
    assert not decides([{"choices": "p", "received_at": "2025-03-18T09:00:00Z"}] * 2, way="first_come")


def test_a_seed_must_have_the_hash_that_was_published():
    published = hashlib.sha256("공개 추첨".encode()).hexdigest()
    assert compare_with_commitment("공개 추첨", published.upper()) == []
    for seed in ("공개 추첨 ", "", None):
        (found,) = compare_with_commitment(seed, published)
        assert (found.code, found.params["expected"]) == ("commitment_differs", published)
