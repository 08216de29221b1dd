"""Marks put right one by one: named, bounded, with a reason; what they make is the rubric's own sum."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.problems import Refused
from dure.engine.programme.models.values import Text
from dure.engine.review.combining import weighted_total
from dure.engine.review.correcting_items import (
    CorrectedItem,
    RightMark,
    corrected_items,
    total_put_right,
)

WEIGHTS = {"product": 6000, "will": 4000}
TITLES = {"product": Text(ko="상품성", en="Product"), "will": Text(ko="의지", en="Commitment")}
marks = st.integers(0, 100_000)


def test_what_is_put_right_is_told_in_order_of_the_rubric():
    rights = [RightMark("will", 80_000, "late"), RightMark("product", 70_000, " added up wrongly ")]
    assert corrected_items(TITLES, {"product": 60_000}, rights) == (
        CorrectedItem("product", 60_000, 70_000, "added up wrongly"),
        CorrectedItem("will", None, 80_000, "late"),
    )


def test_every_fault_is_told_at_once_by_the_title_of_its_criterion():
    rights = [
        RightMark("product", 60_000, ""),
        RightMark("will", -1, "why"),
        RightMark("will", 5, "why"),
        RightMark("price", 5, "why"),
    ]
    with pytest.raises(Refused) as refused:
        corrected_items(TITLES, {"product": 60_000}, rights)
    assert [(p.code, p.params["item"]) for p in refused.value.problems] == [
        ("correction.same_item", TITLES["product"]),
        ("correction.item_reason", TITLES["product"]),
        ("correction.item_range", TITLES["will"]),
        ("correction.other_item", TITLES["will"]),
        ("correction.other_item", "price"),
    ]


def test_without_all_marks_there_is_no_sum():
    with pytest.raises(Refused) as refused:
        total_put_right(WEIGHTS, {}, [CorrectedItem("product", None, 70_000, "why")])
    assert [p.code for p in refused.value.problems] == ["correction.items_missing"]


@given(marks, marks, marks)
def test_one_criterion_moves_the_score_by_its_weight_and_never_the_other_way(product, will, right):
    now = {"product": product, "will": will}
    before = weighted_total(now, WEIGHTS)
    after = total_put_right(WEIGHTS, now, [CorrectedItem("product", product, right, "why")])
    assert after == weighted_total({"product": right, "will": will}, WEIGHTS)
    assert (after - before) * (right - product) >= 0
    assert abs((after - before) * 10_000 - 6000 * (right - product)) <= 10_000


@given(marks, marks)
def test_all_marks_named_anew_make_the_score_whatever_was_there(product, will):
    items = [CorrectedItem("product", None, product, "x"), CorrectedItem("will", None, will, "x")]
    assert total_put_right(WEIGHTS, {}, items) == weighted_total({"product": product, "will": will}, WEIGHTS)
