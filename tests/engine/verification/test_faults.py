"""Every fault there is, provoked by spoiling a valid file in one way."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from tests.engine.verification import example

from dure.engine.verification.checker import MESSAGES, Fault, find_faults, missing_columns


class Files:
    """The worked example, to be spoilt."""

    def __init__(self) -> None:
        self.stage = copy.deepcopy(example.STAGE)
        self.applications = {row["application_no"]: row for row in example.applications()}
        self.decisions = {row["application_no"]: row for row in example.decisions()}
        self.further_applications: list[dict[str, str]] = []
        self.further_decisions: list[dict[str, str]] = []
        self.seed: str | None = example.SEED

    def faults(self) -> list[Fault]:
        applied = [*self.applications.values(), *self.further_applications]
        decided = [*self.decisions.values(), *self.further_decisions]
        return find_faults(self.stage, applied, decided, self.seed)


def application(number: str, **cells: str) -> Callable[[Files], Any]:
    return lambda files: files.applications[number].update(
        {c.replace("__", "."): v for c, v in cells.items()}
    )


def decision(number: str, **cells: str) -> Callable[[Files], Any]:
    return lambda files: files.decisions[number].update(cells)


def capacity_of_naru(value: object) -> Callable[[Files], Any]:
    return lambda files: files.stage["executors"][0].update(capacity=value)


def columns_lost(files: Files) -> None:
    for row in files.applications.values():
        del row["trait.retail"]


# (what is spoilt, the code and the application it must be reported with, whether it is all that is said)
EXACT: list[tuple[Callable[[Files], Any], str, str]] = [
    (capacity_of_naru("4"), "stage_invalid", ""),
    (capacity_of_naru(-1), "stage_invalid", ""),
    (lambda f: f.stage.pop("quota"), "stage_invalid", ""),
    (lambda f: f.stage.update(executors=f.stage["executors"][:1] * 2), "stage_invalid", ""),
    (lambda f: f.stage["caps"][0].update(share_bp=10001), "stage_invalid", ""),
    (capacity_of_naru(5), "capacities_differ", ""),
    (columns_lost, "column_missing", ""),
    (lambda f: f.decisions["A01"].pop("reason"), "column_missing", ""),
    (application("A01", application_no=""), "application_no_empty", ""),
    (application("A01", application_no="A02"), "application_doubled", "A02"),
    (application("A01", choices="naru;nobody"), "choice_unknown", "A01"),
    (application("A01", choices="naru;dasom; naru"), "choice_doubled", "A01"),
    (lambda f: f.stage.update(choices_limit=1), "choices_too_many", "A01"),
    (application("A01", score="100.001"), "score_invalid", "A01"),
    (application("A01", score="87.5000"), "score_invalid", "A01"),
    (application("A01", score="-1"), "score_invalid", "A01"),
    (application("A01", score="٨٧"), "score_invalid", "A01"),
    (application("A01", trait__female="perhaps"), "trait_invalid", "A01"),
    (lambda f: f.decisions.pop("A12"), "row_missing", "A12"),
    (lambda f: f.decisions.pop("A01"), "row_missing", "A01"),
    (lambda f: f.applications.pop("A13"), "row_extra", "A13"),
    (lambda f: f.further_decisions.append(f.decisions["A01"]), "row_doubled", "A01"),
    (decision("A01", decision="chosen"), "decision_unknown", "A01"),
    (decision("A01", executor="nobody"), "executor_unknown", "A01"),
    (decision("A13", executor="nobody"), "executor_unknown", "A13"),
    (decision("A03", executor="dasom"), "executor_not_chosen", "A03"),
    (decision("A09", decision="selected"), "executor_not_chosen", "A09"),
    (decision("A12", decision="not_selected"), "decision_wrong", "A12"),
    (decision("A13", decision="reserve", reserve_rank="3"), "decision_wrong", "A13"),
    (decision("A11", executor="naru"), "executor_wrong", "A11"),
    (decision("A09", executor="naru"), "executor_wrong", "A09"),
    (decision("A01", rank="2"), "rank_wrong", "A01"),
    (decision("A09", rank="11"), "rank_wrong", "A09"),
    (decision("A01", score="95.001"), "score_wrong", "A01"),
    (decision("A09", score="0.000"), "score_wrong", "A09"),
    (decision("A01", seat="window"), "seat_wrong", "A01"),
    (decision("A13", seat="open"), "seat_wrong", "A13"),
    (decision("A01", cutoff="95.000"), "cutoff_wrong", "A01"),
    (decision("A03", cutoff="85.000"), "cutoff_wrong", "A03"),
    (decision("A09", cutoff=""), "cutoff_wrong", "A09"),
    (decision("A06", reserve_rank="2"), "reserve_rank_wrong", "A06"),
    (decision("A01", reason="set_aside:female"), "reason_wrong", "A01"),
    (decision("A06", reason="below_cutoff:dasom=78.000<70.000|cap:retail"), "reason_wrong", "A06"),
    (decision("A13", reason="below_cutoff:dasom=50.000<70.000"), "reason_wrong", "A13"),
]


# Some deeds cannot but be seen from more than one side.
AMONG_OTHERS: list[tuple[Callable[[Files], Any], str, str]] = [
    # A13 is let in at naru: one too many, and not by the rules.
    (decision("A13", decision="selected", executor="naru", seat="open"), "quota_exceeded", ""),
    (decision("A13", decision="selected", executor="naru", seat="open"), "not_chosen", "A13"),
    (decision("A13", decision="selected", executor="naru", seat="open"), "decision_wrong", "A13"),
    # A01 is thrown out.
    (decision("A01", decision="not_selected"), "blocking_pair", "A01"),
    (decision("A01", decision="not_selected"), "decision_wrong", "A01"),
    # A02 goes to naru as it would like to, where the cap forbids it.
    (decision("A02", executor="naru"), "cap_exceeded", ""),
    (decision("A02", executor="naru"), "not_chosen", "A02"),
    (decision("A02", executor="naru"), "blocking_pair", "A06"),
    (decision("A02", executor="naru"), "executor_wrong", "A02"),
    # Seats are relabelled.
    (decision("A01", seat="female"), "set_aside_exceeded", ""),
    (decision("A01", seat="female"), "set_aside_not_qualified", "A01"),
    (decision("A03", seat="female"), "seat_wrong", "A03"),
    # Another seed puts A06 before A07.
    (lambda f: setattr(f, "seed", "2026"), "rank_wrong", "A06"),
]


@pytest.mark.parametrize(("spoil", "code", "number"), EXACT)
def test_a_spoilt_file_says_exactly_what_was_spoilt(
    spoil: Callable[[Files], Any], code: str, number: str
) -> None:
    files = Files()
    spoil(files)
    found = files.faults()
    assert (code, number) == (found[0].code, found[0].application_no)
    assert {fault.code for fault in found} == {code}
    assert all(fault.message.format(**fault.params) for fault in found)


@pytest.mark.parametrize(("spoil", "code", "number"), AMONG_OTHERS)
def test_a_deed_is_named_and_its_doer(spoil: Callable[[Files], Any], code: str, number: str) -> None:
    files = Files()
    spoil(files)
    found = files.faults()
    assert (code, number) in {(fault.code, fault.application_no) for fault in found}
    assert all(fault.message.format(**fault.params) for fault in found)


def test_one_spoilt_row_casts_no_doubt_on_others() -> None:
    for number in example.decisions():
        for column in ("executor", "rank", "score", "seat", "cutoff", "reserve_rank", "reason"):
            files = Files()
            files.decisions[number["application_no"]][column] = "?"
            named = {fault.application_no for fault in files.faults() if fault.application_no}
            assert named == {number["application_no"]}, column


def test_equal_scores_without_a_seed_are_a_fault_at_each_executor() -> None:
    files = Files()
    files.seed = None
    assert [(f.code, f.application_no, f.params) for f in files.faults()] == [
        ("tie_without_seed", "A07", {"executor": "dasom", "other": "A06"}),
        ("tie_without_seed", "A07", {"executor": "naru", "other": "A06"}),
    ]


def test_without_equal_scores_no_seed_is_needed() -> None:
    files = Files()
    files.seed = None
    files.applications["A07"]["score"] = "78.001"
    files.decisions["A07"]["score"] = "78.001"
    assert files.faults() == []


def test_several_faults_are_all_told() -> None:
    files = Files()
    decision("A01", rank="9", score="1.000", reason="?")(files)
    decision("A04", cutoff="1.000")(files)
    assert [(f.code, f.application_no) for f in files.faults()] == [
        ("rank_wrong", "A01"),
        ("score_wrong", "A01"),
        ("reason_wrong", "A01"),
        ("cutoff_wrong", "A04"),
    ]


def test_the_columns_that_are_needed_are_told_before_anything_is_read() -> None:
    applied, decided = list(example.applications()[0]), list(example.decisions()[0])
    assert missing_columns(example.STAGE, applied, decided) == []
    lacking = missing_columns(example.STAGE, applied[1:], [*decided[:-1], "extra"])
    assert [fault.params for fault in lacking] == [
        {"file": "applications", "column": "application_no"},
        {"file": "decisions", "column": "reason"},
    ]
    # One column per executor: all or none.
    one_of_two = [*[name for name in applied if name != "score"], "score.naru"]
    assert [f.params["column"] for f in missing_columns(example.STAGE, one_of_two, decided)] == [
        "score.dasom"
    ]


def test_caps_that_work_against_each_other_are_told() -> None:
    """With two caps a choice need not be substitutable, and there may be nothing to prove.

    One executor, four seats, up to one of them set aside, each cap half of the open seats. While E is not
    there, all four are open and X1 X2 Y1 Y2 take them, so that Z goes to the second executor. E, refused
    by that one, comes and takes the set-aside seat: three open seats, one for each cap, and now there is
    room for Z, which likes this executor better: no order of proposals ends well.
    """
    # docs/algorithms/verification.md tells more.
    stage = {
        "id": "s",
        "executors": [{"id": "p", "capacity": 4}, {"id": "q", "capacity": 1}],
        "pooled": False,
        "quota": 5,
        "choices_limit": None,
        "reserve_length": 0,
        "set_asides": [{"id": "e", "share_bp": 2000}],
        "caps": [{"id": "x", "share_bp": 5000}, {"id": "y", "share_bp": 5000}],
    }
    rows = example.rows_of("""
