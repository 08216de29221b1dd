"""Who is granted a benefit: the worked example of the documents, and what holds always."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.benefits.granting import Candidate, Limits, plan_grants
from dure.engine.benefits.slots import Applicant, slot_ranks
from dure.engine.money.splitting import Drawing, Side

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "granting-benefits.md"
SHARES = Side((("government", 700), ("province", 300)))
STOP = Drawing((SHARES,))
LEFT = {"government": 4_000_000, "province": 3_000_000}
LIMITS = Limits(3_000_000, 3, 7_000_000)


def documented(name: str) -> list[dict[str, str]]:
    text = PAGE.read_text("utf-8").split(f"```csv {name}\n")[1].split("```")[0]
    return list(csv.DictReader(text.splitlines()))


def example() -> list[Candidate]:
    return [
        Candidate(
            n,
            row["number"],
            int(row["rank"]) if row["rank"] else None,
            {"yes": True, "no": False}.get(row["answer"]),
            bool(row["holds"]),
            bool(row["excluded"]),
        )
        for n, row in enumerate(documented("grants"))
    ]


def test_the_worked_example_is_what_comes_out():
    rows = documented("grants")
    plan = plan_grants(example(), LIMITS, STOP, LEFT)
    assert [(rows[one.id]["number"], one.outcome, dict(one.shares)) for one in plan.all] == [
        (
            row["number"],
            row["outcome"],
            {name: int(row[name]) for name in LEFT if row[name]},
        )
        for row in rows
    ]
    assert (plan.won, plan.by_source, plan.short) == (
        3_000_000,
        {"government": 2_100_000, "province": 900_000},
        2,
    )


def test_what_one_source_lacks_the_next_bears_and_the_sum_for_all_ends_it():
    plan = plan_grants(example(), LIMITS, Drawing((SHARES,), when_dry="next_source"), LEFT)
    assert [(one.outcome, dict(one.shares)) for one in plan.all[-2:]] == [
        ("granted", {"government": 1_900_000, "province": 1_100_000}),
        ("total_used", {}),
    ]


@pytest.mark.parametrize("row", documented("slots"), ids=lambda row: row["way"])
def test_scarce_places_go_as_the_documents_say(row):
    seed = PAGE.read_text("utf-8").split("the seed is `")[1].split("`")[0]
    asked = [Applicant(n, f"A-{n}", n, 2 if n == 1 else 0, f"{13 - n}:00") for n in (1, 2, 3)]
    ranks = slot_ranks(asked, row["way"], seed)
    assert [f"A-{pk}" for pk in sorted(ranks, key=lambda pk: ranks[pk])] == [
        row["first"],
        row["second"],
        row["third"],
    ]


candidates = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 10**6),
        st.text("AB", min_size=1, max_size=4),
        st.none() | st.integers(1, 5),
        st.none() | st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
    max_size=30,
    unique_by=lambda one: one.id,
)


@given(
    candidates,
    st.integers(0, 50),
    st.none() | st.integers(0, 10),
    st.none() | st.integers(0, 500),
    st.integers(0, 400),
    st.integers(0, 400),
    st.sampled_from(["stop", "next_source"]),
)
def test_no_bound_is_passed_nobody_is_lost_and_nobody_is_passed_over(
    some, each, recipients, total, government, province, when_dry
):
    left = {"government": government, "province": province}
    limits = Limits(each, recipients, total)
    plan = plan_grants(some, limits, Drawing((SHARES,), when_dry=when_dry), left)
    assert Counter(one.id for one in plan.all) == Counter(one.id for one in some)
    granted = plan.granted
    assert recipients is None or len(granted) <= recipients
    assert total is None or plan.won <= total or not granted
    assert all(won <= left[source] for source, won in plan.by_source.items())
    assert all(sum(one.shares.values()) == one.won == each for one in granted)
    barred = {c.id for c in some if c.holds or c.excluded or not c.answer}
    assert {one.id for one in granted}.isdisjoint(barred)
    # Once somebody does not fit, nobody after does: all are granted the same.
    asked = [one for one in plan.all if one.id not in barred]
    assert [one.outcome == "granted" for one in asked] == sorted(
        (one.outcome == "granted" for one in asked), reverse=True
    )
    assert plan == plan_grants(reversed(some), limits, Drawing((SHARES,), when_dry=when_dry), left)


@given(
    st.lists(st.tuples(st.text("AB", max_size=3), st.integers(0, 3)), max_size=12),
    st.sampled_from(["score", "lot", "rotation", "first_come"]),
    st.text(max_size=5),
)
def test_places_come_in_one_order_whoever_asks(some, way, seed):
    asked = [Applicant(n, f"{name}{n}", n, had, name) for n, (name, had) in enumerate(some)]
    ranks = slot_ranks(asked, way, seed)
    assert sorted(ranks.values()) == list(range(1, len(asked) + 1))
    assert ranks == slot_ranks(asked[::-1], way, seed)
    if way == "rotation":
        by_turn = sorted(asked, key=lambda one: ranks[one.id])
        assert [one.had for one in by_turn] == sorted(one.had for one in asked)
