"""Proposals ranked by exact numbers: the worked example of the documents, ties, and what holds always."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dure.engine.executors.ranking import Mark, lot, points_text, rank_proposals
from dure.engine.programme.models.executor_calls import Criterion
from dure.engine.programme.models.values import Text

CRITERIA = tuple(
    Criterion(id=id_, title=Text(en=id_), weight_bp=weight, scored_by=by)
    for id_, weight, by in (
        ("finance", 3000, "accountant"),
        ("plan", 4000, "panel"),
        ("reach", 3000, "panel"),
    )
)


def marks(of: Mapping[str, tuple[list[int], ...]]) -> list[Mark]:
    return [
        Mark(proposal, criterion.id, scorer, points * 1000)
        for proposal, given_ in of.items()
        for criterion, points_given in zip(CRITERIA, given_, strict=True)
        for scorer, points in enumerate(points_given)
    ]


def documented() -> list[dict[str, str]]:
    """Return the rows of the worked example in the documents."""
    text = (Path(__file__).parents[3] / "docs" / "algorithms" / "executor-ranking.md").read_text("utf-8")
    return list(csv.DictReader(text.split("```csv marks\n")[1].split("```")[0].splitlines()))


def test_the_worked_example_of_the_documents():
    rows = documented()
    of = {row["proposal"]: tuple([int(m) for m in row[c.id].split(";")] for c in CRITERIA) for row in rows}
    found = rank_proposals(CRITERIA, of, marks(of), most=2, least_points=70, seed="s")
    assert [(s.proposal, points_text(s.total), str(s.rank), s.outcome) for s in found] == [
        (row["proposal"], row["total"], row["rank"], row["outcome"]) for row in rows
    ]
    assert str(found[0].total) == "256600/3"
    told = [(s.tied_with, s.tie_break) for s in found[1:3]]
    assert told == [(("P-2",), "criterion"), (("P-3",), "criterion")]


def test_what_ties_in_every_criterion_is_drawn_by_the_hash_and_said_to_be():
    same = dict.fromkeys(("P-1", "P-2"), ([80], [80], [80]))
    found = rank_proposals(CRITERIA, same, marks(same), most=1, least_points=0, seed="hash of the file")
    assert [s.proposal for s in found] == sorted(same, key=lambda p: lot("hash of the file", p))
    assert {s.tie_break for s in found} == {"lot"}


def test_a_third_of_a_point_is_not_rounded_away():
    # 83.333… and 83.333: apart, though both are shown as 83.333.
    of = {"A": ([83, 83, 84], [83, 83, 84], [83, 83, 84]), "B": ([83], [83], [83])}
    more = [*marks({"A": of["A"]}), *(Mark("B", c.id, 0, 83_333) for c in CRITERIA)]
    first, other = rank_proposals(CRITERIA, ("A", "B"), more, most=1, least_points=0, seed="")
    assert (first.proposal, first.total, other.total) == ("A", Fraction(250_000, 3), Fraction(83_333))
    assert points_text(first.total) == points_text(other.total) == "83.333"
    assert first.tied_with == ()


def test_a_proposal_without_a_mark_is_not_ranked():
    of = {"A": ([80], [80], []), "B": ([10], [10], [10])}
    found = rank_proposals(CRITERIA, of, marks(of), most=2, least_points=0, seed="")
    assert [(s.proposal, s.rank, s.outcome) for s in found] == [("B", 1, "chosen"), ("A", None, "not_scored")]


@settings(max_examples=50)
@given(
    st.dictionaries(
        st.text("PQ12", min_size=1, max_size=3),
        st.tuples(*(st.lists(st.integers(0, 100), min_size=1, max_size=3) for _ in CRITERIA)),
        max_size=6,
    ),
    st.integers(1, 4),
    st.randoms(use_true_random=False),
)
def test_the_order_does_not_hang_on_the_order_of_what_is_handed_in(of, most, random):
    given_marks = marks(of)
    found = rank_proposals(CRITERIA, of, given_marks, most=most, least_points=50, seed="s")
    names = list(of)
    random.shuffle(given_marks)
    random.shuffle(names)
    again = rank_proposals(CRITERIA, names, given_marks, most=most, least_points=50, seed="s")
    assert [(s.proposal, s.rank, s.total, s.outcome) for s in again] == [
        (s.proposal, s.rank, s.total, s.outcome) for s in found
    ]
    chosen = [s for s in found if s.outcome == "chosen"]
    assert len(chosen) <= most
    assert all(s.total >= 50_000 for s in chosen)
    totals = [s.total for s in found]
    assert totals == sorted(totals, reverse=True)
