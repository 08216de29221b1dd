"""Every example in docs/programme-file.md is a programme, or a part that fits into one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dure.engine.problems import Problem, Refused
from dure.engine.programme import Programme, load
from dure.engine.programme.reading.events import read_tree
from dure.engine.programme.reading.tree import plain

PAGE = Path(__file__).resolve().parents[3] / "docs" / "programme-file.md"
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


HALVES = ("programme.panel_without_round", "programme.panel_not_combined")


def _document(text: str) -> dict[str, object]:
    tree, problems = read_tree(text)
    assert problems == ()
    found = plain(tree)
    assert isinstance(found, dict)
    return found


def test_the_page_has_examples():
    assert len(EXAMPLES) == 15


def test_the_whole_example_is_accepted_without_a_word():
    assert load(EXAMPLES[0].encode()).problems == ()


@pytest.mark.parametrize("example", EXAMPLES[1:])
def test_an_example_fits_into_the_whole_one(example):
    # JSON is YAML: the example's sections take the place of those of the whole file.
    document = _document(EXAMPLES[0]) | _document(example)
    found = _problems(document | {"needs": _needs(document)})
    # Stages and their rounds of review stand in examples of their own.
    assert [one for one in found if one.code not in HALVES] == []


def _needs(document: dict[str, object]) -> list[object]:
    told = document.get("needs", [])
    assert isinstance(told, list)
    return [*told, *(p.params["capability"] for p in _problems(document) if p.code == "programme.not_run")]


def _problems(document: dict[str, object]) -> list[Problem]:
    try:
        return list(load(json.dumps(document, ensure_ascii=False).encode()).problems)
    except Refused as refused:
        return list(refused.problems)


def test_every_section_and_every_way_of_choosing_is_on_the_page():
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in Programme.model_fields if name != "format" and name not in page] == []
