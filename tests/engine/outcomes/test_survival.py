"""Survival of Rossi's released prisoners as R's ``survival`` tells it, and what must hold of any counts."""

from __future__ import annotations

import doctest
from dataclasses import replace
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.outcomes.panels import rows_of

from dure.engine.outcomes import survival
from dure.engine.outcomes.survival import Spell, cox, kaplan_meier, log_rank

TRAITS = ("fin", "age", "race", "wexp", "mar", "paro", "prio")


def rossi() -> list[Spell]:
    return [
        Spell(int(row["week"]), row["arrest"] == "1", 1, tuple(float(row[trait]) for trait in TRAITS))
        for row in rows_of("rossi.csv")
    ]


def alike(spells: list[Spell]) -> list[Spell]:
    """The same spells with those that are alike in one row."""
    counts: dict[Spell, int] = {}
    for one in spells:
        counts[replace(one, count=1)] = counts.get(replace(one, count=1), 0) + one.count
    return [replace(one, count=count) for one, count in counts.items()]


def test_documented_examples():
    assert doctest.testmod(survival).failed == 0


def test_the_share_left_is_that_of_r_with_its_interval():
    steps = {step.time: step for step in kaplan_meier(rossi())}
    assert [steps[week].left for week in (10, 26, 52)] == pytest.approx(
        [0.9652778, 0.875, 0.7361111], abs=5e-8
    )
    assert (steps[52].low, steps[52].high) == pytest.approx((0.6918597, 0.7750632), abs=5e-8)


def test_the_log_rank_test_is_that_of_r():
    groups = [[one for one in rossi() if one.traits[0] == fin] for fin in (0.0, 1.0)]
    found = log_rank(groups)
    assert found.statistic == pytest.approx(3.8376, abs=5e-5)
    assert found.ended == (66, 48)
    assert sum(found.expected) == pytest.approx(114)


def test_the_hazards_are_those_of_r():
    found = cox(rossi())
    by_name = dict(zip(TRAITS, found.hazards, strict=True))
    assert by_name["fin"].coefficient == pytest.approx(-0.37942217, abs=5e-9)
    assert by_name["fin"].error == pytest.approx(0.19137948, abs=5e-9)
    assert by_name["age"].coefficient == pytest.approx(-0.05743774, abs=5e-9)
    assert by_name["prio"].coefficient == pytest.approx(0.09149708, abs=5e-9)
    assert found.likelihood == pytest.approx(-658.7477, abs=5e-5)
    assert found.ratio_test == pytest.approx(33.266, abs=5e-4)


def test_counts_say_what_single_rows_say():
    spells = [replace(one, traits=(one.traits[0], one.traits[2])) for one in rossi()]
    assert len(alike(spells)) < len(spells) / 2
    assert kaplan_meier(alike(spells)) == kaplan_meier(spells)
    one, other = cox(alike(spells)), cox(spells)
    for some, all_ in zip(one.hazards, other.hazards, strict=True):
        assert (some.coefficient, some.error) == pytest.approx((all_.coefficient, all_.error), abs=1e-9)


def test_a_trait_that_does_not_vary_or_decides_alone_has_no_coefficient():
    with pytest.raises(ValueError, match="does not vary"):
        cox([Spell(1, True, 1, (1.0,)), Spell(2, True, 1, (1.0,)), Spell(3, False, 1, (1.0,))])
    with pytest.raises(ValueError, match="trait"):
        cox([Spell(1, True, 5, (1.0,)), Spell(2, True, 5, (1.0,)), Spell(3, False, 5, (0.0,))])


SPELLS = st.lists(
    st.builds(Spell, st.integers(0, 12), st.booleans(), st.integers(1, 9)), min_size=1, max_size=12
)


@given(SPELLS)
def test_without_anybody_lost_the_share_left_is_the_share_that_is_left(spells):
    ended = [replace(one, ended=True) for one in spells]
    total = sum(one.count for one in ended)
    for step in kaplan_meier(ended):
        later = sum(one.count for one in ended if one.time > step.time)
        assert step.left == pytest.approx(later / total)
        assert step.low <= step.left + 1e-12
        assert step.left <= step.high + 1e-12


@given(SPELLS)
def test_the_share_left_never_grows_and_alike_groups_do_not_differ(spells):
    lefts = [1.0, *(step.left for step in kaplan_meier(spells))]
    assert lefts == sorted(lefts, reverse=True)
    found = log_rank([spells, spells])
    assert found.statistic == pytest.approx(0, abs=1e-9)
    assert sum(found.ended) == pytest.approx(sum(found.expected))


def test_the_coefficient_of_two_groups_without_ties_is_where_the_slope_is_nothing():
    """Three spells: the likelihood e^b/(1+2e^b) … is largest where its slope is nothing; found by hand."""
    found = cox([Spell(1, True, 1, (1.0,)), Spell(2, True, 1, (0.0,)), Spell(3, True, 1, (1.0,))])
    # Risk sets (1, 0, 1), (0, 1), (1): b - log(2 e^b + 1) - log(1 + e^b); slope 0 at e^b = sqrt(1/2).
    assert found.hazards[0].coefficient == pytest.approx(-log(2) / 2, abs=1e-9)
