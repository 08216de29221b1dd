"""Verdicts name what they were given by; what was assumed and what a code lacks is told."""

from __future__ import annotations

import json

import pytest
from tests.files.commands import FIRST, GOOD, done, programme_of, write_csv

from dure.engine.law.published import law_version
from dure.engine.programme import load
from dure.library import library_bytes

TOPS = {
    "programme_hash": load(library_bytes("tops-2025")).hash,
    "law_version": law_version(),
    "as_of": "2025-03-18",
}


@pytest.fixture
def source(tmp_path):
    return write_csv(tmp_path / "in.csv", [["business_no", *GOOD], [FIRST, *GOOD.values()]])


def test_the_summary_of_a_screening_names_file_law_and_day(tmp_path, source):
    said = done("screen", "tops-2025", source, "-o", tmp_path / "out.csv")
    hash_, law = TOPS["programme_hash"][:12], TOPS["law_version"][:12]
    assert said.lines[-1] == f"judged as of 2025-03-18 by the file {hash_} and the law tables {law}"


def test_explain_and_advise_name_them_in_json(source):
    explained = json.loads(done("explain", "tops-2025", source, FIRST, "--json").out)
    assert {name: explained[name] for name in TOPS} == TOPS
    advised = json.loads(done("advise", source, FIRST, "--all", "--programme", "tops-2025", "--json").out)
    (one,) = advised["programmes"]
    assert {name: one[name] for name in TOPS} == TOPS


def test_another_day_is_named(source):
    explained = json.loads(done("explain", "tops-2025", source, FIRST, "--as-of", "2024-05-01", "--json").out)
    assert explained["as_of"] == "2024-05-01"


def test_what_was_assumed_is_shown_with_its_value(tmp_path):
    rules = {"staff": "assume(employees, 3) < 5", "taxes": "NOT assume(tax_arrears, false)"}
    programme = programme_of(tmp_path, rules)
    source = write_csv(
        tmp_path / "in.csv", [["business_no", "employees", "tax_arrears"], [FIRST, "", "true"]]
    )
    page = done("explain", programme, source, FIRST).out.splitlines()
    assert "    assumed, for it is not known: employees = 3" in page
    found = json.loads(done("explain", programme, source, FIRST, "--json").out)
    assert [(r["id"], r["answer"], r["values"], r["assumed"]) for r in found["rules"]] == [
        ("staff", True, {"employees": None}, {"employees": 3}),
        ("taxes", False, {"tax_arrears": True}, {}),
    ]


def test_advice_says_why_a_code_that_is_told_does_not_do(tmp_path):
    programme = programme_of(tmp_path, {"trade": "ksic_in('9124')"})
    source = write_csv(
        tmp_path / "in.csv", [["business_no", "ksic", "ksic_revision"], [FIRST, "91249", "10"]]
    )
    page = done("advise", source, FIRST, "--all", "--programme", programme).out
    assert "the industry code is of KSIC revision 10: here only its division is known" in page
    found = json.loads(done("advise", source, FIRST, "--all", "--programme", programme, "--json").out)
    assert found["programmes"][0]["other_revision"] == "10"


def test_advice_says_of_which_day_it_is(source):
    words = ("advise", source, FIRST, "--programme", "tops-2025", "--on", "2025-03-20")
    assert done(*words).out.splitlines()[0] == "Calls that can be applied to on 2025-03-20"
