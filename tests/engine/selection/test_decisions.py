"""What a decision says: executor, rank, score, seat, cutoff and reason."""

from __future__ import annotations

from tests.engine.selection.selection_case import Case, applied, row_of, stage

from dure.engine.selection import Decision

COLUMNS = ("decision", "executor", "rank", "score", "seat", "cutoff", "reserve_rank", "reason")


def decided(case: Case, number: str) -> tuple[str, ...]:
    """Return one decision as texts, all of it proved by the checker first."""
    assert case.faults() == []
    row = row_of(case.decisions()[number])
    return tuple(row[column] for column in COLUMNS)


def test_a_selected_person_reads_the_lowest_score_of_the_same_kind_of_seat():
    rows = (
        applied("1", "a", "90", of=("x",)),
        applied("2", "a", "80", "x"),
        applied("3", "a", "70", of=("x",)),
        applied("4", "a", "60", "x"),
    )
    case = Case(stage({"a": 4}, set_asides={"x": 5000}), rows)
    assert decided(case, "1") == ("selected", "a", "1", "90.000", "open", "70.000", "", "open")
    assert decided(case, "2") == ("selected", "a", "2", "80.000", "x", "60.000", "", "set_aside:x")


def test_whoever_is_not_selected_reads_the_cutoff_of_open_seats_and_a_reason_per_choice():
    rows = (
        applied("1", "a", {"a": "90", "b": ""}),
        applied("2", "b", {"a": "", "b": "80"}),
        applied("3", "b;a", {"a": "65.5", "b": "70"}),
    )
    case = Case(stage({"a": 1, "b": 1}, reserve_length=0), rows)
    reason = "below_cutoff:b=70.000<80.000|below_cutoff:a=65.500<90.000"
    assert decided(case, "3") == ("not_selected", "b", "2", "70.000", "", "80.000", "", reason)


def test_an_empty_score_drops_that_choice_and_the_others_stay():
    row = applied("1", "b;a", {"a": "50", "b": ""})
    case = Case(stage({"a": 1, "b": 1}), (row,))
    assert decided(case, "1") == ("selected", "a", "1", "50.000", "open", "50.000", "", "open")


def test_a_first_choice_without_a_score_is_named_and_every_choice_has_its_reason():
    rows = (
        applied("1", "e0;e1", {"e0": "90", "e1": "40", "e2": ""}),
        applied("2", "e1", {"e0": "", "e1": "80", "e2": ""}),
        applied("3", "e2", {"e0": "", "e1": "", "e2": "60"}),
        applied("4", "e2;e0;e1", {"e0": "70", "e1": "75", "e2": ""}),
        applied("5", "e0;e2;e1", {"e0": "50", "e1": "55", "e2": ""}),
    )
    case = Case(stage({"e0": 1, "e1": 1, "e2": 1}, reserve_length=0), rows)
    below = "below_cutoff:e0=70.000<90.000|below_cutoff:e1=75.000<80.000"
    assert decided(case, "4") == ("not_selected", "e2", "", "", "", "60.000", "", f"no_score:e2|{below}")
    below = "below_cutoff:e0=50.000<90.000|no_score:e2|below_cutoff:e1=55.000<80.000"
    assert decided(case, "5") == ("not_selected", "e0", "3", "50.000", "", "90.000", "", below)
    listed = Case(stage({"e0": 1, "e1": 1, "e2": 1}, reserve_length=1), rows)
    below = "no_score:e2|below_cutoff:e0=70.000<90.000|below_cutoff:e1=75.000<80.000"
    assert decided(listed, "4") == ("reserve", "e0", "2", "70.000", "", "90.000", "1", below)


def test_a_row_that_tells_of_the_next_choice_in_place_of_the_first_is_a_fault():
    rows = (
        applied("1", "e0", {"e0": "90", "e1": ""}),
        applied("2", "e1;e0", {"e0": "70", "e1": ""}),
    )
    case = Case(stage({"e0": 1, "e1": 1}, reserve_length=0), rows)
    (right,) = [row for row in case.decided_rows() if row["application_no"] == "2"]
    assert (right["executor"], right["reason"]) == ("e1", "no_score:e1|below_cutoff:e0=70.000<90.000")
    wrong = right | {"executor": "e0", "rank": "2", "score": "70.000", "cutoff": "90.000"}
    told = [row if row["application_no"] == "1" else wrong for row in case.decided_rows()]
    assert [(f.code, f.params["expected"]) for f in case.faults_of(told)] == [
        ("executor_wrong", "e1"), ("rank_wrong", ""), ("score_wrong", ""), ("cutoff_wrong", ""),
    ]  # fmt: skip


