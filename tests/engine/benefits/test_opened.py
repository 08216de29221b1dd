"""Open entitlements: the worked example of the documents, and what holds of every queue."""

from __future__ import annotations

import csv
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dure.engine.benefits.granting import Limits
from dure.engine.benefits.opened import Turn, fits, take_turns
from dure.engine.money.splitting import Drawing, Side, split_payment
from dure.engine.problems import Refused

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "open-entitlements.md"
STOP = Drawing((Side((("government", 7), ("province", 3))),))
LEFT = {"government": 630_000, "province": 270_000}
EACH = Limits(300_000)


def example() -> list[dict[str, str]]:
    text = PAGE.read_text("utf-8").split("```csv turns\n")[1].split("```")[0]
    return list(csv.DictReader(text.splitlines()))


def test_the_worked_example_is_what_comes_out():
    rows = example()
    turns = [Turn(n, row["ready"] == "yes", row["excluded"] == "yes") for n, row in enumerate(rows)]
    found = take_turns(turns, EACH, STOP, LEFT)
    outcomes = {
        "granted": [one.id for one in found.granted],
        "kept": list(found.kept),
        "waiting": list(found.waiting),
        "barred": list(found.barred),
    }
    for outcome, ids in outcomes.items():
        assert [rows[n]["number"] for n in ids] == [r["number"] for r in rows if r["outcome"] == outcome]
    assert fits(EACH, 10, STOP, LEFT) == 3


def test_bounds_of_the_file_hold_beside_the_money():
    assert fits(Limits(300_000, recipients=2), 10, STOP, LEFT) == 2
    assert fits(Limits(300_000, total_won=299_999), 10, STOP, LEFT) == 0
    assert fits(Limits(0, recipients=4), 10) == 4
    assert fits(Limits(0), 10) == 10


TURNS = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=30).map(
    lambda rows: [Turn(n, ready, excluded) for n, (ready, excluded) in enumerate(rows)]
)
SOURCES = st.fixed_dictionaries(
    {"government": st.integers(0, 3_000_000), "province": st.integers(0, 3_000_000)}
)
LIMITS = st.builds(
    Limits,
    st.integers(1, 700_000),
    st.none() | st.integers(0, 20),
    st.none() | st.integers(0, 5_000_000),
)
DRAWINGS = st.sampled_from([STOP, Drawing(STOP.sides, when_dry="next_source")])
TWO_SIDES = (Side((("government", 1),), 2, ceiling_won=100_000), Side((("province", 1),), 1))
ALL_DRAWINGS = [Drawing(STOP.sides, when_dry=dry) for dry in ("stop", "next_source")] + [
    Drawing(TWO_SIDES, by, dry) for by in ("ratio", "order") for dry in ("stop", "next_source")
]


@given(TURNS, LIMITS, DRAWINGS, SOURCES)
def test_nobody_is_lost_nothing_is_overdrawn_and_nobody_is_passed_over(turns, limits, drawing, left):
    found = take_turns(turns, limits, drawing, left)
    granted = [one.id for one in found.granted]
    assert sorted([*granted, *found.kept, *found.waiting, *found.barred]) == [one.id for one in turns]
    for source, won in left.items():
        assert sum(one.shares.get(source, 0) for one in found.granted) <= won
    assert all(sum(one.shares.values()) == limits.each_won for one in found.granted)
    taken = [*granted, *found.kept]
    # Whoever waits came after everybody who took something: no quick check gives a better turn.
    assert not taken or not found.waiting or max(taken) < min(found.waiting)
    assert len(taken) == min(fits(limits, len(turns), drawing, left), len(turns) - len(found.barred))


@given(TURNS, LIMITS, SOURCES, st.data())
def test_who_leaves_moves_others_up_and_never_down(turns, limits, left, data):
    before = take_turns(turns, limits, STOP, left)
    if not turns:
        return
    gone = data.draw(st.sampled_from(turns))
    after = take_turns([one for one in turns if one != gone], limits, STOP, left)
    had = {one.id for one in before.granted} - {gone.id}
    assert had <= {one.id for one in after.granted}
    for one in after.waiting:
        assert after.waiting.index(one) <= before.waiting.index(one)


@given(LIMITS, st.integers(0, 60), st.sampled_from([*ALL_DRAWINGS]), SOURCES)
def test_many_at_one_look_are_as_many_as_one_by_one(limits, most, drawing, left):
    found, had = 0, dict(left)
    bound = min(most, most if limits.recipients is None else limits.recipients)
    if limits.total_won is not None:
        bound = min(bound, limits.total_won // limits.each_won)
    while found < bound:
        try:
            shares = split_payment(limits.each_won, drawing, had)
        except Refused:
            break
        had = {source: won - shares.get(source, 0) for source, won in had.items()}
        found += 1
    assert fits(limits, most, drawing, left) == found
