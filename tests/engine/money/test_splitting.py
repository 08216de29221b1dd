"""Payments drawn from their sources: the worked example of the documents, and what holds always."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dure.engine.money.apportioning import apportion
from dure.engine.money.splitting import Drawing, Side, drawing_of, split_payment
from dure.engine.problems import Refused
from dure.engine.programme.models.funds import Fund

SOURCES = ("government", "province", "platform")


def fund(**matching: object) -> Fund:
    """Return the fund of the worked example."""
    when_dry = matching.pop("when_dry", "stop")
    title = {"en": "x"}
    return Fund.model_validate_json(json.dumps(
        {
            "id": "premiums",
            "title": title,
            "when_dry": when_dry,
            "sources": [
                {"id": "government", "title": title, "kind": "government", "total_won": 700_000_000},
                {"id": "province", "title": title, "kind": "local_government", "total_won": 300_000_000},
                {"id": "platform", "title": title, "kind": "executor_cash"},
                {"id": "ads", "title": title, "kind": "executor_in_kind"},
            ],
            "matching": {
                "kind": "split_payment", "public": ["government", "province"], "private": ["platform"],
                "ratio_bp": 4286, **matching,
            },
        }
    ))  # fmt: skip


def documented() -> list[dict[str, str]]:
    text = (Path(__file__).parents[3] / "docs" / "algorithms" / "splitting-payments.md").read_text("utf-8")
    return list(csv.DictReader(text.split("```csv split\n")[1].split("```")[0].splitlines()))


@pytest.mark.parametrize("row", documented(), ids=lambda row: row["case"].replace(" ", "-"))
def test_the_worked_example_is_what_comes_out(row):
    ceiling = int(row["ceiling"]) if row["ceiling"] else None
    how = drawing_of(fund(draws=row["draws"], public_ceiling_won=ceiling, when_dry=row["when_dry"]))
    left = {name: int(row[f"left {name}"]) for name in SOURCES}
    if row["government"].startswith("funds."):
        with pytest.raises(Refused) as refused:
            split_payment(int(row["amount"]), how, left)
        assert [problem.code for problem in refused.value.problems] == [row["government"]]
    else:
        assert split_payment(int(row["amount"]), how, left) == {name: int(row[name]) for name in SOURCES}


def test_a_fund_without_matching_pays_from_all_its_money_and_private_alone_pays_privately():
    private = Fund.model_validate_json(json.dumps(
        {
            "id": "own", "title": {"en": "x"},
            "sources": [
                {"id": "platform", "title": {"en": "x"}, "kind": "executor_cash", "total_won": 10},
                {"id": "ads", "title": {"en": "x"}, "kind": "executor_in_kind"},
            ],
        }
    ))  # fmt: skip
    assert split_payment(7, drawing_of(private), {"platform": 7}) == {"platform": 7}


def test_where_executors_promise_their_part_only_public_sources_pay():
    how = drawing_of(fund(kind="by_executor"))
    assert split_payment(10, how, {"government": 7, "province": 3}) == {"government": 7, "province": 3}


def test_a_ceiling_without_another_side_refuses():
    how = drawing_of(fund(kind="by_executor", public_ceiling_won=9))
    with pytest.raises(Refused, match=r"funds\.ceiling"):
        split_payment(10, how, {"government": 70, "province": 30})


def test_a_fund_in_kind_alone_pays_nothing():
    only = fund().model_copy(update={"matching": None, "sources": fund().sources[3:]})
    with pytest.raises(Refused, match=r"funds\.no_money"):
        drawing_of(only)


won = st.integers(1, 10**12)
weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=5)


@given(amount=st.integers(0, 10**15), weights=weights)
def test_parts_make_the_whole_and_are_less_than_a_won_from_their_share(amount, weights):
    parts = apportion(amount, weights)
    whole = sum(weights)
    assert sum(parts) == amount
    if whole:
        assert all(
            abs(part * whole - amount * weight) < whole for part, weight in zip(parts, weights, strict=True)
        )


@given(amount=st.integers(0, 10**15), weights=weights, data=st.data())
def test_parts_do_not_depend_on_the_order_where_no_two_remainders_are_equal(amount, weights, data):
    whole = sum(weights)
    assume(whole > 0)
    remainders = [amount * weight % whole for weight in weights]
    assume(len(set(remainders)) == len(remainders))
    order = data.draw(st.permutations(range(len(weights))))
    before, after = apportion(amount, weights), apportion(amount, [weights[n] for n in order])
    assert after == tuple(before[n] for n in order)


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    names = iter("abcdef")
    sides = tuple(
        Side(
            tuple((next(names), draw(st.integers(0, 100))) for _ in range(draw(st.integers(1, 3)))),
            draw(st.integers(1, 20_000)),
            draw(st.none() | won) if first else None,
        )
        for first in (True, False)[: draw(st.integers(1, 2))]
    )
    return Drawing(
        sides, draw(st.sampled_from(("ratio", "order"))), draw(st.sampled_from(("stop", "next_source")))
    )


@given(amount=won, how=drawings(), data=st.data())
def test_a_split_is_exact_never_above_a_ceiling_or_what_is_left_or_nothing_at_all(amount, how, data):
    names = [name for side in how.sides for name, _ in side.sources]
    left = {name: data.draw(st.integers(0, 10**12)) for name in names}
    shuffled = dict(data.draw(st.permutations(list(left.items()))))
    try:
        parts = split_payment(amount, how, left)
    except Refused as refused:
        (problem,) = refused.problems
        assert problem.code in ("funds.dry", "funds.ceiling")
        if problem.code == "funds.dry" and how.when_dry == "next_source" and how.sides[0].ceiling_won is None:
            # It is refused only where all of them together have less.
            assert sum(left.values()) < amount
        return
    assert split_payment(amount, how, shuffled) == parts
    assert list(parts) == names
    assert sum(parts.values()) == amount
    assert all(0 <= parts[name] <= left[name] for name in names)
    ceiling = how.sides[0].ceiling_won
    assert ceiling is None or sum(parts[name] for name, _ in how.sides[0].sources) <= ceiling
