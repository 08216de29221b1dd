"""Every example in docs/rules.md is true of every executor."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from tests.engine.rules.executors import EXECUTORS, bound
from tests.engine.rules.oracle import Days, Reply
from tests.engine.rules.rows import FIELDS, row_of

from dure.engine.law.dated import MissingParameter
from dure.engine.rules import RuleError, parse_rule

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "rules.md"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
ANSWERS = {"true": True, "false": False, "not known": None}


def blocks(kind: str) -> list[str]:
    return [body.strip() for name, body in BLOCKS if name == kind]


def dated(written: str) -> tuple[Days, str]:
    match = re.fullmatch(r"on (\S+): (.*)", written)
    day, rule = match.groups() if match else ("2025-03-18", written)
    return Days(date.fromisoformat(day), date.fromisoformat(day)), rule


@pytest.mark.parametrize("block", blocks("rule"), ids=lambda b: b.splitlines()[0])
def test_an_example_holds(block):
    first, *lines = block.splitlines()
    days, rule = dated(first)
    rows, expected = [], []
    for line in lines:
        cells, reply = line.split(" → ")
        answer, _, missing = reply.partition(": ")
        rows.append(row_of(YAML(typ="safe").load(cells)))
        expected.append(Reply(ANSWERS[answer], frozenset(filter(None, missing.split(", ")))))
    assert lines
    for name, executor in EXECUTORS.items():
        assert executor([rule], days, rows) == [expected], name


@pytest.mark.parametrize("line", [line for block in blocks("refused") for line in block.splitlines()])
def test_an_example_is_refused(line):
    rule, code = line.split(" → ")
    with pytest.raises(RuleError) as caught:
        parse_rule(rule, fields=FIELDS)
    assert [problem.code for problem in caught.value.problems] == [f"rule.{code}"]


@pytest.mark.parametrize("line", [line for block in blocks("missing") for line in block.splitlines()])
def test_an_example_has_no_law(line):
    written, parameter = line.split(" → ")
    days, rule = dated(written)
    with pytest.raises(MissingParameter) as caught:
        bound(rule, days)
    assert (caught.value.name, caught.value.day) == (parameter, days.as_of)


def test_the_document_has_examples_of_every_kind():
    assert {name for name, _ in BLOCKS} == {"rule", "refused", "missing"}
    assert len(blocks("rule")) >= 12
