"""Simulation on files and on synthetic populations; the worked example of its page is run."""

from __future__ import annotations

import pytest
from tests.files.documented import block, rows

from dure.engine.problems import Refused
from dure.engine.programme import load
from dure.engine.simulation import Simulation, plain
from dure.files.simulating import Asked, simulate_file, simulate_synthetic

PAGE = "simulation.md"
TEXT = block(PAGE, "yaml programme")


def programme(text: str = TEXT):
    return load(text.encode())


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> Simulation:
    path = tmp_path_factory.mktemp("simulation") / "merchants.csv"
    path.write_text(block(PAGE, "csv merchants"), encoding="utf-8")
    other = programme(TEXT.replace("employees < 5", "employees < 10"))
    return simulate_file(Asked(programme(), other), path)


def said(values: list[tuple[object, ...]]) -> list[list[str]]:
    return [[str(value) for value in row] for row in values]


def test_what_each_rule_excludes(found):
    rules = [(r.id, r.fails, r.fails_alone, r.frees, r.unknown) for r in found.now.trial.rules]
    assert said(rules) == rows(PAGE, "rules")


def test_which_field_settles_how_many_alone_and_together(found):
    trial = found.now.trial
    assert said([(f.name, f.settles, f.missing) for f in trial.fields]) == rows(PAGE, "fields")
    assert said([(a.name, a.settles) for a in trial.asks]) == rows(PAGE, "asks")


def test_who_is_eligible_by_region(found):
    groups = found.now.trial.groups["regions"]
    assert said([(c.group, c.eligible, c.ineligible, c.unknown) for c in groups]) == rows(PAGE, "regions")
    whole = found.now.trial.whole
    assert (whole.eligible, whole.ineligible, whole.unknown) == (1, 5, 4)


def test_every_dimension_counts_everybody_once(found):
    for judged in (found.now, found.was):
        sums = {name: sum(c.total for c in groups) for name, groups in judged.trial.groups.items()}
        assert sums == dict.fromkeys(("regions", "sections", "employees", "sales", "sexes", "ages"), 10)


def test_cost_by_stage_and_fund(found):
    stages = [(s.id, s.low, s.high, s.low_won, s.high_won) for s in found.now.stages]
    assert said(stages) == rows(PAGE, "stages")
    funds = [(f.id, f.total_won, f.low_won, f.high_won, f.standing) for f in found.now.funds]
    assert said(funds) == rows(PAGE, "funds")


def test_two_versions_side_by_side(found):
    comparison = found.comparison
    moves = sorted((was, now, count) for (was, now), count in comparison.moves.items())
    assert said(moves) == rows(PAGE, "moves")
    assert (comparison.gained, comparison.lost) == (0, 1)
    assert comparison.lost_by == (("few", 1),)
    assert comparison.gained_by == ()
    assert [(c.group, c.gained, c.lost) for c in comparison.groups["regions"]] == [
        ("11", 0, 1),
        ("26", 0, 0),
        ("50", 0, 0),
    ]
    assert found.was.trial.whole.eligible == 2


def test_the_other_way_round_what_was_lost_is_gained(tmp_path):
    path = tmp_path / "merchants.csv"
    path.write_text(block(PAGE, "csv merchants"), encoding="utf-8")
    other = programme(TEXT.replace("employees < 5", "employees < 10"))
    back = simulate_file(Asked(other, programme()), path).comparison
    assert (back.gained, back.lost, back.gained_by) == (1, 0, (("few", 1),))


def test_a_version_against_itself_moves_nobody(tmp_path):
    path = tmp_path / "merchants.csv"
    path.write_text(block(PAGE, "csv merchants"), encoding="utf-8")
    comparison = simulate_file(Asked(programme(), programme()), path).comparison
    assert (comparison.gained, comparison.lost) == (0, 0)
    assert all(was == now for was, now in comparison.moves)


def test_the_same_seed_gives_the_same_simulation():
    first, again = (plain(simulate_synthetic(Asked(programme()), 500, 7)) for _ in range(2))
    assert first == again
    assert first["population"] == {"name": "", "size": 500, "seed": 7, "on": "2025-04-01"}
    assert plain(simulate_synthetic(Asked(programme()), 500, 8)) != first


def test_a_bad_cell_refuses_the_whole_file(tmp_path):
    path = tmp_path / "merchants.csv"
    path.write_text(block(PAGE, "csv merchants").replace("0000000015", "0000000016"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        simulate_file(Asked(programme()), path)
    assert [p.params["row"] for p in refused.value.problems] == [2]
