"""Cells as people write them: what every kind of column takes, and what is refused by row and column."""

from __future__ import annotations

import pytest
from tests.files.commands import (
    FIRST,
    SECOND,
    THIRD,
    business_no,
    done,
    dure,
    programme_of,
    read_csv,
    refused,
    screened,
    write_csv,
    write_xlsx,
)

# A rule that holds where the cell was read as what it means, and the spellings that must be read so.
SPELLINGS = {
    "owner_female": (
        "owner_female",
        ["true", "TRUE", "True", "1", "Y", "y", "예", " true ", "\u00a0예\u3000"],
    ),
    "tax_arrears": ("NOT tax_arrears", ["false", "False", "0", "N", "n", "아니오", "\tN"]),
    "opened_on": (
        "opened_on = DATE '2024-01-05'",
        [
            "2024-01-05",
            "2024-1-5",
            "2024.01.05",
            "2024.1.5.",
            "2024. 1. 5.",
            "2024/01/05",
            "20240105",
            "2024-01-05 00:00:00",
            "2024-01-05 0:00",
            "2024-01-05T00:00:00",
            "2024년 1월 5일",
            "2024년01월05일",
        ],
    ),
    "annual_sales": (
        "annual_sales = 1234567",
        ["1234567", "1,234,567", "1234567.0", "1,234,567.00", " 1234567 ", "01234567"],
    ),
    "employees": ("employees > 4.66 AND employees < 4.67", ["4.6666666666666667", "004.6667"]),
    "online_sales_share": (
        "online_sales_share = 0.5",
        ["0.5", "50%", "50.0%", "0.500000000000000000000"],
    ),
    "legal_form": ("legal_form = 'corporation'", ["corporation", "Corporation", "법인", "법인사업자"]),
    "business_status": ("business_status = 'suspended'", ["suspended", "휴업", "휴업자", "02"]),
    "credit_bureau": ("credit_bureau = 'NICE'", ["NICE", "nice", "나이스"]),
    "owner_birth_year": ("owner_birth_year = 1990", ["1990", "1990.0"]),
    "channels": (
        "contains(channels, 'naru') AND NOT contains(channels, '')",
        ["naru", "naru;other", "other; naru:123 ;", ";naru;;"],
    ),
    "region": ("region_in('11')", ["11110", "1111010100"]),
    "ksic": ("ksic_in('01')", ["01110", "0111", "01"]),
    "closed_on": ("NOT has(closed_on)", ["", " ", "\u00a0", "\u3000"]),
    "mail_order_no": ("NOT has(mail_order_no)", ["", " ", "\u00a0 "]),
    "designations": ("NOT has(designations)", ["", ";", " ; ;"]),
}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_spelling_of_every_kind_of_cell(tmp_path, ending):
    programme = programme_of(tmp_path, {name: rule for name, (rule, _) in SPELLINGS.items()})
    cases = [(name, cell) for name, (_, cells) in SPELLINGS.items() for cell in cells]
    rows = [["business_no", *SPELLINGS]]
    rows += [
        [business_no(i), *(cell if name == told else "" for told in SPELLINGS)]
        for i, (name, cell) in enumerate(cases, 1)
    ]
    source = (write_csv if ending == "csv" else write_xlsx)(tmp_path / f"in.{ending}", rows)
    done("screen", programme, source, "-o", tmp_path / "out.csv")
    out = read_csv(tmp_path / "out.csv")[1:]
    wrong = [
        (name, cell)
        for (name, cell), row in zip(cases, out, strict=True)
        if name in row[2].split(";") or name in row[3].split(";")
    ]
    assert wrong == []