def test_without_any_score_the_first_choice_is_named_and_rank_and_score_are_empty():
    rows = (applied("1", "b;a", {"a": "", "b": ""}), applied("2", "b", {"a": "", "b": "30"}))
    case = Case(stage({"a": 1, "b": 1}), rows)
    assert decided(case, "1") == ("not_selected", "b", "", "", "", "30.000", "", "no_score")


def test_the_rank_counts_everyone_who_listed_the_executor_with_a_score():
    rows = (
        applied("1", "a;b", {"a": "90", "b": "95"}),  # selected at a, and counts at b
        applied("2", "b", {"a": "", "b": ""}),  # no score: does not count
        applied("3", "b", {"a": "99", "b": "80"}),  # does not list a: does not count there
        applied("4", "b;a", {"a": "70", "b": "70"}),
    )
    case = Case(stage({"a": 2, "b": 1}), rows)
    ranks = {n: (d.executor, d.rank) for n, d in case.decisions().items()}
    assert ranks == {"1": ("a", 1), "2": ("b", None), "3": ("b", 2), "4": ("a", 2)}
    assert case.faults() == []


def test_the_cutoff_is_empty_while_an_open_seat_is_left():
    rows = (applied("1", "a", "90", "retail"), applied("2", "a", "80", "retail"))
    case = Case(stage({"a": 2}, caps={"retail": 5000}, reserve_length=0), rows)
    assert decided(case, "1") == ("selected", "a", "1", "90.000", "open", "90.000", "", "open")
    assert decided(case, "2") == ("not_selected", "a", "2", "80.000", "", "", "", "cap:retail")


def test_the_cutoff_is_empty_where_no_seat_is_open():
    rows = (applied("1", "a", "50", "x"), applied("2", "a", "90", of=("x",)))
    case = Case(stage({"a": 1}, set_asides={"x": 10000}, reserve_length=0), rows)
    assert decided(case, "2") == ("not_selected", "a", "1", "90.000", "", "", "", "no_open_seat:a")


CAPPED = (
    applied("1", "a", "90", "retail"),
    applied("2", "a", "85", "retail"),
    applied("3", "a", "80", of=("retail",)),
    applied("4", "a", "75", "retail"),
    applied("5", "a", "70", of=("retail",)),
)


def test_the_reason_is_the_cap_before_the_last_seat_is_taken_and_the_cutoff_after():
    case = Case(stage({"a": 2}, caps={"retail": 5000}), CAPPED)
    assert case.result() == {"1": "a", "2": "", "3": "a", "4": "", "5": ""}
    reasons = {n: d.reason for n, d in case.decisions().items() if d.decision != "selected"}
    below = "below_cutoff:a={}<80.000"
    assert reasons == {"2": "cap:retail", "4": below.format("75.000"), "5": below.format("70.000")}
    assert case.faults() == []


def test_of_two_full_caps_the_first_in_the_file_is_the_reason():
    rows = (
        applied("1", "a", "90", "trade", "retail"),
        applied("2", "a", "80", "trade", "retail"),
        applied("3", "a", "70", "trade", of=("retail",)),
    )
    for caps, reason in ((("trade", "retail"), "cap:trade"), (("retail", "trade"), "cap:retail")):
        case = Case(stage({"a": 3}, caps=dict.fromkeys(caps, 3334)), rows)
        assert case.decisions()["2"].reason == reason
        assert case.decisions()["3"].reason == "cap:trade"
        assert case.faults() == []


def test_a_cap_is_a_share_of_the_open_seats_rounded_down():
    rows = tuple(applied(str(i), "a", str(90 - i), "retail") for i in range(9))
    for capacity, share_bp, taken in ((3, 5000, 1), (4, 5000, 2), (3, 3333, 0), (3, 3334, 1), (5, 10000, 5)):
        case = Case(stage({"a": capacity}, caps={"retail": share_bp}), rows)
        assert sum(1 for executor in case.result().values() if executor) == taken
        assert case.faults() == []


def test_a_cap_does_not_bind_set_aside_seats():
    rows = tuple(applied(str(i), "a", str(90 - i), "retail", "x") for i in range(4))
    case = Case(stage({"a": 4}, set_asides={"x": 5000}, caps={"retail": 5000}), rows)
    seats = {n: (d.seat, d.reason) for n, d in case.decisions().items()}
    assert seats == {
        "0": ("x", "set_aside:x"),
        "1": ("x", "set_aside:x"),
        "2": ("open", "open"),
        "3": ("", "cap:retail"),
    }
    assert case.faults() == []


