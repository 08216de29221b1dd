"""Which facts settle most: each is the best next question."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dure.engine.screening.trial import best_asks

LACKING = st.lists(
    st.tuples(st.frozensets(st.sampled_from("abcde"), min_size=1), st.integers(1, 50)), max_size=12
)


def settled(lacking, asked) -> int:
    return sum(count for fields, count in lacking if fields <= set(asked))


@given(LACKING)
def test_each_step_is_the_best_one_after_those_before(lacking):
    asked: list[str] = []
    for step in best_asks(lacking):
        others = {name for fields, _ in lacking for name in fields} - set(asked)
        assert step.settles == max(settled(lacking, [*asked, name]) for name in others)
        asked.append(step.name)
        assert step.settles == settled(lacking, asked)


@given(LACKING)
def test_it_stops_only_when_three_are_asked_or_nothing_is_lacking(lacking):
    found = best_asks(lacking)
    names = {name for fields, _ in lacking for name in fields}
    assert len(found) == min(3, len(names)) or settled(lacking, [a.name for a in found]) == sum(
        count for _, count in lacking
    )


def test_of_equals_the_one_that_more_lack_then_the_first_by_name():
    assert [a.name for a in best_asks([(frozenset("ab"), 2), (frozenset("b"), 1), (frozenset("c"), 1)])] == [
        "b",
        "a",
        "c",
    ]
    assert [a.name for a in best_asks([(frozenset("b"), 1), (frozenset("a"), 1)])] == ["a", "b"]
