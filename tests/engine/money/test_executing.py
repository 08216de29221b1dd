"""What became of the money: every step of its way, and rows that add up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dure.engine.money.executing import End, Executed, Flow, Where, executed


def flow(start: End, end: End, whole: int, month: int = 0, source: str = "state") -> Flow:
    return Flow("f", source, start, end, month, whole)


LINE, POOL = End("line", "ads"), End("pool", "ads", "maple")
SPENT = End("spent", "ads", "maple")


def test_each_step_stands_where_it_belongs():
    found = executed(
        [
            flow(End("source"), LINE, 1_000),
            flow(LINE, End("line", "rent"), 100),
            flow(LINE, POOL, 500),
            flow(LINE, End("entitlement", "ads"), 200),
            flow(End("entitlement", "ads"), LINE, 50),
            flow(End("entitlement", "ads"), End("spent", "ads"), 30, 30),
            flow(POOL, SPENT, 300, 120),
            flow(LINE, SPENT, 40),
            flow(POOL, End("returned", "", "maple"), 200),
            flow(End("accrued", "", "maple"), End("returned", "", "maple"), 7),
            flow(End("promisor", "", "maple"), End("promised", "", "maple"), 99),
        ]
    )
    agency, own = found[Where("f", 0, "state", "ads")], found[Where("f", 0, "state", "ads", "maple")]
    assert agency == Executed(
        budget=900, handed=500, granted=150, spent=370, spent_in_month=150, returned=200, of_advance=300
    )
    assert own == Executed(handed=500, spent=340, spent_in_month=120, returned=200, of_advance=300)
    assert (agency.left, own.left, own.rest) == (330, 0, 0)
    assert found[Where("f", 0, "state", "rent")] == Executed(budget=100)
    assert found[Where("f", 0, "state", "", "maple")] == Executed(interest=7)
    assert list(found) == sorted(found)


def test_what_is_carried_over_leaves_one_year_and_comes_to_the_next():
    found = executed(
        [
            flow(End("source", year=2025), End("line", year=2025), 1_000),
            flow(End("line", year=2025), End("line", year=2026), 400),
        ]
    )
    assert {where.year: what.budget for where, what in found.items()} == {2025: 600, 2026: 400}


def test_what_came_back_from_the_bank_is_spent_no_more():
    """Paid to a merchant of what it was granted, given back by the bank, and paid once more."""
    granted, spent = End("entitlement", "ads"), End("spent", "ads")
    steps = [flow(granted, spent, 30, 30), flow(spent, granted, 30, 30), flow(granted, spent, 20, 20)]
    assert executed(steps) == {Where("f", 0, "state", "ads"): Executed(spent=20, spent_in_month=20)}


lines = st.sampled_from(["ads", "rent"])
executors = st.sampled_from(["maple", "birch"])
won = st.integers(0, 10**12)


@st.composite
def some_flow(draw: st.DrawFn) -> Flow:
    line, who = draw(lines), draw(executors)
    pool, spent = End("pool", line, who), End("spent", line, who)
    start, end = draw(
        st.sampled_from(
            [
                (End("source"), End("line", line)),
                (End("line", line), pool),
                (End("line", line), End("line", draw(lines))),
                (pool, spent),
                (End("line", line), spent),
                (End("line", line), End("entitlement", line)),
                (End("entitlement", line), End("spent", line)),
                (pool, End("returned", line, who)),
            ]
        )
    )
    whole = draw(won)
    return flow(start, end, whole, draw(st.integers(0, whole)))


@given(st.lists(some_flow(), max_size=30))
def test_rows_of_the_agency_add_up_to_what_moved(flows):
    found = executed(flows)
    agency = [what for where, what in found.items() if not where.executor]
    own = [what for where, what in found.items() if where.executor]

    def moved(start: str, end: str) -> int:
        return sum(one.whole for one in flows if (one.start.part, one.end.part) == (start, end))

    assert sum(one.budget for one in agency) == moved("source", "line")
    assert sum(one.handed for one in agency) == sum(one.handed for one in own) == moved("line", "pool")
    assert sum(one.spent for one in agency) == sum(one.whole for one in flows if one.end.part == "spent")
    assert sum(one.spent for one in own) == moved("pool", "spent") + moved("line", "spent")
    assert sum(one.rest for one in own) == moved("line", "pool") - moved("pool", "spent") - moved(
        "pool", "returned"
    )


def test_what_is_asked_back_is_spent_until_it_comes():
    due = End("recovery_due", "ads", "maple")
    found = executed(
        [
            flow(End("source"), LINE, 1_000),
            flow(LINE, SPENT, 600),
            flow(SPENT, due, 300),
            flow(due, SPENT, 50),
            flow(due, LINE, 100, 40),
            flow(due, End(""), 30),
        ]
    )
    for where in (Where("f", 0, "state", "ads"), Where("f", 0, "state", "ads", "maple")):
        assert (found[where].asked_back, found[where].spent) == (120, 500)
        assert found[where].spent_in_month == -40
    assert found[Where("f", 0, "state", "ads")].left == 500
