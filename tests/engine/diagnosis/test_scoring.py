"""Points, scores, levels, what is skipped, and what is not known yet."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.diagnosis.forms import LEVELS, form, opened_form, opened_forms

from dure.engine.diagnosis import difference, gains, score, strengths, ways
from dure.engine.diagnosis.means import Weighed, bounds
from dure.engine.diagnosis.points import points
from dure.engine.programme.models.diagnosis import Item

TITLE = {"title": {"en": "A"}, "weight_bp": 10_000}


def item(**told: Any) -> Item:
    return Item.model_validate({"id": "a", **TITLE, **told})


@pytest.mark.parametrize(
    ("told", "answers"),
    [
        ({"kind": "scale", "highest": 2}, {1: 0, 2: 100_000}),
        ({"kind": "scale", "highest": 7}, {1: 0, 2: 16_667, 4: 50_000, 6: 83_333, 7: 100_000}),
        ({"kind": "number", "low": 0, "high": 300}, {-5: 0, 1: 333, 150: 50_000, 300: 100_000, 900: 100_000}),
        ({"kind": "number", "low": 10, "high": 0}, {0: 100_000, 2.5: 75_000, 10: 0, 11: 0}),
        ({"kind": "number", "low": 0, "high": 3}, {0.1: 3_333, 0.00001: 0, 0.000015: 1}),
        ({"kind": "yes_no"}, {True: 100_000, False: 0}),
        ({"kind": "evidence"}, {True: 100_000, False: 0}),
    ],
)  # fmt: skip
def test_points_of_each_kind(told, answers):
    assert {answer: points(item(**told), answer) for answer in answers} == answers


def test_a_mean_shares_out_the_weight_of_what_does_not_count():
    parts = [Weighed(5000, 60_000, 60_000), Weighed(3000, 0, 0, False), Weighed(2000, 100_000, 100_000)]
    assert bounds(parts) == (71_429, 71_429, True)
    assert bounds(parts[1:2]) == (0, 0, False)


def test_a_condition_reads_nothing_of_what_is_skipped():
    opened = opened_form(
        form(
            {"id": "page", "kind": "yes_no"},
            {"id": "visits", "kind": "number", "low": 0, "high": 10, "asked_if": "page"},
            {"id": "buyers", "kind": "yes_no", "asked_if": "visits > 5"},
            {"id": "shop", "kind": "yes_no", "asked_if": "visits > 5 OR NOT page"},
        )
    )
    found = score(opened, {"page": False, "visits": 9, "buyers": True}, {})
    assert [one.asked for one in found.items] == [True, False, False, True]
    assert found.missing == ("shop",)
    assert found.answers == {"page": False}
    found = score(opened, {"visits": 9}, {})
    assert [one.asked for one in found.items] == [True, None, None, None]
    assert found.missing == ("page", "visits")


def test_a_condition_may_hang_on_the_profile_and_answers_of_the_application():
    opened = opened_form(
        form(
            {"id": "crew", "kind": "yes_no", "asked_if": "employees >= 1"},
            {"id": "place", "kind": "yes_no"},
        )
    )
    assert score(opened, {"place": True}, {}).missing == ("employees",)
    assert score(opened, {"place": True}, {"employees": 0}).known == 100_000
    assert score(opened, {"place": True}, {"employees": 2}).missing == ("crew",)


def test_where_nothing_is_asked_there_is_no_score_and_no_level():
    opened = opened_form(form({"id": "crew", "kind": "yes_no", "asked_if": "employees >= 1"}, levels=LEVELS))
    found = score(opened, {"crew": True}, {"employees": 0})
    assert (found.counts, found.known, found.level, found.missing) == (False, None, None, ())
    maybe = score(opened, {"crew": True}, {})
    assert (maybe.counts, maybe.known, maybe.level, maybe.missing) == (None, None, None, ("employees",))


def test_a_level_begins_at_its_points():
    opened = opened_form(form({"id": "n", "kind": "number", "low": 0, "high": 100_000}, levels=LEVELS))
    assert [score(opened, {"n": n}, {}).level for n in (0, 69_999, 70_000)] == ["low", "low", "high"]


def test_both_ways_of_row_4_may_hold():
    opened = opened_forms(
        form(
            {"id": "page", "kind": "yes_no"},
            levels=LEVELS,
            ways=[{"id": "seller", "rule": "f = 'low'"}, {"id": "listing", "rule": "level.product = 'high'"}],
        ),
        form({"id": "quality", "kind": "scale", "highest": 5}, levels=LEVELS) | {"id": "product"},
    )
    capability = score(opened["f"], {"page": False}, {})
    product = score(opened["product"], {"quality": 4}, {})
    both = ways(opened, {"f": capability, "product": product}, {})
    assert [(one.way.id, one.holds) for one in both] == [("seller", True), ("listing", True)]
    alone = ways(opened, {"f": capability}, {})
    assert [(one.holds, one.missing) for one in alone] == [(True, ()), (None, ("level.product",))]


def test_the_gap_is_the_second_less_the_first_where_both_are_known():
    opened = opened_form(
        form({"id": "a", "kind": "scale", "highest": 5}, {"id": "b", "kind": "yes_no"}, levels=LEVELS)
    )
    merchant, expert = score(opened, {"a": 5, "b": True}, {}), score(opened, {"a": 2, "b": True}, {})
    found = difference(merchant, expert)
    assert (found.whole.by, [one.by for one in found.items]) == (-37_500, [-75_000, 0])
    assert (found.levels, found.climbed) == (("high", "low"), False)
    half = difference(score(opened, {"a": 5}, {}), expert)
    assert (half.whole.by, half.climbed, [one.by for one in half.items]) == (None, None, [-75_000, None])


MAYBE = st.tuples(
    st.integers(1, 5000), st.integers(0, 50), st.integers(50, 100), st.sampled_from([True, None])
)


def test_the_next_step_is_what_raises_the_score_most():
    opened = opened_form(
        form(
            {"id": "page", "kind": "yes_no", "weight_bp": 2000},
            {"id": "photos", "kind": "scale", "highest": 5, "weight_bp": 5000},
            {"id": "reviews", "kind": "scale", "highest": 5, "weight_bp": 3000, "asked_if": "page"},
        )
    )
    found = score(opened, {"page": False, "photos": 4}, {})
    assert found.known == 53_571
    assert [(gain.item, gain.by) for gain in gains(opened.form, found)] == [
        ("page", 28_571),
        ("photos", 17_857),
    ]
    assert strengths(found) == ("photos",)
    assert gains(opened.form, score(opened, {"photos": 4}, {})) == ()


# --- what always holds --------------------------------------------------------------------------------

CHAIN = opened_form(
    form(
        {"id": "a", "kind": "yes_no", "weight_bp": 1000},
        {"id": "b", "kind": "scale", "highest": 4, "asked_if": "a", "weight_bp": 3000},
        {"id": "c", "kind": "number", "low": 0, "high": 7, "weight_bp": 2500,
         "asked_if": "b >= 2 OR employees > 3"},
        {"id": "d", "kind": "yes_no", "asked_if": "NOT a OR c < 4", "weight_bp": 3500},
        levels=LEVELS,
        ways=[
            {"id": "low", "rule": "f = 'low'"},
            {"id": "score", "rule": "score.f >= 55"},
            {"id": "mixed", "rule": "rank.f = 2 AND (b > 2 OR employees < 5)"},
        ],
    )
)  # fmt: skip
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "a": st.booleans(),
        "b": st.integers(1, 4),
        "c": st.integers(-1, 9),
        "d": st.booleans(),
        "employees": st.integers(0, 9),
    },
)


def standing(told):
    row = {"employees": told["employees"]} if "employees" in told else {}
    found = score(CHAIN, {k: v for k, v in told.items() if k != "employees"}, row)
    return found, ways({"f": CHAIN}, {"f": found}, row)


@settings(max_examples=200)
@given(ANSWERS, ANSWERS)
def test_filling_in_never_changes_what_was_known(some, more):
    first, ways_first = standing(some)
    second, ways_second = standing(more | some)
    assert first.low <= second.low <= second.high <= first.high or second.counts is False
    for one, two in zip(first.items, second.items, strict=True):
        assert one.asked is None or one.asked == two.asked
    assert first.level is None or first.level == second.level
    for one, two in zip(ways_first, ways_second, strict=True):
        assert one.holds is None or one.holds == two.holds


@settings(max_examples=100)
@given(ANSWERS)
def test_nothing_hangs_on_what_is_skipped_and_what_is_missing_is_asked(told):
    found, _ = standing(told)
    skipped = {one.id for one in found.items if one.asked is False}
    without, _ = standing({k: v for k, v in told.items() if k not in skipped})
    assert without == found
    assert not skipped & set(found.missing)
    assert found.missing or found.known is not None


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(1, 5000), st.integers(0, 100_000)), min_size=1, max_size=6), st.data())
def test_more_points_never_give_a_lower_mean(parts, data):
    place = data.draw(st.integers(0, len(parts) - 1))
    raised = data.draw(st.integers(parts[place][1], 100_000))
    before, after = ([Weighed(w, p, p) for w, p in parts] for _ in range(2))
    after[place] = Weighed(parts[place][0], raised, raised)
    (low, high, _), (low_after, _, _) = bounds(before), bounds(after)
    exact = Fraction(sum(w * p for w, p in parts), sum(w for w, _ in parts))
    assert low == high
    assert abs(low - exact) <= Fraction(1, 2)
    assert low_after >= low


@settings(max_examples=100)
@given(st.lists(MAYBE, min_size=1, max_size=5))
def test_the_bounds_are_the_least_and_the_most_over_all_that_may_count(parts):
    found = bounds(Weighed(*part) for part in parts)
    means: list[tuple[int, int]] = []
    for mask in range(1, 1 << len(parts)):
        chosen = [p for i, p in enumerate(parts) if mask >> i & 1]
        if any(p[3] for i, p in enumerate(parts) if not mask >> i & 1):
            continue
        low, high, _ = bounds(Weighed(w, lo, hi) for w, lo, hi, _ in chosen)
        means.append((low, high))
    assert found[:2] == (min(low for low, _ in means), max(high for _, high in means))