def test_set_aside_seats_left_empty_count_among_the_open_seats_of_a_cap():
    rows = tuple(applied(str(i), "a", str(90 - i), "retail", of=("x",)) for i in range(4))
    case = Case(stage({"a": 4}, set_asides={"x": 5000}, caps={"retail": 5000}), rows)
    assert [n for n, executor in case.result().items() if executor] == ["0", "1"]  # half of 4, not of 2
    assert case.faults() == []


def test_in_a_pooled_stage_everybody_competes_for_one_pool_and_keeps_the_executor_held():
    rows = tuple(
        applied(n, "", s) | {"executor": e}
        for n, e, s in [
            ("1", "a", "90"),
            ("2", "a", "80"),
            ("3", "b", "70"),
            ("4", "b", ""),
            ("5", "b", "60"),
        ]
    )
    case = Case(stage({"a": 0, "b": 0}, pooled=2, reserve_length=1), rows)
    assert decided(case, "2") == ("selected", "a", "2", "80.000", "open", "80.000", "", "open")
    below = "below_cutoff:b={}<80.000"
    assert decided(case, "3") == ("reserve", "b", "3", "70.000", "", "80.000", "1", below.format("70.000"))
    assert decided(case, "4") == ("not_selected", "b", "", "", "", "80.000", "", "no_score")
    assert decided(case, "5") == (
        "not_selected",
        "b",
        "4",
        "60.000",
        "",
        "80.000",
        "",
        below.format("60.000"),
    )


def test_in_a_pooled_stage_the_score_of_the_executor_held_counts():
    rows = (
        applied("1", "", {"a": "10", "b": "90"}) | {"executor": "a"},
        applied("2", "", {"a": "99", "b": "20"}) | {"executor": "b"},
    )
    case = Case(stage({"a": 0, "b": 0}, pooled=1), rows)
    assert case.result() == {"1": "", "2": "b"}
    assert case.faults() == []


def test_nobody_applied_is_decided_too():
    assert Case(stage({"a": 1}), ()).decided_rows() == []


def test_seats_may_be_left_and_an_executor_may_have_none():
    case = Case(stage({"a": 0, "b": 5}), (applied("1", "a;b", "50"), applied("2", "a", "40")))
    assert case.faults() == []
    assert case.result() == {"1": "b", "2": ""}
    assert case.decisions()["2"] == Decision("2", "reserve", "a", 2, 40000, "", None, 1, "no_open_seat:a")


def test_where_set_asides_take_every_seat_the_reason_is_that_none_was_open():
    """One seat each at a and b. Where all is set aside for x, 1 and 2 come before 3 and 4 and get nothing."""
    rows = (applied("1", "a;b", "90", of=("x",)), applied("2", "b", "80", of=("x",)))
    rows += applied("3", "a", "10", "x"), applied("4", "b", "5", "x")
    case = Case(stage({"a": 1, "b": 1}, set_asides={"x": 5000}, reserve_length=1), rows[:3])
    assert {number: one.reason for number, one in case.decisions().items()} == {
        "1": "open", "2": "below_cutoff:b=80.000<90.000", "3": "set_aside:x",
    }  # fmt: skip
    whole = Case(stage({"a": 1, "b": 1}, set_asides={"x": 10000}, reserve_length=1), rows)
    assert {number: one.reason for number, one in whole.decisions().items()} == {
        "1": "no_open_seat:a|no_open_seat:b", "2": "no_open_seat:b", "3": "set_aside:x", "4": "set_aside:x",
    }  # fmt: skip
    assert whole.faults() == []


def test_a_person_of_the_group_for_whom_no_seat_was_left_reads_the_same_and_other_reasons_are_faults():
    rows = (applied("1", "a", "50", "x"), applied("2", "a", "90", "x"), applied("3", "a", "95", of=("x",)))
    case = Case(stage({"a": 1}, set_asides={"x": 10000}, reserve_length=0), rows)
    assert {n: one.reason for n, one in case.decisions().items()} == {
        "1": "no_open_seat:a", "2": "set_aside:x", "3": "no_open_seat:a",
    }  # fmt: skip
    told = case.decided_rows()
    told[2] = told[2] | {"reason": "below_cutoff:a=95.000<"}
    assert [(one.code, one.application_no) for one in case.faults_of(told)] == [("reason_wrong", "3")]
