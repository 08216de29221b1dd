"""``dure screen``: the verdicts of tops-2025, the same from csv, xlsx and parquet, in every format out."""

from __future__ import annotations

import pytest
from tests.files.commands import (
    VERDICTS,
    business_no,
    done,
    merchants,
    read_csv,
    read_parquet,
    refused,
    screened,
    text_table,
    write_csv,
    write_parquet,
    write_xlsx,
)

ELIGIBLE = ("eligible", "", "", "")
# What differs from an eligible merchant, and what must come out: verdict, failed, unknown, missing.
CASES = [
    ({}, ELIGIBLE),
    # small_merchant: employees below the limit (strict), sales up to the ceiling (inclusive)
    ({"employees": "5"}, ("ineligible", "small_merchant", "", "")),
    ({"annual_sales": "5000000001"}, ("ineligible", "small_merchant", "", "")),
    ({"ksic": "10111", "employees": "9.9"}, ELIGIBLE),
    ({"ksic": "10", "employees": "9.9", "annual_sales": "12000000000"}, ELIGIBLE),
    ({"ksic": "10111", "employees": "10"}, ("ineligible", "small_merchant", "", "")),
    ({"employees": ""}, ("unknown", "", "small_merchant", "employees")),
    ({"annual_sales": ""}, ("unknown", "", "small_merchant", "annual_sales")),
    ({"employees": "", "annual_sales": "6000000000"}, ("ineligible", "small_merchant", "", "")),
    ({"employees": "", "annual_sales": ""}, ("unknown", "", "small_merchant", "employees;annual_sales")),
    # an industry that is not known: the answer that all industries share is the answer
    ({"ksic": "", "employees": "10"}, ("ineligible", "small_merchant", "industry_allowed", "")),
    ({"ksic": "", "employees": "3"}, ("unknown", "", "small_merchant;industry_allowed", "ksic")),
    # sections O, T and U have no ceiling: nothing that could be filled in would help
    ({"ksic": "84111", "employees": "3"}, ("unknown", "", "small_merchant", "")),
    ({"ksic": "84111", "employees": "5"}, ("ineligible", "small_merchant", "", "")),
    # in_business: the status decides where it is known, else the closing day, which counts itself
    ({"business_status": "closed"}, ("ineligible", "in_business", "", "")),
    ({"business_status": "suspended"}, ELIGIBLE),
    ({"business_status": "active", "closed_on": "2020-01-01"}, ELIGIBLE),
    ({"business_status": "", "closed_on": "2025-03-18"}, ("ineligible", "in_business", "", "")),
    ({"business_status": "", "closed_on": "2025-03-19"}, ELIGIBLE),
    ({"business_status": "", "closed_on": ""}, ELIGIBLE),
    # sells_online: an empty cell is none, except in the share, where it is not known
    ({"mail_order_no": "", "channels": "smartstore:naru"}, ELIGIBLE),
    ({"mail_order_no": "", "online_sales_share": "0.01"}, ELIGIBLE),
    ({"mail_order_no": "", "online_sales_share": "0"}, ("ineligible", "sells_online", "", "")),
    ({"mail_order_no": ""}, ("unknown", "", "sells_online", "online_sales_share")),
    # no_tax_arrears, not_sanctioned (the last day counts)
    ({"tax_arrears": "true"}, ("ineligible", "no_tax_arrears", "", "")),
    ({"tax_arrears": ""}, ("unknown", "", "no_tax_arrears", "tax_arrears")),
    ({"sanctioned_until": "2025-03-18"}, ("ineligible", "not_sanctioned", "", "")),
    ({"sanctioned_until": "2025-03-17"}, ELIGIBLE),
    # industry_allowed: by prefix; a code too short to tell is not known
    ({"ksic": "91249", "annual_sales": "1"}, ("ineligible", "industry_allowed", "", "")),
    ({"ksic": "912", "annual_sales": "1"}, ("unknown", "", "industry_allowed", "ksic")),
    ({"ksic": "9125", "annual_sales": "1"}, ELIGIBLE),
    # several at once: ids in file order, and no missing fields once the answer is no
    (
        {"employees": "9", "business_status": "closed", "tax_arrears": "", "mail_order_no": ""},
        ("ineligible", "small_merchant;in_business", "sells_online;no_tax_arrears", ""),
    ),
    (
        {"ksic": "", "employees": "", "tax_arrears": "", "mail_order_no": ""},
        (
            "unknown",
            "",
            "small_merchant;sells_online;no_tax_arrears;industry_allowed",
            "ksic;employees;online_sales_share;tax_arrears",
        ),
    ),
]
ROWS = merchants(change for change, _ in CASES)
EXPECTED = [list(VERDICTS)] + [[business_no(i), *expected] for i, (_, expected) in enumerate(CASES, 1)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("verdicts")


@pytest.fixture(scope="module")
def sources(folder):
    return {
        "csv": write_csv(folder / "in.csv", ROWS),
        "xlsx": write_xlsx(folder / "in.xlsx", ROWS),
        "parquet": write_parquet(folder / "in.parquet", text_table(ROWS)),
    }


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_every_rule_of_tops_2025_from_every_kind_of_file(folder, sources, kind):
    said = done("screen", "tops-2025", sources[kind], "-o", folder / f"{kind}.csv")
    out = read_csv(folder / f"{kind}.csv")
    assert [row[:5] for row in out] == EXPECTED
    # the other columns come along as they are, in their order
    assert [row[5:] for row in out] == [row[1:] for row in ROWS]
    verdicts = [verdict for _, (verdict, *_) in CASES]
    for count in (len(CASES), *map(verdicts.count, ("eligible", "ineligible", "unknown"))):
        assert str(count) in said.lines[-2]
    assert "2025-03-18" in said.lines[-1]


def test_every_format_out_holds_the_same_rows(folder, sources):
    for kind in ("csv", "xlsx", "parquet"):
        done("screen", "tops-2025", sources["csv"], "-o", folder / f"same.{kind}")
    rows = read_csv(folder / "same.csv")
    assert read_parquet(folder / "same.parquet") == rows
    # xlsx is read back by Dure itself: its columns of verdicts stand beside the new ones
    done("screen", "tops-2025", folder / "same.xlsx", "-o", folder / "again.csv")
    again = read_csv(folder / "again.csv")
    assert again[0][:9] == [*VERDICTS, *(f"in.{name}" for name in VERDICTS[1:])]
    assert [row[1:5] for row in again[1:]] == [row[5:9] for row in again[1:]]
    assert [[row[0], *row[5:]] for row in again[1:]] == rows[1:]


def test_csv_bytes_have_a_bom_and_line_feeds_and_are_the_same_each_time(folder, sources):
    outs = [folder / "once.csv", folder / "twice.csv"]
    for out in outs:
        done("screen", "tops-2025", sources["csv"], "-o", out)
    once, twice = (out.read_bytes() for out in outs)
    assert once == twice
    assert once.startswith(b"\xef\xbb\xbfbusiness_no,verdict,")
    assert b"\r" not in once
    assert once.endswith(b"\n")
    assert not once.endswith(b"\n\n")
    assert once.count(b"\n") == len(ROWS)


def test_as_of_decides_the_day_and_defaults_to_the_reference_day(tmp_path):
    rows = merchants([{"sanctioned_until": "2025-03-18"}, {"business_status": "", "closed_on": "2025-08-31"}])
    assert [row["verdict"] for row in screened(tmp_path, rows)] == ["ineligible", "eligible"]
    later = screened(tmp_path, rows, "--as-of", "2025-08-31")
    assert [row["verdict"] for row in later] == ["eligible", "ineligible"]


def test_a_day_that_the_law_tables_do_not_cover_is_refused_by_name_and_day(tmp_path):
    source = write_csv(tmp_path / "in.csv", ROWS[:2])
    for day in ("2010-01-01", "2015-12-31"):
        out = tmp_path / "out.csv"
        (line,) = refused("screen", "tops-2025", source, "-o", out, "--as-of", day)
        assert "small_enterprise_sales_ceiling" in line
        assert day in line
        assert not out.exists()


@pytest.mark.parametrize("day", ["2025-9-1", "20250901", "2025-02-30", "today", ""])
def test_a_day_that_is_none_is_refused(tmp_path, day):
    assert refused("screen", "tops-2025", "in.csv", "-o", tmp_path / "out.csv", "--as-of", day)[-1].endswith(
        f"--as-of: {day}: YYYY-MM-DD"
    )


def test_rows_come_out_in_their_order_however_many_there_are(tmp_path):
    # More than one row group of parquet and than one vector of DuckDB, with rules that hold long lists.
    numbers = (
        "SELECT i, x || CAST((10 - (d[1] + 3*d[2] + 7*d[3] + d[4] + 3*d[5] + 7*d[6] + d[7] + 3*d[8] + 5*d[9]"
        " + 5*d[9] // 10) % 10) % 10 AS VARCHAR) AS business_no"
        " FROM (SELECT i, x, list_transform(string_split(x, ''), lambda c: CAST(c AS INTEGER)) AS d"
        " FROM (SELECT i, lpad(CAST(i AS VARCHAR), 9, '0') AS x FROM range(150000) AS t(i)))"
    )
    source = write_parquet(
        tmp_path / "in.parquet",
        f"SELECT business_no, i, 'Y' AS owner_female, '폐업' AS business_status FROM ({numbers})",
    )
    done("screen", "tops-2025", source, "-o", tmp_path / "out.parquet")
    done("screen", "tops-2025", tmp_path / "out.parquet", "-o", tmp_path / "out.csv")
    places = [row[9] for row in read_csv(tmp_path / "out.csv")[1:]]
    assert places == [str(i) for i in range(150_000)]
