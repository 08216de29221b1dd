"""Examples with a known result: the worked one of the documentation and published markets."""

from __future__ import annotations

from typing import Any

import pytest
from tests.engine.verification import example
from tests.engine.verification.oracle import Case, Oracle

from dure.engine.verification.checker import Fault, find_faults, split_by_largest_remainder

Rows = list[dict[str, str]]


def test_the_worked_example_is_proved() -> None:
    assert find_faults(example.STAGE, example.applications(), example.decisions(), example.SEED) == []


def test_the_oracle_agrees_with_the_decisions_derived_by_hand() -> None:
    # The oracle tries all results, which 13 people are too many for: it is told the result by hand.
    by_hand = example.decisions()
    oracle = Oracle(Case(example.STAGE, example.applications(), example.SEED))
    result = {r["application_no"]: r["executor"] if r["decision"] == "selected" else "" for r in by_hand}
    assert oracle.is_stable(result)
    assert oracle.decisions(result) == by_hand


def test_order_of_rows_and_further_columns_do_not_matter() -> None:
    applied = [{**row, "shop": "두레상회"} for row in reversed(example.applications())]
    decided = [{**row, "note": ""} for row in reversed(example.decisions())]
    assert find_faults(example.STAGE, applied, decided, example.SEED) == []


def test_scores_of_a_spreadsheet_are_compared_as_numbers() -> None:
    decided = [{**row, "score": row["score"].replace(".000", ".0")} for row in example.decisions()]
    assert find_faults(example.STAGE, example.applications(), decided, example.SEED) == []


def test_seats_are_split_by_largest_remainder_and_ties_go_to_the_first_in_the_file() -> None:
    assert split_by_largest_remainder(1, [4, 4]) == [1, 0]
    assert split_by_largest_remainder(5, [3, 2, 2]) == [2, 2, 1]
    assert split_by_largest_remainder(0, [3, 2]) == [0, 0]
    assert split_by_largest_remainder(0, [0, 0]) == [0, 0]


# Published markets. An executor's list of preferences becomes scores: 90 for its first, 89 for its second …


def market(likes: dict[str, list[str]], executors: dict[str, tuple[int, list[str]]]) -> Case:
    """People's lists, and per executor its capacity and its list; who is not on it has no score there."""
    rows = []
    for person, choices in likes.items():
        row = {"application_no": person, "choices": ";".join(choices)}
        for name, (_, ranking) in executors.items():
            row[f"score.{name}"] = str(90 - ranking.index(person)) if person in ranking else ""
        rows.append(row)
    stage: dict[str, Any] = {
        "id": "market",
        "executors": [{"id": name, "capacity": capacity} for name, (capacity, _) in executors.items()],
        "pooled": False,
        "quota": sum(capacity for capacity, _ in executors.values()),
        "choices_limit": None,
        "reserve_length": 0,
        "set_asides": [],
        "caps": [],
    }
    return Case(stage, rows, None)


def check(case: Case, result: dict[str, str]) -> list[Fault]:
    return find_faults(case.stage, case.applications, Oracle(case).decisions(result), case.seed)


# Gale and Shapley 1962, example 1: three stable sets of marriages, of which the first is best for the men.
THREE_MEN = market(
    {"α": ["A", "B", "C"], "β": ["B", "C", "A"], "γ": ["C", "A", "B"]},
    {"A": (1, ["β", "γ", "α"]), "B": (1, ["γ", "α", "β"]), "C": (1, ["α", "β", "γ"])},
)


def test_gale_shapley_1962_the_result_best_for_those_who_propose_is_proved() -> None:
    assert check(THREE_MEN, {"α": "A", "β": "B", "γ": "C"}) == []


@pytest.mark.parametrize("result", [{"α": "B", "β": "C", "γ": "A"}, {"α": "C", "β": "A", "γ": "B"}])
def test_gale_shapley_1962_the_other_stable_results_are_not_optimal(result: dict[str, str]) -> None:
    assert Oracle(THREE_MEN).is_stable(result)
    assert [(fault.code, fault.application_no) for fault in check(THREE_MEN, result)] == [
        ("not_optimal", "α"),
        ("not_optimal", "β"),
        ("not_optimal", "γ"),
    ]


@pytest.mark.parametrize("result", [{"α": "A", "β": "C", "γ": "B"}, {"α": "B", "β": "A", "γ": "C"}])
def test_gale_shapley_1962_results_that_are_not_stable_have_a_blocking_pair(result: dict[str, str]) -> None:
    claims = Oracle(THREE_MEN).claims(result)
    codes = {fault.code for fault in find_faults(THREE_MEN.stage, THREE_MEN.applications, claims, None)}
    assert {"blocking_pair", "not_chosen"} <= codes
    assert "not_optimal" not in codes