BAD = [
    ("business_no", "", "the cell is empty"),
    ("business_no", "1234567890", "is not a business number: ten digits whose check digit holds"),
    ("business_no", "12345678911", "is not a business number: ten digits whose check digit holds"),
    ("business_no", "123-45-67890", "is not a business number: ten digits whose check digit holds"),
    ("business_no", "abc", "is not a business number: ten digits whose check digit holds"),
    ("ksic", "4", "is not an industry code: two to five digits"),
    ("ksic", "G47", "is not an industry code: two to five digits"),
    ("ksic", "479110", "is not an industry code: two to five digits"),
    ("region", "111101", "is not a region code: five or ten digits"),
    ("region", "서울", "is not a region code: five or ten digits"),
    ("opened_on", "2024-02-30", "is not a date: write YYYY-MM-DD"),
    ("opened_on", "2024-01-05 13:00", "is not a date: write YYYY-MM-DD"),
    ("opened_on", "작년", "is not a date: write YYYY-MM-DD"),
    ("closed_on", "#N/A", "is not a date: write YYYY-MM-DD"),
    ("employees", "-1", "is not between 0 and 10000000"),
    ("employees", "다섯", "is not a number"),
    ("employees", "1e3", "is not a number"),
    ("employees", "nan", "is not a number"),
    ("employees", "1,23", "is not a number"),
    ("annual_sales", "1.5", "is not a whole number"),
    ("annual_sales", "10억", "is not a number"),
    ("annual_sales", "1234567890123456", "is not between 0 and 1000000000000000"),
    ("online_sales_share", "50", "is not between 0 and 1"),
    ("online_sales_share", "150%", "is not between 0 and 1"),
    ("owner_birth_year", "85", "is not between 1900 and 2100"),
    ("owner_female", "maybe", "is not yes or no: write true or false (예 / 아니오)"),
    ("tax_arrears", "2", "is not yes or no: write true or false (예 / 아니오)"),
    ("legal_form", "LLC", "is none of sole, corporation"),
    ("business_status", "04", "is none of active, suspended, closed"),
    ("mail_order_no", "#REF!", "is an error of the spreadsheet: mend the formula, or empty the cell"),
    ("channels", "#N/A", "is an error of the spreadsheet: mend the formula, or empty the cell"),
    ("name", "#VALUE!", "is an error of the spreadsheet: mend the formula, or empty the cell"),
]
_COLUMNS = [*dict.fromkeys(column for column, _, _ in BAD), "memo"]


@pytest.fixture
def bad_file(tmp_path):
    rows = [_COLUMNS]
    for i, (column, cell, _) in enumerate(BAD, 1):
        rows.append([business_no(i), *[""] * (len(_COLUMNS) - 2), "x"])
        rows[-1][_COLUMNS.index(column)] = cell
    rows.append([FIRST, *[""] * (len(_COLUMNS) - 1)])
    return write_csv(tmp_path / "in.csv", rows)


def _lines(name):
    return [
        f"{name}: row {row}, column {column}: " + (f"“{cell}” {what}" if cell else what)
        for row, (column, cell, what) in enumerate(BAD, 2)
    ]


def test_a_bad_cell_is_refused_by_row_and_column(tmp_path, bad_file):
    assert refused("screen", "tops-2025", bad_file, "-o", tmp_path / "out.csv") == _lines("in.csv")
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_bad_rows_are_taken_apart_and_have_no_row_in_out(tmp_path, bad_file, ending):
    apart, out = tmp_path / f"bad.{ending}", tmp_path / "out.csv"
    said = done("screen", "tops-2025", bad_file, "-o", out, "--bad-rows", apart)
    assert str(len(BAD)) in said.lines[-1]
    assert apart.name in said.lines[-1]
    assert [row[0] for row in read_csv(out)] == ["business_no", FIRST]
    if ending == "csv":
        header, *rows = read_csv(apart)
        assert header == ["row", "columns", "problems", *_COLUMNS]
        assert [row[2] for row in rows] == _lines("in.csv")
        assert [row[:2] for row in rows] == [[str(n), column] for n, (column, _, _) in enumerate(BAD, 2)]
        # the cells as they came: mend them here and screen this file again
        assert [row[3:] for row in rows] == read_csv(bad_file)[1:-1]


def test_several_bad_cells_of_a_row_stand_together(tmp_path):
    source = write_csv(tmp_path / "in.csv", [["business_no", "ksic", "memo"], ["1", "x", "=1+1"]])
    done("screen", "tops-2025", source, "-o", tmp_path / "out.csv", "--bad-rows", tmp_path / "bad.csv")
    (row,) = read_csv(tmp_path / "bad.csv")[1:]
    assert row[:2] == ["2", "business_no;ksic"]
    assert len(row[2].splitlines()) == 2
    assert row[3:] == ["1", "x", "'=1+1"]
    assert read_csv(tmp_path / "out.csv") == [
        ["business_no", "verdict", "failed_rules", "unknown_rules", "missing_fields", "ksic", "memo"]
    ]


