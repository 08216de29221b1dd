"""Examples that others have published, with one seat each or quotas; their orders are encoded as scores."""

from __future__ import annotations

from collections.abc import Mapping

from tests.engine.selection.selection_case import Case, applied, stage


def matched(
    lists: Mapping[str, str], orders: Mapping[str, str], places: Mapping[str, int] | int = 1
) -> dict[str, str]:
    """Run lists of applicants and orders of executors, both best first; who is not ranked has no score."""
    capacities = dict.fromkeys(orders, places) if isinstance(places, int) else places
    rows = []
    for applicant, choices in lists.items():
        scores = {
            e: str(100 - o.split().index(applicant)) if applicant in o else "" for e, o in orders.items()
        }
        rows.append(applied(applicant, choices.replace(" ", ";"), scores))
    case = Case(stage(capacities), tuple(rows))
    assert case.faults() == []
    return case.result()


# Gale and Shapley, College Admissions and the Stability of Marriage, 1962: ranking matrices.
# Each pair is (rank of the woman by the man, rank of the man by the woman).
MEN = ("alpha", "beta", "gamma", "delta")
WOMEN = ("A", "B", "C", "D")


def lists_of(matrix: str) -> tuple[dict[str, str], dict[str, str]]:
    table = [
        [tuple(map(int, cell.split(","))) for cell in line.split()] for line in matrix.strip().splitlines()
    ]
    size = range(len(table))
    men = {MEN[m]: " ".join(WOMEN[w] for w in sorted(size, key=lambda w: table[m][w][0])) for m in size}
    women = {WOMEN[w]: " ".join(MEN[m] for m in sorted(size, key=lambda m: table[m][w][1])) for w in size}
    return men, women


def test_gale_shapley_example_1_gives_whoever_proposes_the_first_choice():
    men, women = lists_of("1,3 2,2 3,1 \n 3,1 1,3 2,2 \n 2,2 3,1 1,3")
    assert matched(men, women) == {"alpha": "A", "beta": "B", "gamma": "C"}
    assert matched(women, men) == {"A": "beta", "B": "gamma", "C": "alpha"}


def test_gale_shapley_example_2_has_one_stable_result_and_nobody_gets_the_first_choice():
    men, women = lists_of("1,3 2,3 3,2 4,3 \n 1,4 4,1 3,3 2,2 \n 2,2 1,4 3,4 4,1 \n 4,1 2,2 3,1 1,4")
    assert matched(men, women) == {"alpha": "C", "beta": "D", "delta": "B", "gamma": "A"}
    assert matched(women, men) == {"A": "gamma", "B": "delta", "C": "alpha", "D": "beta"}


def test_gale_shapley_longest_example_of_ten_rounds_ends_in_its_stable_result():
    men, women = lists_of("1,3 2,2 3,1 4,3 \n 1,4 2,3 3,2 4,4 \n 3,1 1,4 2,3 4,2 \n 2,2 3,1 1,4 4,1")
    assert matched(men, women) == {"alpha": "C", "beta": "D", "delta": "B", "gamma": "A"}


def test_hospitals_and_residents_of_the_readme_of_matching():
    """daffidwilde/matching: Ada, Sam, Jo, Luc, Dani; Mercy, City, General with two positions each."""
    residents = {"A": "C", "S": "C M", "D": "C M G", "J": "C G M", "L": "M C G"}
    hospitals = {"M": "D J L S", "C": "D A S L J", "G": "D J L"}
    assert matched(residents, hospitals, 2) == {"A": "C", "D": "C", "J": "G", "L": "M", "S": "M"}


def test_suitors_and_reviewers_of_the_readme_of_matching():
    suitors = {"A": "D E F", "B": "D F E", "C": "F D E"}
    assert matched(suitors, {"D": "B C A", "E": "A C B", "F": "C B A"}) == {"A": "E", "B": "D", "C": "F"}


# Haeringer and Klijn, Constrained School Choice, section 3.4: capacities 1, 2, 1.
STUDENTS = {"i1": "s2 s1 s3", "i2": "s1 s2 s3", "i3": "s1 s2 s3", "i4": "s2 s3 s1"}
SCHOOLS = {"s1": "i1 i2 i3 i4", "s2": "i3 i4 i1 i2", "s3": "i4 i1 i2 i3"}
SEATS = {"s1": 1, "s2": 2, "s3": 1}


def test_school_choice_of_haeringer_and_klijn():
    assert matched(STUDENTS, SCHOOLS, SEATS) == {"i1": "s1", "i2": "s3", "i3": "s2", "i4": "s2"}


def test_with_two_choices_only_a_student_of_haeringer_and_klijn_stays_out_and_the_others_are_not_affected():
    """Why a limit of choices makes it matter which ones are listed."""
    short = {student: " ".join(schools.split()[:2]) for student, schools in STUDENTS.items()}
    assert matched(short, SCHOOLS, SEATS) == {"i1": "s1", "i2": "", "i3": "s2", "i4": "s2"}
    assert matched(short | {"i2": "s1 s3"}, SCHOOLS, SEATS)["i2"] == "s3"


def test_devi_and_freya_of_sonmez_and_yenmez_both_get_a_set_aside_seat():
    """Affirmative Action in India: Devi (woman, disabled) must not keep Freya (woman) from the other seat."""
    rows = (
        applied("Devi", "post", "90", "women", "disabled"),
        applied("Freya", "post", "40", "women", of=("disabled",)),
        applied("others-1", "post", "95", of=("women", "disabled")),
        applied("others-2", "post", "94", of=("women", "disabled")),
    )
    for set_asides in ({"women": 5000, "disabled": 5000}, {"disabled": 5000, "women": 5000}):
        case = Case(stage({"post": 2}, set_asides=set_asides), rows)
        assert case.faults() == []
        seats = {number: decision.seat for number, decision in case.decisions().items()}
        assert seats == {"Devi": "disabled", "Freya": "women", "others-1": "", "others-2": ""}
