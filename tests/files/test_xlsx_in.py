"""Workbooks: cells as a spreadsheet holds them, and what only a workbook can get wrong."""

from __future__ import annotations

import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter
from tests.files.commands import FIRST, SECOND, THIRD, done, programme_of, read_csv, refused, write_xlsx

MIDNIGHT, AFTERNOON = datetime(2020, 1, 2), datetime(2020, 1, 2, 13, 30)  # noqa: DTZ001  cells have no zone


def _screened(folder, rows, programme="tops-2025"):
    source = rows if isinstance(rows, type(folder)) else write_xlsx(folder / "in.xlsx", rows)
    done("screen", programme, source, "-o", folder / "out.csv")
    return read_csv(folder / "out.csv")


def test_numbers_dates_booleans_and_percentages_are_read_as_shown(tmp_path):
    programme = programme_of(
        tmp_path,
        {
            "day": "opened_on = DATE '2020-01-02'",
            "yes": "owner_female",
            "no": "NOT tax_arrears",
            "share": "online_sales_share > 0.333 AND online_sales_share < 0.334",
            "mean": "employees > 4.66 AND employees < 4.67",
            "sales": "annual_sales = 1234567890123",
        },
    )
    header = ["business_no", "opened_on", "owner_female", "tax_arrears", "online_sales_share", "employees",
              "annual_sales", "메모"]  # fmt: skip
    day = date(2020, 1, 2)
    rows = [
        header,
        [int(FIRST), day, True, False, 1 / 3, 14 / 3, 1_234_567_890_123, AFTERNOON],
        [int(THIRD), MIDNIGHT, 1, 0, 0.3333, 4.6667, 1.234567890123e12, 0.00000012],
        [SECOND, ("=A1", "2020-01-02"), ("=TRUE()", True), "N", "33.33%", ("=14/3", 14 / 3),
         "1,234,567,890,123", None],
    ]  # fmt: skip
    out = _screened(tmp_path, rows, programme)
    assert [row[:5] for row in out[1:]] == [[n, "eligible", "", "", ""] for n in (FIRST, THIRD, SECOND)]
    assert [row[-1] for row in out[1:]] == ["2020-01-02 13:30:00", "0.00000012", ""]


def test_codes_held_as_numbers_are_refused(tmp_path):
    source = write_xlsx(
        tmp_path / "in.xlsx", [["business_no", "업종코드", "region"], [FIRST, 1110, 1111010100]]
    )
    assert refused("screen", "tops-2025", source, "-o", tmp_path / "out.csv") == [
        f"in.xlsx: row 2, column {column}: “{value}” is held as a number, and a spreadsheet drops leading"
        " zeros: format the column as text"
        for column, value in (("업종코드", 1110), ("region", 1111010100))
    ]


def test_a_cell_whose_formula_failed_is_never_taken_for_an_empty_one(tmp_path):
    # Empty would mean: not closed, not sanctioned.
    failed = [("=NA()", "#N/A"), ("=1/0", "#DIV/0!"), ("=X", "#NAME?"), ("=#REF!", "#REF!")]
    header = ["business_no", "closed_on", "sanctioned_until", "name", "mail_order_no", "memo"]
    source = write_xlsx(tmp_path / "in.xlsx", [header, [FIRST], [SECOND, *failed, ("=1/0", "#DIV/0!")]])
    assert refused("screen", "tops-2025", source, "-o", tmp_path / "out.csv") == [
        f"in.xlsx: row 3, column {column}: {said}"
        for column, said in (
            ("name", "“#NAME?” is an error of the spreadsheet: mend the formula, or empty the cell"),
            ("closed_on", "“#N/A” is not a date: write YYYY-MM-DD"),
            ("mail_order_no", "“#REF!” is an error of the spreadsheet: mend the formula, or empty the cell"),
            ("sanctioned_until", "“#DIV/0!” is not a date: write YYYY-MM-DD"),
        )
    ]
    # In a column that is not read it comes along as the spreadsheet shows it.
    out = _screened(tmp_path, [["business_no", "memo"], [FIRST, ("=1/0", "#DIV/0!")]])
    assert out[1][5] == "#DIV/0!"


