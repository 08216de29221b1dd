"""Several processes find what one finds, fault by fault; shortcuts lead where the long way leads."""

from __future__ import annotations

import os
from array import array

import pytest
from tests.engine.verification import example
from tests.engine.verification.test_faults import AMONG_OTHERS, EXACT, Files

from dure.engine.verification import checker
from dure.engine.verification.arrays import ArrayTools
from dure.engine.verification.checker import Fault, find_faults


@pytest.fixture(params=[checker.Tools, ArrayTools], ids=["lists", "arrays"])
def tools(request: pytest.FixtureRequest) -> checker.Tools:
    made: checker.Tools = request.param()
    return made


@pytest.fixture
def many_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirteen applications are many: cut into blocks of three, read two at a time."""
    monkeypatch.setattr(checker, "FEW", 3)
    monkeypatch.setattr(checker, "PIECE", 2)


def found_by(processes: int, files: Files, tools: checker.Tools = checker.TOOLS) -> list[Fault]:
    applied = [*files.applications.values(), *files.further_applications]
    decided = [*files.decisions.values(), *files.further_decisions]
    return find_faults(files.stage, applied, decided, files.seed, processes=processes, tools=tools)


@pytest.mark.usefixtures("many_pieces")
def test_three_processes_prove_the_example(tools: checker.Tools) -> None:
    assert found_by(3, Files(), tools) == []


@pytest.mark.usefixtures("many_pieces")
@pytest.mark.parametrize("place", range(0, len(EXACT) + len(AMONG_OTHERS), 3))
def test_two_processes_name_the_same_faults_in_the_same_order_as_one(place: int) -> None:
    files = Files()
    [*EXACT, *AMONG_OTHERS][place][0](files)
    found = found_by(2, files)
    assert found
    assert found == found_by(1, files)
    assert found == found_by(1, files, ArrayTools())


def test_what_a_process_does_not_answer_is_done_here() -> None:
    here = os.getpid()

    def dies() -> int:
        return os.getpid() if os.getpid() == here else os._exit(1)  # type: ignore[func-returns-value]

    assert checker.side_by_side([lambda: 1, dies, lambda: 3], 3) == [1, here, 3]


def test_columns_are_read_as_rows_are_and_a_score_beside_the_choices_must_be_one() -> None:
    files = Files()
    rows = [
        {**{k: v for k, v in row.items() if k != "score"}, "score.naru": row["score"], "score.dasom": "x"}
        for row in files.applications.values()
    ]
    for row in rows:
        if "dasom" in row["choices"]:
            row["score.dasom"] = row["score.naru"]
    columns = checker.Columns({name: [row[name] for row in rows] for name in rows[0]})
    decided = list(files.decisions.values())
    (one, *_) = of_rows = find_faults(files.stage, rows, decided, files.seed)
    assert (one.code, one.params) == ("score_invalid", {"column": "score.dasom", "found": "x"})
    assert find_faults(files.stage, columns, decided, files.seed) == of_rows
    for row in rows:
        row["score.dasom"] = "" if row["score.dasom"] == "x" else row["score.dasom"]
    columns = checker.Columns({name: [row[name] for row in rows] for name in rows[0]})
    assert find_faults(files.stage, rows, decided, files.seed) == []
    assert find_faults(files.stage, columns, decided, files.seed) == []


@pytest.mark.parametrize(
    ("texts", "scores"),
    [
        (["87.500", "7.500", "100.000", "0.001"], [87500, 7500, 100000, 1]),
        (["87.500", "100.001"], [87500, checker.BAD_SCORE]),
        (["87.500", ""], [87500, checker.NO_SCORE]),
        (["87.500", "87.5", " 87 "], [87500, 87500, 87000]),
        (["87.500\n87.500"], [checker.BAD_SCORE]),
        (["0", "00.000.000"], [0, checker.BAD_SCORE]),
        (["8_7.500", "٨٧.٥٠٠", "+7.500"], [checker.BAD_SCORE] * 3),
        ([], []),
    ],
)
def test_scores_are_read_together_as_one_by_one(
    texts: list[str], scores: list[int], tools: checker.Tools
) -> None:
    assert list(tools.read_scores(texts, checker.Scores())) == scores
    assert list(map(checker.Scores().__getitem__, texts)) == scores


def read_example() -> tuple[checker.Stage, checker.People]:
    stage, _ = checker.read_stage(example.STAGE)
    assert stage is not None
    people, _ = checker.read_applications(stage, example.applications(), example.SEED)
    assert people is not None
    return stage, people


def test_beyond_the_first_the_order_goes_on_as_it_began() -> None:
    stage, people = read_example()
    _, ranking = checker.optimal_and_ranked(stage, people, 1)
    short = ranking._replace(best=[best[:2] for best in ranking.best], many=2)
    for e in range(len(stage.choosers)):
        whole = list(ranking.order(people, e))
        assert len(whole) > 2
        assert list(short.order(people, e)) == whole


def test_where_the_first_bits_of_the_draw_are_equal_the_rest_decides(tools: checker.Tools) -> None:
    """A07 and A06 have 78 points at dasom; the draw puts A07 first, whatever the keys say."""
    _, people = read_example()
    at_dasom = array("i", [i for i in range(len(people.numbers)) if 1 in people.chosen(i)])
    assert people.lists[1].persons == at_dasom
    by_keys = checker.put_in_order(people, 1, 100, tools)
    equal = checker.Arrivals(array("d", [0.0]) * len(at_dasom), at_dasom)
    alike = people._replace(lists=[people.lists[0], equal, *people.lists[2:]])
    ranks, best = checker.put_in_order(alike, 1, 100, tools)
    assert (ranks, best) == by_keys
    numbers = [people.numbers[i] for i in best]
    assert numbers.index("A07") + 1 == numbers.index("A06")
