"""Set-asides and caps that do nothing, or less than their share says, are named with why."""

from __future__ import annotations

from tests.engine.selection.selection_case import Case, applied, stage

from dure.engine.selection.gaps import Gap, cap_gaps, set_aside_gaps


def gaps(case: Case, **unknown: int) -> list[tuple[str, str, int, int, int, int]]:
    found = set_aside_gaps(case.plan, case.applications, case.decided(), unknown)
    return [(g.id, g.why, g.seats, g.seated, g.members, g.unknown) for g in found]


def of(share_bp: int, *rows: tuple[str, str, bool]) -> Case:
    return Case(
        stage({"naru": 3}, set_asides={"female": share_bp}),
        tuple(
            applied(number, "naru", points, *(["female"] if woman else []), of=["female"])
            for number, points, woman in rows
        ),
    )


def test_a_share_that_makes_no_whole_seat_is_named():
    case = of(3000, ("A1", "90", True), ("A2", "80", False))  # 3 × 0.3 = 0.9
    assert gaps(case) == [("female", "rounded", 0, 0, 1, 0)]


def test_seats_for_a_group_of_which_nobody_is_are_named_and_whether_it_is_known():
    case = of(7000, ("A1", "90", False), ("A2", "80", False))  # 3 × 0.7 = 2.1
    assert gaps(case) == [("female", "nobody", 2, 0, 0, 0)]
    assert gaps(case, female=1) == [("female", "nobody_known", 2, 0, 0, 1)]


def test_fewer_of_the_group_than_seats_and_those_of_whom_it_is_not_known():
    case = of(7000, ("A1", "90", True), ("A2", "80", False))
    assert gaps(case) == [("female", "fewer", 2, 1, 1, 0)]
    assert gaps(case, female=4) == [
        ("female", "fewer", 2, 1, 1, 4),
        ("female", "unknown", 2, 1, 1, 4),
    ]


def test_whoever_has_no_score_does_not_stand():
    case = of(7000, ("A1", "", True), ("A2", "80", False))
    assert gaps(case) == [("female", "nobody", 2, 0, 0, 0)]


def test_a_set_aside_that_is_full_is_not_named():
    assert gaps(of(7000, ("A1", "90", True), ("A2", "80", True), ("A3", "95", False))) == []


def test_the_one_gap_names_its_figures():
    case = of(3000, ("A1", "90", True))
    assert set_aside_gaps(case.plan, case.applications, case.decided(), {}) == (
        Gap("female", "rounded", 0, 0, 1, 0),
    )


def capped(share_bp: int, *rows: tuple[str, str, bool]) -> Case:
    return Case(
        stage({"naru": 4}, caps={"retail": share_bp}),
        tuple(
            applied(number, "naru", points, *(["retail"] if under else []), of=["retail"])
            for number, points, under in rows
        ),
    )


def caps(case: Case, **unknown: int) -> list[tuple[str, str, int, int, int, int]]:
    found = cap_gaps(case.plan, case.applications, case.decided(), unknown)
    return [(g.id, g.why, g.seats, g.seated, g.members, g.unknown) for g in found]


def test_a_cap_that_nobody_is_under_is_named_and_whether_it_is_known():
    case = capped(5000, ("A1", "90", False), ("A2", "", True))  # who has no score does not stand
    assert caps(case) == [("retail", "cap_nobody", 2, 0, 0, 0)]
    assert caps(case, retail=1) == [("retail", "cap_nobody_known", 2, 0, 0, 1)]


def test_a_cap_that_allows_every_open_seat_is_named():
    assert caps(capped(10000, ("A1", "90", True))) == [("retail", "cap_all", 4, 1, 1, 0)]


def test_a_cap_of_which_no_more_stand_than_may_be_selected_keeps_nobody_out():
    case = capped(5000, ("A1", "90", True), ("A2", "80", True), ("A3", "70", False))
    assert caps(case) == [("retail", "cap_loose", 2, 2, 2, 0)]


def test_a_cap_that_may_keep_somebody_out_is_not_named_but_those_of_whom_it_is_not_known_are():
    case = capped(5000, ("A1", "90", True), ("A2", "80", True), ("A3", "70", True))
    assert caps(case) == []
    assert caps(case, retail=2) == [("retail", "cap_unknown", 2, 2, 3, 2)]


def test_a_cap_is_a_share_of_the_seats_that_no_group_has_taken():
    case = Case(
        stage({"naru": 4}, set_asides={"female": 5000}, caps={"retail": 5000}),
        (
            applied("A1", "naru", "90", "female", of=["female", "retail"]),
            applied("A2", "naru", "80", "female", of=["female", "retail"]),
            applied("A3", "naru", "70", "retail", of=["female", "retail"]),
        ),
    )
    # Two of four seats go to the group: half of the two open ones is one, and one stands.
    assert caps(case) == [("retail", "cap_loose", 1, 1, 1, 0)]
