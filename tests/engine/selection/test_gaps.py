"""Set-asides that do nothing, or less than their share says, are named with why."""

from __future__ import annotations

from tests.engine.selection.selection_case import Case, applied, stage

from dure.engine.selection.gaps import Gap, set_aside_gaps


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
