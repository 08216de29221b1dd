"""Open entitlements in the file: what deciding by itself needs is there, or the file is refused."""

from __future__ import annotations

import pytest
from tests.engine.programme.opened import DOCUMENT, file

from dure.engine.problems import Refused
from dure.engine.programme import load
from dure.engine.programme.capabilities import unmet_needs


def codes(text: str) -> set[str]:
    try:
        load(text.encode())
    except Refused as refused:
        return {problem.code for problem in refused.problems}
    return set()


def test_a_call_without_stages_is_read_and_needs_nothing():
    loaded = load(file().encode())
    assert loaded.programme.open_benefit is not None
    assert loaded.programme.stages == ()
    assert "granted_by_applying" not in unmet_needs(loaded.programme)


STAGE = """stages:
  - {{id: first, title: {{ko: 단계, en: Stage}}, quota: {{total: 5}}, over: all, chosen_by: {by}{more}}}
"""


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("programme.open_documents", "stages: []\n", DOCUMENT + "stages: []\n"),
        ("programme.open_line", ", line: main", ""),
        ("programme.open_line", "line: main,", "line: other,"),
        ("programme.open_year", ", line: main", ", line: main, year: 2025"),
        ("programme.open_amount", "    amount_won: 300000\n", ""),
        ("programme.open_rule", "    unit_won: 15\n", "    unit_won: 15\n    only_for: employees < 2\n"),
        (
            "programme.open_executor",
            "eligibility:",
            "  - {id: otter, name: {ko: 수달라이브, en: Otter Live}}\neligibility:",
        ),
        ("programme.open_stage", "stages: []\n", STAGE.format(by="score", more=", benefits: [credit]")),
        ("programme.open_first_come", "stages: []\n", STAGE.format(by="first_come", more="")),
    ],
)
def test_what_would_keep_it_from_being_granted_is_found(code, old, new):
    text = file()
    assert old in text
    assert codes(text.replace(old, new, 1)) == {code}


def test_only_one_benefit_is_open_and_none_that_another_body_decides():
    second = """\
  - id: loan
    kind: finance
    title: {ko: 대출, en: Loan}
    product: loan
    decided_by: {ko: 은행, en: A bank}
    provided_by: other_body
    open: {granted_by: acceptance}
funds:
"""
    assert codes(file().replace("funds:\n", second, 1)) == {"programme.open_one"}
    only = file().replace("benefits:\n", "benefits:\n" + second.removesuffix("funds:\n"), 1)
    assert codes(only) == {"programme.open_one", "programme.open_finance"}