def test_title_styles_blank_rows_and_formatted_empty_cells_are_no_data(tmp_path):
    path = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet, other = workbook.add_worksheet("신청자"), workbook.add_worksheet("안내")
        other.write_string(0, 0, "읽지 않는 시트")
        bold = workbook.add_format({"bold": True, "border": 2})
        for column, name in enumerate(["business_no", "memo"]):
            sheet.write_string(0, column, name, bold)
        sheet.write_string(1, 0, FIRST)
        sheet.write_string(4, 0, SECOND)
        sheet.write_string(4, 1, "x")
        sheet.write_string(4, 3, " ")
        for row in range(5, 300):
            sheet.write_blank(row, 0, None, bold)
        for column in range(2, 60):
            sheet.write_blank(0, column, None, bold)
    out = _screened(tmp_path, path)
    assert [[row[0], *row[5:]] for row in out] == [["business_no", "memo"], [FIRST, ""], [SECOND, "x"]]


def test_rows_have_the_numbers_that_the_spreadsheet_shows(tmp_path):
    source = write_xlsx(tmp_path / "in.xlsx", [["business_no"], [FIRST], [], ["1"]])
    (line,) = refused("screen", "tops-2025", source, "-o", tmp_path / "out.csv")
    assert line.startswith("in.xlsx: row 4, column business_no: “1” is not")


@pytest.mark.parametrize(
    "rows", [[["참여 신청자 명단"], ["business_no", "memo"], [FIRST, "x"]], [["business_no"], [FIRST, "x"]]]
)
def test_a_title_above_the_header_is_refused_with_what_to_do(tmp_path, rows):
    source = write_xlsx(tmp_path / "in.xlsx", rows)
    assert refused("screen", "tops-2025", source, "-o", tmp_path / "out.csv") == [
        "in.xlsx: row 2 has cells to the right of the last header; the first row must hold the column names,"
        " and nothing may stand above it"
    ]


@pytest.mark.parametrize("rows", [[], [[], ["business_no"], [FIRST]]])
def test_a_sheet_without_a_header_is_refused(tmp_path, rows):
    source = write_xlsx(tmp_path / "in.xlsx", rows)
    assert refused("screen", "tops-2025", source, "-o", tmp_path / "out.csv") == [
        "in.xlsx: the first row must hold the column names"
    ]


def test_a_header_alone_gives_a_header_alone(tmp_path):
    assert [row[5:] for row in _screened(tmp_path, [["business_no", "memo"]])] == [["memo"]]


def _broken(path, kind):
    if kind == "text":
        path.write_text("no workbook")
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "csv":
        path.write_text(f"business_no\n{FIRST}\n")
    elif kind == "cut":
        whole = write_xlsx(path, [["business_no"], [FIRST]]).read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    else:
        with zipfile.ZipFile(path, "w") as archive:
            if kind == "bad xml":
                archive.writestr("xl/workbook.xml", "<a")
    return path


@pytest.mark.parametrize("kind", ["text", "empty", "csv", "cut", "empty zip", "bad xml"])
def test_what_is_no_workbook_is_refused(tmp_path, kind):
    source = _broken(tmp_path / "in.xlsx", kind)
    assert refused("screen", "tops-2025", source, "-o", tmp_path / "out.csv") == [
        "in.xlsx: the workbook cannot be read"
    ]


def test_what_a_workbook_cannot_hold_is_refused_and_not_left_out(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text(f"business_no,memo\n{FIRST},{'x' * 32_768}\n")
    assert refused("screen", "tops-2025", source, "-o", tmp_path / "out.xlsx") == [
        "a cell of a workbook holds at most 32,767 characters, and row 2 has a longer one:"
        " write .csv or .parquet"
    ]
    assert not (tmp_path / "out.xlsx").exists()
