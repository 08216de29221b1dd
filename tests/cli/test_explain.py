"""``dure explain``: one merchant's verdict rule by rule, for reading and for programs."""

from __future__ import annotations

import json

import pytest
from tests.files.commands import FIRST, SECOND, done, refused, write_csv

ROWS = [
    ["business_no", "ksic", "employees", "annual_sales", "owner_female", "channels", "mail_order_no",
     "opened_on"],
    ["220-81-62517", "", "3", "1000000000", "true", "a;b", "", "2020-01-02"],
    [SECOND, "47911", "7", "1", "", "", "", ""],
    [SECOND, "47911", "4.5", "1", "", "", "", ""],
]  # fmt: skip


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("DURE_LANG", "en")


@pytest.fixture
def source(tmp_path):
    return write_csv(tmp_path / "in.csv", ROWS)


def test_the_page_tells_none_from_not_known(source):
    page = done("explain", "tops-2025", source, FIRST).out.splitlines()
    assert page[0] == "verdict: not known yet"
    assert page[1:5] == [
        "  small_merchant: not known yet",
        "    small_merchant()",
        "    looked at: ksic = ?, employees = 3, annual_sales = 1000000000",
        "    missing: ksic",
    ]
    assert "  sells_online: met" in page
    assert "    looked at: online_sales_share = ?, mail_order_no = none, channels = a;b" in page


def test_a_refusal_has_its_reason(source):
    page = done("explain", "tops-2025", source, SECOND).out
    assert "  small_merchant: not met" in page
    assert "→ The business must be a small merchant on the reference day" in page


def test_json_has_a_line_for_each_row_of_the_business(source):
    (line,) = done("explain", "tops-2025", source, "220-81-62517", "--json").out.splitlines()
    found = json.loads(line)
    assert found["verdict"] == "unknown"
    assert found["missing_fields"] == [
        "ksic", "closed_on", "business_status", "tax_arrears", "sanctioned_until",
    ]  # fmt: skip
    by_id = {rule["id"]: rule for rule in found["rules"]}
    assert by_id["sells_online"] == {
        "id": "sells_online",
        "answer": True,
        "values": {"online_sales_share": None, "mail_order_no": None, "channels": ["a", "b"]},
        "none": ["mail_order_no"],
        "missing": [],
        "assumed": {},
    }
    assert by_id["no_tax_arrears"]["answer"] is None
    lines = done("explain", "tops-2025", source, SECOND, "--json").out.splitlines()
    assert [json.loads(line)["rules"][0]["answer"] for line in lines] == [False, True]


def test_a_business_that_is_not_there_is_refused_with_the_bad_rows(tmp_path):
    source = write_csv(tmp_path / "in.csv", [*ROWS, ["1234567890", *[""] * 7]])
    assert refused("explain", "tops-2025", source, "1234567890") == [
        "“1234567890” is no business number: it has ten digits, the last of which checks the others",
        "in.csv: row 5, column business_no: “1234567890” is not a business number: ten digits whose check"
        " digit holds",
    ]


def test_a_number_that_no_row_has_is_said_to_be_absent(source):
    assert refused("explain", "tops-2025", source, "1248100998") == [
        "in.csv: no good row has the business number asked for"
    ]


def test_a_day_without_law_is_refused(source):
    (line,) = refused("explain", "tops-2025", source, FIRST, "--as-of", "2015-12-31")
    assert "small_enterprise_sales_ceiling" in line
