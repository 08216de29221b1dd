"""Public votes: the examples of docs/algorithms/public-vote.md, and what holds of counts and points."""

from __future__ import annotations

import csv
import hashlib
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.selection.ballots import (
    COLUMNS,
    Ballot,
    ballot_hash,
    count_votes,
    opened_rows,
    sealed_hash,
    sealed_list,
)
from dure.engine.selection.plan import score_text
from dure.engine.selection.votes import TOP, points_of_votes, read_votes
from dure.engine.verification.checker import compare_with_ballots, find_faults, votes_of_those_who_left

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "public-vote.md"
SEALED = "e36aef39996352b584cf6aaf104d7d3c6c085087bd285de58ff33f8808482498"
STAGE = {
    "id": "vote", "pooled": False, "quota": 1, "choices_limit": 1, "reserve_length": 0, "votes_each": 2,
    "executors": [{"id": "naru", "capacity": 1}], "set_asides": [], "caps": [],
}  # fmt: skip


def table(name: str) -> list[dict[str, str]]:
    found = re.search(
        rf"^```csv {name}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found is not None
    return list(csv.DictReader(found[1].splitlines()))


def ballots_of_page() -> list[Ballot]:
    return [Ballot(tuple(r["choices"].split(";")), r["salt"], r["reason"]) for r in table("ballots")]


def test_the_ballots_of_the_page_have_their_hashes_and_the_list_its_own():
    assert SEALED in PAGE.read_text(encoding="utf-8")
    ballots = ballots_of_page()
    rows = opened_rows("fair-2025", "vote", ballots)
    assert [dict(zip(COLUMNS, row, strict=True)) for row in rows] == table("ballots")
    hashes = [ballot.hash_in("fair-2025", "vote") for ballot in ballots]
    assert sealed_hash(hashes) == SEALED
    assert sealed_hash(reversed(hashes)) == SEALED
    assert sealed_list(hashes).decode().splitlines() == ["ballot", *sorted(hashes)]


def test_the_votes_and_points_of_the_page_follow():
    told = table("points")
    votes = count_votes([row["candidate"] for row in told], ballots_of_page())
    assert votes == {row["candidate"]: int(row["votes"]) for row in told}
    for how in ("share", "most", "rank"):
        made = {one: score_text(p) for one, p in points_of_votes(votes, how).items()}
        assert made == {row["candidate"]: row[how] for row in told}


NAMES = ("A", "B", "C", "D")
BALLOTS = st.lists(
    st.builds(
        Ballot,
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map(tuple),
        st.text("0123456789abcdef", min_size=4, max_size=4),
        st.sampled_from(["", "", "burst"]),
    ),
    max_size=20,
)


@given(BALLOTS, st.randoms(use_true_random=False))
def test_a_count_does_not_depend_on_the_order_and_no_ballot_counts_twice_for_one(ballots, random):
    votes = count_votes(NAMES, ballots)
    shuffled = list(ballots)
    random.shuffle(shuffled)
    assert count_votes(NAMES, shuffled) == votes
    counted = [one for one in ballots if not one.set_aside]
    assert votes == {name: sum(name in one.choices for one in counted) for name in NAMES}
    assert all(n <= len(counted) for n in votes.values())
    for gone in NAMES:
        rest = [name for name in NAMES if name != gone]
        assert count_votes(rest, ballots) == {name: votes[name] for name in rest}


VOTES = st.dictionaries(st.text("ABCDEFG", min_size=1, max_size=3), st.integers(0, 10**6), max_size=12)
HOW = st.sampled_from(["share", "most", "rank"])


@given(VOTES, HOW)
def test_points_are_0_to_100_and_follow_the_votes(votes, how):
    made = points_of_votes(votes, how)
    assert made.keys() == votes.keys()
    assert all(0 <= points <= TOP for points in made.values())
    for one in votes:
        for other in votes:
            if votes[one] == votes[other]:
                assert made[one] == made[other]
            elif votes[one] > votes[other]:
                assert made[one] >= made[other]


@given(VOTES)
def test_points_are_exact_and_rounded_half_up_once(votes):
    for how, whole in (("share", sum(votes.values())), ("most", max(votes.values(), default=0))):
        for one, points in points_of_votes(votes, how).items():
            exact = Fraction(votes[one] * TOP, whole) if whole else Fraction(0)
            assert Fraction(-1, 2) <= exact - points < Fraction(1, 2)


def test_no_votes_make_no_points_and_the_only_candidate_has_all_by_rank():
    assert points_of_votes({"A": 0, "B": 0}, "share") == {"A": 0, "B": 0}
    assert points_of_votes({"A": 0, "B": 0}, "most") == {"A": 0, "B": 0}
    assert points_of_votes({"A": 0, "B": 0}, "rank") == {"A": 0, "B": 0}
    assert points_of_votes({"A": 0}, "rank") == {"A": TOP}
    assert points_of_votes({}, "share") == {}


@pytest.mark.parametrize("cell", ["", "-1", "1.0", "1e3", "１", "1 ", "1234567890"])
def test_what_is_no_whole_number_of_votes_is_none(cell):
    assert read_votes(cell) is None


# The independent checker.


def faults(change=None, sealed=SEALED, votes=None, **stage):
    rows = table("ballots")
    if change:
        change(rows)
    told = {row["candidate"]: row["votes"] for row in table("points")} | (votes or {})
    applications = [{"application_no": number, "votes": cell} for number, cell in told.items()]
    found = compare_with_ballots("fair-2025", STAGE | stage, applications, rows, sealed)
    return [(one.code, one.application_no) for one in found]


def test_the_checker_opens_every_ballot_and_counts():
    assert faults() == []
    assert faults(votes={"V06": ""}) == []


def test_a_vote_that_no_ballot_made_is_found():
    assert faults(votes={"V05": "1"}) == [("votes_not_of_ballots", "V05")]
    assert faults(votes={"V06": "1"}) == [("votes_not_of_ballots", "V06")]


def test_a_candidate_whose_votes_were_emptied_or_who_is_gone_is_found():
    assert faults(votes={"V01": ""}) == [("votes_not_of_ballots", "V01")]
    told = {row["candidate"]: row["votes"] for row in table("points")}
    rows = [{"application_no": number, "votes": cell} for number, cell in told.items() if number != "V01"]
    (found,) = compare_with_ballots("fair-2025", STAGE, rows, table("ballots"), SEALED)
    assert (found.code, found.application_no) == ("candidate_missing", "V01")
    assert str(found.params["found"]) == told["V01"]
    assert compare_with_ballots("fair-2025", STAGE, rows, table("ballots"), SEALED, ["V01"]) == []
    assert votes_of_those_who_left(table("ballots"), ["V01"]) == int(told["V01"])


def test_a_ballot_that_was_changed_added_taken_or_doubled_is_found():
    def other_choice(rows):
        rows[5]["choices"] = "V05"

    def added(rows):
        ballot = ballot_hash("fair-2025", "vote", ["V05"], "b1")
        rows.append({"ballot": ballot, "choices": "V05", "salt": "b1", "counted": "true", "reason": ""})

    assert faults(other_choice) == [
        ("ballot_differs", ""), ("votes_not_of_ballots", "V01"), ("votes_not_of_ballots", "V05"),
    ]  # fmt: skip
    assert faults(added) == [("sealed_differs", ""), ("votes_not_of_ballots", "V05")]
    assert faults(added, votes={"V05": "1"}) == [("sealed_differs", "")]
    assert faults(lambda rows: rows.pop(3)) == [("sealed_differs", "")]
    assert [code for code, _ in faults(lambda rows: rows.append(rows[0]))][:2] == [
        "ballot_doubled", "sealed_differs",
    ]  # fmt: skip


def test_a_ballot_with_too_many_votes_or_set_aside_without_a_reason_is_found():
    assert [code for code, _ in faults(votes_each=1)] == ["ballot_too_many"] * 4

    def without_reason(rows):
        rows[3]["reason"] = " "

    def neither(rows):
        rows[3]["counted"] = ""

    assert faults(without_reason) == [("ballot_unclear", "")]
    assert faults(neither) == [("ballot_unclear", "")]
    assert faults(lambda rows: [row.pop("salt") for row in rows]) == [("column_missing", "")]


def test_no_ballot_at_all_has_a_hash_too():
    empty = hashlib.sha256(b"ballot\n").hexdigest()
    assert compare_with_ballots("p", STAGE, [{"application_no": "A", "votes": "0"}], [], empty) == []
    assert sealed_hash([]) == empty


def test_points_that_the_votes_do_not_make_are_found():
    parts = [
        {"column": "part.panel", "weight_bp": 5000},
        {"column": "part.vote", "weight_bp": 5000, "points": "share"},
    ]

    def told(points, votes="3"):
        rows = [
            {"application_no": "A", "choices": "naru", "score": "75.000", "part.panel": "75",
             "part.vote": points, "votes": votes},
            {"application_no": "B", "choices": "naru", "score": "50.000", "part.panel": "75",
             "part.vote": "25", "votes": "1"},
        ]  # fmt: skip
        found = find_faults(STAGE | {"parts": parts}, rows, [], "s")
        return [(one.code, one.application_no, one.params) for one in found if one.code != "row_missing"]

    assert told("75.000") == []
    assert told("74.999") == [
        ("points_not_of_votes", "A", {"column": "part.vote", "found": "74.999", "expected": "75.000"})
    ]
    assert told("75", "x") == [("votes_invalid", "A", {"found": "x"})]
    assert find_faults(STAGE | {"parts": [parts[0], parts[1] | {"points": "most of all"}]}, [], [], "s")[0][
        3
    ] == {"field": "parts"}
