"""The tables of a simulation: cost by fund and stage, and both versions side by side."""

from __future__ import annotations

import pytest
from tests.files.documented import block

from dure.engine.programme import load
from dure.engine.simulation import plain
from dure.files.reports import ReportTable, simulation_tables
from dure.files.simulating import Asked, simulate_file

PAGE = "simulation.md"
TEXT = block(PAGE, "yaml programme")
WITHOUT_TAXES = TEXT.replace(
    "  - {id: taxes, rule: NOT tax_arrears, reason: {en: No taxes in arrears.}}\n", ""
).replace("quota: {total: 3}", "quota: {total: 2}")
BESIDE = TEXT.replace(
    "    benefits: [promotion]", "    benefits: [promotion, prize]"
).replace(
    "benefits:\n  - {id: advice",
    "benefits:\n  - {id: prize, kind: service, title: {en: Prize}, amount_won: 7000}\n  - {id: advice",
)  # fmt: skip


@pytest.fixture
def tables(tmp_path):
    path = tmp_path / "merchants.csv"
    path.write_text(block(PAGE, "csv merchants"), encoding="utf-8")

    def of(text: str, other: str | None = None) -> dict[str, ReportTable]:
        asked = Asked(load(text.encode()), None if other is None else load(other.encode()))
        found = plain(simulate_file(asked, path))
        return {table.id: table for table in simulation_tables(found, "en")}

    return of


def test_what_is_left_of_a_fund_after_each_stage(tables):
    assert tables(TEXT)["fund_stages"].rows == (
        ("Money (money)", "Advice (advise)", 100_000, 300_000, 1_100_000, 900_000),
        ("Money (money)", "Promotion (promote)", 1_000_000, 1_000_000, 100_000, -100_000),
    )


def test_what_no_fund_pays_stands_in_a_line_of_its_own(tables):
    rows = tables(BESIDE)["fund_stages"].rows
    assert rows[-1] == ("No fund is named", "Promotion (promote)", 7000, 7000, None, None)
    assert len(rows) == 3


def test_of_two_versions_each_table_shows_both(tables):
    found = tables(TEXT, WITHOUT_TAXES)
    assert found["rules"].rows == (
        ("Fewer than five employees. (few)", 3, 2, 1, 3, 3, 2, 2, 3),
        ("Sells online. (online)", 2, 1, 1, 1, 2, 1, 1, 1),
        ("No taxes in arrears. (taxes)", 1, 1, 0, 3, None, None, None, None),
    )
    assert found["stages"].rows[0] == (
        ("Advice (advise)", "3", 1, 3, 100_000, 300_000, "2", 200_000, 200_000)
    )
    assert found["funds"].rows == (
        (
            *("Money (money)", 1_200_000, 1_100_000, 1_300_000, 0),
            "Enough for those who are eligible, not for those not known yet",
            *(1_200_000, 1_200_000, 1_200_000, "Enough"),
        ),
    )
    assert all(len(row) == len(table.headers) for table in found.values() for row in table.rows)


def test_a_rule_that_only_the_other_version_has_is_shown_too(tables):
    last = tables(WITHOUT_TAXES, TEXT)["rules"].rows[-1]
    assert last == ("No taxes in arrears. (taxes)", None, None, None, None, 1, 1, 0, 3)


def test_groups_tell_of_the_other_version_who_is_not_known(tables):
    found = tables(TEXT, WITHOUT_TAXES)["regions"]
    assert found.headers[6:9] == (
        "Other version: eligible", "Other version: not eligible", "Other version: not known yet"
    )  # fmt: skip
    assert [row[1:4] + row[6:9] for row in found.rows] == [
        (1, 1, 0, 1, 1, 0),
        (0, 2, 1, 0, 2, 1),
        (0, 2, 3, 1, 1, 3),
    ]


def test_those_lost_to_what_is_not_known_have_their_rules_and_facts(tables):
    found = tables(TEXT, WITHOUT_TAXES)
    assert "lost_by" not in found
    assert found["lost_unknown"].rows == (("No taxes in arrears. (taxes)", 1),)
    assert found["lost_missing"].rows == (("National or local taxes in arrears", 1),)


def test_a_result_that_was_kept_before_they_were_counted_is_shown_without_them(tmp_path):
    path = tmp_path / "merchants.csv"
    path.write_text(block(PAGE, "csv merchants"), encoding="utf-8")
    found = plain(simulate_file(Asked(load(TEXT.encode()), load(WITHOUT_TAXES.encode())), path))
    for name in ("lost_unknown", "lost_missing"):
        del found["comparison"][name]
    assert {"lost_unknown", "lost_missing"}.isdisjoint(t.id for t in simulation_tables(found, "ko"))
