"""A screening says how far it is, where it was asked for or somebody sits at a terminal."""

from __future__ import annotations

import re

import pytest
from tests.files.commands import FIRST, done, dure, programme_of, write_csv

from dure.cli import progress
from dure.cli.console import Console
from dure.cli.engine import duplicates, screen, simulate
from dure.engine.programme import load
from dure.engine.programme.books import eligibility_book
from dure.files import duplicates as searching
from dure.files import simulating
from dure.files.duplicates import find_duplicates
from dure.files.screening import STEPS, screen_file
from dure.files.simulating import Asked, simulate_file


@pytest.fixture
def asked(tmp_path):
    source = write_csv(tmp_path / "in.csv", [["business_no", "employees"], [FIRST, "2"]])
    return programme_of(tmp_path, {"staff": "employees < 5"}), source, tmp_path / "out.csv"


def test_every_step_is_told_in_its_order(asked):
    programme, source, out = asked
    steps: list[str] = []
    book = eligibility_book(load(programme.read_bytes()).programme)
    screen_file(
        book,
        merchants=source,
        out=out,
        bad_rows=None,
        problem_line=str,
        on_step=lambda step, percent: steps.append(step),
    )
    assert tuple(steps) == STEPS == tuple(screen._STEPS)


def test_a_line_says_how_many_percent_of_the_step_are_done_where_it_is_known():
    shown = progress.Progress(Console("en"), screen._STEPS)
    shown.step("judging", lambda: 42)
    assert shown.line() == "judging the merchants: 42 % (0 s)"
    shown.step("writing", lambda: None)
    assert shown.line() == "writing the verdicts (0 s)"
    korean = progress.Progress(Console("ko"), screen._STEPS)
    korean.step("judging", lambda: 42)
    assert korean.line() == "업체를 판정하는 중: 42% (0초)"


def test_lines_stand_on_standard_error_and_only_there(asked, monkeypatch):
    programme, source, out = asked
    monkeypatch.setattr(progress, "_FIRST_AFTER", 0.0)
    monkeypatch.setattr(progress, "_EVERY", 0.001)
    said = done("screen", programme, source, "-o", out, "--progress")
    assert any(line.endswith(" s)") for line in said.lines)
    assert {re.split(r": \d+ %| \(", line)[0] for line in said.lines if line.endswith(" s)")} <= {
        "reading the file",
        "looking at the columns",
        "checking the cells",
        "judging the merchants",
        "writing the verdicts",
    }
    assert said.out == ""


def test_a_simulation_and_a_search_for_duplicates_tell_their_steps_too(asked):
    programme, source, out = asked
    steps: list[str] = []
    told = Asked(load(programme.read_bytes()))
    simulate_file(told, source, on_step=lambda step, percent: steps.append(step))
    assert tuple(steps) == simulating.STEPS == tuple(simulate._STEPS)
    steps.clear()
    find_duplicates(
        merchants=source,
        out=out,
        bad_rows=None,
        problem_line=str,
        on_step=lambda step, percent: steps.append(step),
    )
    assert tuple(steps) == searching.STEPS == tuple(duplicates._STEPS)


def test_they_write_them_where_they_are_asked(asked, monkeypatch):
    programme, source, out = asked
    monkeypatch.setattr(progress, "_FIRST_AFTER", 0.0)
    monkeypatch.setattr(progress, "_EVERY", 0.001)
    for words in (("simulate", programme, source), ("duplicates", source, "-o", out)):
        assert any(line.endswith(" s)") for line in done(*words, "--progress").lines)
        assert not any(line.endswith(" s)") for line in done(*words).lines)


def test_nothing_is_said_where_nobody_asked(asked, monkeypatch):
    programme, source, out = asked
    monkeypatch.setattr(progress, "_FIRST_AFTER", 0.0)
    assert not any(line.endswith(" s)") for line in done("screen", programme, source, "-o", out).lines)


def test_the_watching_ends_with_a_refusal_too(asked, tmp_path):
    programme, _, out = asked
    said = dure("screen", programme, tmp_path / "none.csv", "-o", out, "--progress")
    assert said.code == 2
    assert not out.exists()
