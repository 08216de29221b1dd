"""Rounds of review: the example of docs/algorithms/rounds-of-review.md is run, and what must always hold."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dure.engine.review.marks import read_mark
from dure.engine.review.of_rounds import Round, Standing, standing, standings
from dure.engine.selection.plan import score_text
from dure.engine.verification.checker import NO_SCORE, score_of_rounds

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "rounds-of-review.md"
FENCE = re.compile(r"^```csv (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FOUND = FENCE.findall(PAGE.read_text(encoding="utf-8"))
TABLES = {name: list(csv.DictReader(io.StringIO(text), strict=True)) for name, text in FOUND}
SCORE = st.one_of(st.none(), st.integers(0, 100_000))


def thousandths(text: str) -> int | None:
    return None if not text else read_mark(text)


@st.composite
def rounds_and_scores(draw):
    """Return two to four rounds whose weights make a whole, and a score or none of each."""
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), min_size=1, max_size=3)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    gates = [draw(SCORE) for _ in weights[1:]]
    rounds = tuple(
        Round(f"r{n}", weight, gate)
        for n, (weight, gate) in enumerate(zip(weights, [*gates, None], strict=True))
    )
    return rounds, [draw(SCORE) for _ in rounds]


def test_the_example_of_the_page_follows():
    assert list(TABLES) == ["rounds", "cases"]
    rounds = tuple(
        Round(row["round"], int(row["weight_bp"]), thousandths(row["lets_through_from"]))
        for row in TABLES["rounds"]
    )
    for row in TABLES["cases"]:
        made = standing(rounds, [thousandths(row[one.id]) for one in rounds])
        assert (score_text(made.score), made.stopped_at or "") == (row["score"], row["stopped_at"])


@given(rounds_and_scores())
def test_a_score_lies_between_those_of_its_rounds_and_there_is_one_only_past_all_of_them(case):
    rounds, scores = case
    made = standing(rounds, scores)
    past = all(s is not None and one.lets_through(s) for one, s in zip(rounds, scores, strict=True))
    assert (made.score is not None) == past
    if made.score is not None:
        assert min(scores) <= made.score <= max(scores)
        assert made.stopped_at is None


@given(rounds_and_scores(), st.data())
def test_more_points_in_a_round_never_stop_anybody_and_never_lower_a_score(case, data):
    rounds, scores = case
    n = data.draw(st.integers(0, len(rounds) - 1))
    if scores[n] is None:
        return
    more = [*scores]
    more[n] = data.draw(st.integers(scores[n], 100_000))
    before, after = standing(rounds, scores), standing(rounds, more)
    assert before.score is None or (after.score is not None and after.score >= before.score)
    assert before.stopped_at is not None or after.stopped_at is None or after.stopped_at > rounds[n].id


@given(rounds_and_scores())
def test_what_comes_after_the_round_that_stops_a_case_does_not_matter(case):
    rounds, scores = case
    made = standing(rounds, scores)
    if made.stopped_at is None:
        return
    n = [one.id for one in rounds].index(made.stopped_at)
    assert standing(rounds, [*scores[: n + 1], *[None] * (len(rounds) - n - 1)]) == made


@given(rounds_and_scores())
def test_the_independent_checker_comes_to_the_same(case):
    rounds, scores = case
    described = [
        {"id": one.id, "weight_bp": one.weight_bp}
        | ({} if one.lets_through_from is None else {"lets_through_from": one.lets_through_from})
        for one in rounds
    ]
    found = score_of_rounds(described, [NO_SCORE if s is None else s for s in scores])
    made = standing(rounds, scores).score
    assert found == (NO_SCORE if made is None else made)


def test_each_round_is_combined_by_itself_and_a_case_without_reviews_is_open():
    rounds = (Round("papers", 5000, 60_000), Round("talk", 5000))
    reviews = {
        "papers": {"A": [("r1", 70_000), ("r2", 80_001)], "B": [("r1", 59_000), ("r2", 60_000)]},
        "talk": {"A": [("r1", 90_000)]},
    }
    assert standings(rounds, reviews, ["A", "B", "C"], "mean") == {
        "A": Standing(82_501),
        "B": Standing(None, "papers"),
        "C": Standing(None),
    }