def test_many_bad_cells_are_counted_and_the_first_hundred_listed(tmp_path):
    source = write_csv(tmp_path / "in.csv", [["business_no"], *[["1"]] * 150])
    lines = refused("screen", "tops-2025", source, "-o", tmp_path / "out.csv")
    assert len(lines) == 101
    assert lines[-1] == "in.csv: 150 rows have bad cells in all; the first 100 are listed"


def test_numbers_that_lost_their_zeros_are_padded_and_hyphens_dropped(tmp_path):
    rows = [["사업자등록번호"], ["220-81-62517"], [THIRD.lstrip("0")], [f" {SECOND} "]]
    assert [row["business_no"] for row in screened(tmp_path, rows)] == [FIRST, THIRD, SECOND]


def test_a_companion_column_says_none_not_known_or_there(tmp_path):
    programme = programme_of(tmp_path, {"x": "has(market_id)", "y": "closed_on <= as_of()"})
    rows = [
        ["business_no", "market_id", "has.market_id", "closed_on", "Has.closed_on"],
        [business_no(1), "M1", "true", "2020-01-01", ""],
        [business_no(2), "M1", "", "2020-01-01", "1"],
        [business_no(3), "", "true", "", "Y"],
        [business_no(4), "", "", "", ""],
        [business_no(5), "", "아니오", "", "false"],
    ]
    done("screen", programme, write_csv(tmp_path / "in.csv", rows), "-o", tmp_path / "out.csv")
    out = read_csv(tmp_path / "out.csv")
    assert [row[1:5] for row in out[1:]] == [
        ["eligible", "", "", ""],
        ["eligible", "", "", ""],
        ["unknown", "", "y", "closed_on"],
        ["unknown", "", "x;y", "closed_on;market_id"],
        ["ineligible", "x;y", "", ""],
    ]


def test_a_companion_that_denies_a_value_is_refused(tmp_path):
    source = write_csv(
        tmp_path / "in.csv", [["business_no", "market_id", "has.market_id"], [FIRST, "M1", "N"]]
    )
    assert refused("screen", "tops-2025", source, "-o", tmp_path / "out.csv") == [
        "in.csv: row 2, column has.market_id: “N” contradicts the column market_id, which has a value"
    ]


def test_a_companion_alone_says_that_a_value_is_there_or_none(tmp_path):
    programme = programme_of(tmp_path, {"x": "has(market_id)"})
    rows = [["business_no", "has.market_id"], *([business_no(i), said] for i, said in enumerate("YN"))]
    done("screen", programme, write_csv(tmp_path / "in.csv", [*rows, [FIRST, ""]]), "-o", tmp_path / "o.csv")
    assert [row[1] for row in read_csv(tmp_path / "o.csv")[1:]] == ["eligible", "ineligible", "unknown"]


SIX = ("closed_on", "sanctioned_until", "mail_order_no", "channels", "market_id", "designations")


def test_an_empty_cell_is_none_but_an_absent_column_is_not_known_in_the_six_fields(tmp_path):
    programme = programme_of(tmp_path, {name: f"has({name})" for name in SIX})
    present = write_csv(tmp_path / "in.csv", [["business_no", *SIX], [FIRST, *[""] * 6]])
    done("screen", programme, present, "-o", tmp_path / "out.csv")
    assert read_csv(tmp_path / "out.csv")[1][1:5] == ["ineligible", ";".join(SIX), "", ""]
    absent = write_csv(tmp_path / "in.csv", [["business_no"], [FIRST]])
    done("screen", programme, absent, "-o", tmp_path / "out.csv")
    in_profile_order = "closed_on;mail_order_no;sanctioned_until;channels;market_id;designations"
    assert read_csv(tmp_path / "out.csv")[1][1:5] == ["unknown", "", ";".join(SIX), in_profile_order]


def test_an_industry_that_is_no_division_is_told_and_stays_unknown(tmp_path):
    source = write_csv(tmp_path / "in.csv", [["business_no", "ksic"], [FIRST, "47911"], [SECOND, "0411"]])
    said = dure("screen", "tops-2025", source, "-o", tmp_path / "out.csv")
    assert said.code == 0
    assert said.lines[0] == (
        "warning: in.csv: 1 industry codes begin with no division of KSIC (first in row 3)"
    )
