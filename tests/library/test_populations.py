"""Each shipped programme on an invented population of its own, whose verdicts were written by hand.

A population has eight to twenty merchants: some eligible, some at the limits, one at least for every rule
that it alone, or with others, fails, and some whose answer is not known. ``expected_rules`` are the
rules that fail, or, for an unknown verdict, those that cannot be judged.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest

from dure.engine.profile.business_number import is_business_number
from dure.engine.programme import load
from dure.engine.programme.fields import fields_of
from dure.engine.programme.models.programme import Programme
from dure.engine.rules.binding import Occasion
from dure.engine.screening import open_rulebook
from dure.files.headers import column_named
from dure.files.screening import screen_file
from dure.library import entry_ids, library_bytes, library_ids

FOLDER = Path(__file__).parent
VERDICTS = {"eligible", "ineligible", "unknown"}


def _programme(programme_id: str) -> Programme:
    return load(library_bytes(programme_id)).programme


def _judged(programme_id: str, rules: Iterable[tuple[str, str]], tmp_path: Path) -> list[dict[str, str]]:
    """Return the rows of a population with the verdicts of the real screening."""
    programme = _programme(programme_id)
    out = tmp_path / "verdicts.csv"
    occasion = Occasion(programme.reference_day, programme.opens_on)
    screen_file(
        open_rulebook(rules, occasion, fields_of(programme)),
        merchants=FOLDER / f"{programme_id}.csv",
        out=out,
        bad_rows=None,
        problem_line=str,
    )
    with out.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _population(programme_id: str) -> list[dict[str, str]]:
    with (FOLDER / f"{programme_id}.csv").open(encoding="utf-8", newline="") as file:
        return [{column_named(k): v for k, v in row.items()} for row in csv.DictReader(file)]


def test_every_shipped_programme_and_entry_has_examples_and_no_other_file_stands_here():
    assert {path.stem for path in FOLDER.glob("*.csv")} == {*library_ids(), *entry_ids()}


@pytest.mark.parametrize("programme_id", library_ids())
def test_the_verdicts_are_those_that_were_expected(programme_id, tmp_path):
    rules = [(rule.id, rule.rule) for rule in _programme(programme_id).eligibility]
    found, expected = [], []
    for row in _judged(programme_id, rules, tmp_path):
        of_verdict = {"ineligible": "failed_rules", "unknown": "unknown_rules"}
        found.append((row["business_no"], row["verdict"], row.get(of_verdict.get(row["verdict"], ""), "")))
        expected.append((row["business_no"], row["expected"], row["expected_rules"]))
    assert found == expected


@pytest.mark.parametrize("programme_id", library_ids())
def test_every_rule_is_failed_by_somebody_and_every_verdict_is_there(programme_id):
    rows = _population(programme_id)
    assert 8 <= len(rows) <= 20
    assert {row["expected"] for row in rows} == VERDICTS
    failed = {r for row in rows if row["expected"] == "ineligible" for r in row["expected_rules"].split(";")}
    assert {rule.id for rule in _programme(programme_id).eligibility} == failed


def _for_some(programme: Programme) -> list[tuple[str, str]]:
    """Return the rules that are for some of the eligible: set-asides, caps, benefits for some."""
    rules = {
        f"{part.id}": part.rule for stage in programme.stages for part in (*stage.set_asides, *stage.caps)
    }
    rules |= {f"only_{b.id}": b.only_for for b in programme.benefits if b.only_for is not None}
    return list(rules.items())


@pytest.mark.parametrize("programme_id", [i for i in library_ids() if _for_some(_programme(i))])
def test_what_is_for_some_holds_for_some_of_the_eligible_and_not_for_others(programme_id, tmp_path):
    rules = _for_some(_programme(programme_id))
    rows = [row for row in _judged(programme_id, rules, tmp_path) if row["expected"] == "eligible"]
    for name, _ in rules:
        fails = [name in row["failed_rules"].split(";") for row in rows]
        unknown = [name in row["unknown_rules"].split(";") for row in rows]
        holds = [not f and not u for f, u in zip(fails, unknown, strict=True)]
        assert any(holds), f"{name} holds for nobody"
        assert any(fails), f"{name} fails for nobody"


@pytest.mark.parametrize("programme_id", library_ids())
def test_nobody_in_a_population_is_real(programme_id):
    rows = _population(programme_id)
    numbers = [row["business_no"].replace("-", "") for row in rows]
    assert len(set(numbers)) == len(numbers)
    for number, row in zip(numbers, rows, strict=True):
        # The tax service gives no number whose fourth and fifth digits are 00.
        assert number[3:5] == "00"
        assert is_business_number(number)
        assert row["name"].endswith("(가상)")
