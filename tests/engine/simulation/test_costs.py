"""Costs: ceilings of what a file tells, for those eligible and with those not known yet."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.programme.models.programme import Programme
from dure.engine.screening.trial import Counts
from dure.engine.simulation import stage_costs

SOURCE = {"id": "state", "title": {"en": "State"}, "kind": "government"}


def programme(
    stages: list[dict[str, Any]], benefits: list[dict[str, Any]], total_won: int | None = 1000
) -> Programme:
    fund: dict[str, Any] = {"id": "money", "title": {"en": "Money"}, "sources": (SOURCE,)}
    return Programme.model_validate(
        {
            "id": "costs",
            "title": {"en": "Costs"},
            "year": 2025,
            "window": {"opens_at": "2025-04-01T09:00:00+09:00", "closes_at": "2025-04-30T18:00:00+09:00"},
            "reference_day": "2025-04-01",
            "stages": tuple(
                {
                    "title": {"en": "S"},
                    "over": "all",
                    "chosen_by": "score",
                    **s,
                    "benefits": tuple(s["benefits"]),
                }
                for s in stages
            ),
            "benefits": tuple(
                {"kind": "service", "title": {"en": "B"}, "fund": "money", **b} for b in benefits
            ),
            "funds": ({**fund, "total_won": total_won},),
        }
    )


def stage(name: str, total: int, *benefits: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "quota": {"total": total}, "benefits": benefits, **more}


def counts(eligible: int, unknown: int = 0) -> Counts:
    return Counts("", eligible, 5, unknown)


def test_a_later_stage_is_filled_from_the_one_before():
    stages, _ = stage_costs(
        programme([stage("a", 10, "x"), stage("b", 8, "x")], [{"id": "x", "amount_won": 3}]), counts(6, 3)
    )
    assert [(s.low, s.high) for s in stages] == [(6, 9), (6, 8)]
    assert [(s.low_won, s.high_won) for s in stages] == [(18, 27), (18, 24)]


def test_an_entitlement_has_no_limit_but_those_who_are_eligible():
    stages, _ = stage_costs(
        programme([stage("a", 2, "x", chosen_by="entitlement")], [{"id": "x", "amount_won": 3}]), counts(6, 3)
    )
    assert [(s.low, s.high, s.open_ended) for s in stages] == [(6, 9, True)]


def test_recipients_that_are_told_are_not_given_twice():
    stages, _ = stage_costs(
        programme([stage("a", 10, "x"), stage("b", 8, "x")], [{"id": "x", "amount_won": 3, "recipients": 7}]),
        counts(6, 3),
    )
    assert [(s.benefits[0].low, s.benefits[0].high) for s in stages] == [(6, 7), (1, 0)]


def test_the_sum_for_all_is_a_ceiling_of_its_own():
    found, _ = stage_costs(
        programme([stage("a", 10, "x", "y")], [
            {"id": "x", "ceiling_won": 100, "total_won": 250}, {"id": "y", "total_won": 40},
        ]),
        counts(2, 4),
    )  # fmt: skip
    x, y = found[0].benefits
    assert (x.note, x.low_won, x.high_won) == ("ceiling", 200, 250)
    assert (y.note, y.low_won, y.high_won) == ("total", 40, 40)


def test_a_sum_for_all_is_shared_by_the_stages():
    """200 for all at 30 each: what the first stage leaves is all that the second can give."""
    made = programme(
        [stage("a", 10, "x"), stage("b", 8, "x")], [{"id": "x", "amount_won": 30, "total_won": 200}], 250
    )
    found, funds = stage_costs(made, counts(4, 96))
    assert [(s.benefits[0].low_won, s.benefits[0].high_won) for s in found] == [(120, 200), (80, 0)]
    assert [(f.low_won, f.high_won, f.standing) for f in funds] == [(200, 200, "within")]


def test_a_sum_without_an_amount_for_each_is_spent_once():
    made = programme([stage("a", 10, "x"), stage("b", 8, "x")], [{"id": "x", "total_won": 200}])
    found, _ = stage_costs(made, counts(0, 5))
    assert [(s.benefits[0].low_won, s.benefits[0].high_won) for s in found] == [(0, 200), (0, 0)]


@given(
    total=st.integers(1, 10_000),
    each=st.none() | st.integers(1, 500),
    recipients=st.none() | st.integers(1, 60),
    places=st.lists(st.integers(1, 50), min_size=1, max_size=5),
    eligible=st.integers(0, 80),
    unknown=st.integers(0, 80),
)
def test_no_course_spends_more_than_the_sum_for_all(total, each, recipients, places, eligible, unknown):
    told = {"id": "x", "total_won": total, "amount_won": each, "recipients": recipients}
    stages = [stage(f"s{n}", count, "x") for n, count in enumerate(places)]
    made = programme(stages, [{name: value for name, value in told.items() if value is not None}], total)
    found, funds = stage_costs(made, counts(eligible, unknown))
    low = sum(s.benefits[0].low_won for s in found)
    high = sum(s.benefits[0].high_won for s in found)
    assert 0 <= low <= high <= total
    assert all(s.benefits[0].low_won >= 0 and s.benefits[0].high_won >= 0 for s in found)
    assert [f.standing for f in funds] == ["within"]


@pytest.mark.parametrize(
    ("total_won", "eligible", "unknown", "standing"),
    [
        (None, 1, 0, "not_told"),
        (300, 3, 0, "within"),
        (299, 3, 0, "exceeds"),
        (300, 3, 1, "may_exceed"),
    ],
)
def test_whether_a_fund_is_enough(total_won, eligible, unknown, standing):
    made = programme([stage("a", 10, "x")], [{"id": "x", "amount_won": 100}], total_won)
    _, funds = stage_costs(made, counts(eligible, unknown))
    assert [f.standing for f in funds] == [standing]


def test_without_an_amount_nothing_is_called_enough():
    made = programme([stage("a", 10, "x")], [{"id": "x"}])
    found, funds = stage_costs(made, counts(3))
    assert (found[0].benefits[0].note, found[0].benefits[0].high_won) == ("no_amount", None)
    assert [(f.standing, f.without_amount, f.high_won) for f in funds] == [("incomplete", 1, 0)]


def test_a_benefit_for_some_only_is_marked():
    made = programme([stage("a", 10, "x")], [{"id": "x", "amount_won": 1, "only_for": "owner_female"}])
    assert stage_costs(made, counts(3))[0][0].benefits[0].for_some