application_no | choices | score.p | score.q | trait.e | trait.x | trait.y
E              | q;p     | 10      | 10      | true    | false   | false
X1             | p       | 90      | 0       | false   | true    | false
X2             | p       | 89      | 0       | false   | true    | false
Y1             | p       | 88      | 0       | false   | false   | true
Y2             | p       | 87      | 0       | false   | false   | true
Z              | p;q     | 80      | 90      | false   | false   | false
""")
    found = find_faults(stage, rows, [], "2025")
    assert [(f.code, f.application_no, f.params) for f in found] == [
        ("no_stable_result", "Z", {"executor": "p"})
    ]


def test_every_fault_has_been_provoked() -> None:
    elsewhere = {
        "tie_without_seed",
        "no_stable_result",  # both above
        "not_optimal",  # test_examples.py
        "reviews_invalid",
        "reviews_not_linked",
        "reviews_not_settled",
        "score_not_of_reviews",  # all four test_reviews.py
        "instant_invalid",
        "nominations_invalid",
        "part_invalid",
        "score_not_of_parts",
        "lot_without_seed",
        "commitment_missing",
        "commitment_differs",  # all seven test_ways.py, here and of the selection
        "votes_invalid",
        "points_not_of_votes",
        "ballot_differs",
        "ballot_doubled",
        "ballot_too_many",
        "ballot_unclear",
        "sealed_differs",
        "votes_not_of_ballots",
        "candidate_missing",  # all nine test_votes.py of the selection
        "votes_emptied",
        "votes_of_latecomer",  # both tests/cli/test_not_checked.py
        "holder_missing",  # below
        "file_changed",
        "file_not_listed",
        "stage_differs",  # all three test_bundle.py
    }
    assert {code for _, code, _ in EXACT + AMONG_OTHERS} | elsewhere == set(MESSAGES)


def test_in_a_pool_after_executors_whoever_is_held_by_none_is_told_without_a_name():
    stage = {
        "id": "s", "pooled": True, "quota": 1, "choices_limit": 1, "reserve_length": 0,
        "executors": [{"id": "naru"}], "set_asides": [], "caps": [],
    }  # fmt: skip
    rows = [{"application_no": "A1", "choices": "", "executor": "", "score": "90"}]
    found = find_faults(stage, rows, [], None)
    assert [(one.code, one.application_no) for one in found] == [("holder_missing", "A1")]