def test_gale_shapley_1962_example_2_has_one_stable_result() -> None:
    case = market(
        {
            "α": ["A", "B", "C", "D"],
            "β": ["A", "D", "C", "B"],
            "γ": ["B", "A", "C", "D"],
            "δ": ["D", "B", "C", "A"],
        },
        {
            "A": (1, ["δ", "γ", "α", "β"]),
            "B": (1, ["β", "δ", "α", "γ"]),
            "C": (1, ["δ", "α", "β", "γ"]),
            "D": (1, ["γ", "β", "α", "δ"]),
        },
    )
    stable = {"α": "C", "β": "D", "γ": "A", "δ": "B"}
    assert Oracle(case).stable_results() == [stable]
    assert check(case, stable) == []


def test_the_residents_of_the_package_matching() -> None:
    # README of daffidwilde/matching: M [L, S], C [D, A], G [J]; two places each.
    case = market(
        {
            "A": ["C"],
            "S": ["C", "M"],
            "D": ["C", "M", "G"],
            "J": ["C", "G", "M"],
            "L": ["M", "C", "G"],
        },
        {
            "M": (2, ["D", "J", "L", "S"]),
            "C": (2, ["D", "A", "S", "L", "J"]),
            "G": (2, ["D", "J", "L"]),
        },
    )
    assert check(case, {"A": "C", "S": "M", "D": "C", "J": "G", "L": "M"}) == []


def test_a_person_with_two_traits_leaves_the_seat_that_the_other_needs() -> None:
    # Sönmez and Yenmez: one seat for women, one for disabled people; Devi is both, Freya a woman. Both
    # are taken before Abel, who has the best score of all but no seat is left open.
    case = market({"Abel": ["X"], "Devi": ["X"], "Freya": ["X"]}, {"X": (2, ["Abel", "Devi", "Freya"])})
    case.stage["set_asides"] = [{"id": "women", "share_bp": 5000}, {"id": "disabled", "share_bp": 5000}]
    for row in case.applications:
        row["trait.women"] = str(row["application_no"] != "Abel").lower()
        row["trait.disabled"] = str(row["application_no"] == "Devi").lower()
    decided = Oracle(case).decisions({"Abel": "", "Devi": "X", "Freya": "X"})
    assert [row["seat"] for row in decided] == ["", "disabled", "women"]
    assert decided[0]["reason"] == "no_open_seat:X"
    assert find_faults(case.stage, case.applications, decided, None) == []


POOL: dict[str, Any] = {
    "id": "champion",
    "executors": [{"id": "naru"}, {"id": "dasom"}],
    "pooled": True,
    "quota": 3,
    "choices_limit": 10,
    "reserve_length": 1,
    "set_asides": [{"id": "youth", "share_bp": 3400}],
    "caps": [{"id": "retail", "share_bp": 5000}],
}


def pool_files() -> tuple[Rows, Rows]:
    """One youth seat, two open ones, one of which may go to retail; one reserve over all."""
    applied = example.rows_of("""
application_no | executor | choices | score.naru | score.dasom | trait.youth | trait.retail
B1             | naru     |         | 90         | 10          | false       | true
B2             | dasom    |         | 99         | 80          | false       | true
B3             | dasom    |         |            | 70          | false       | false
B4             | naru     |         | 60         | 99          | true        | false
B5             | naru     |         | 65         |             | false       | false
B6             | naru     |         |            | 100         | true        | false
B7             | dasom    |         |            | 50          |             | false
""")
    decided = example.rows_of("""
application_no | decision | executor | rank | score | seat | cutoff | reserve_rank | reason
B1             | selected | naru     | 1    | 90    | open | 70     |              | open
B2             | reserve  | dasom    | 2    | 80    |      | 70     | 1            | cap:retail
B3             | selected | dasom    | 3    | 70    | open | 70     |              | open
B4             | selected | naru     | 5    | 60    | youth | 60    |              | set_aside:youth
B5             | not_selected | naru | 4    | 65    |      | 70     |       | below_cutoff:naru=65.000<70.000
B6             | not_selected | naru |      |       |      | 70     |              | no_score
B7             | not_selected | dasom | 6   | 50    |      | 70     |       | below_cutoff:dasom=50.000<70.000
""")
    return applied, decided


def test_a_stage_chosen_over_all_executors_is_one_pool() -> None:
    applied, decided = pool_files()
    assert find_faults(POOL, applied, decided, "2025") == []


def test_in_a_pool_another_executor_than_the_held_one_is_a_fault() -> None:
    applied, decided = pool_files()
    decided[0]["executor"] = "dasom"
    assert [fault.code for fault in find_faults(POOL, applied, decided, "2025")] == ["executor_wrong"]


def test_no_applications_and_no_decisions_are_proved() -> None:
    assert find_faults(example.STAGE, [], [], "2025") == []
