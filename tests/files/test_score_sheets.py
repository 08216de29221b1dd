"""Workbooks of scores: written and read back, the same bytes, and nothing that would fill the memory."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from dure.engine.problems import Refused
from dure.files.score_sheets import Column, Layout, read_score_sheet, write_score_workbook

LAYOUT = Layout(
    number=Column("application_no", "접수번호", ("Receipt number",)),
    name=Column("name", "상호"),
    scores=(Column("product", "상품 경쟁력", ("Product",)), Column("growth", "성장")),
    comment=Column("comment", "의견"),
    sheet="점수",
    guide_sheet="안내",
    guide=(("작성 방법", "0에서 100"),),
    not_a_mark="0에서 100까지",
)
ROWS = [
    {"application_no": "A-1", "name": "=1+1", "product": "87.3", "growth": "0.1", "comment": "+좋음"},
    {"application_no": "A-2", "name": "두레", "product": "", "growth": "99.999", "comment": ""},
]


def workbook(cells: list[list[object]]) -> bytes:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept)
    sheet = book.add_worksheet()
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            sheet.write(row, column, text)
    book.close()
    return kept.getvalue()


def texts(content: bytes, name: str = "scores.xlsx") -> list[tuple[int, dict[str, str]]]:
    return [(row.row, dict(row.texts)) for row in read_score_sheet(content, name, LAYOUT)]


def code(content: bytes, name: str = "scores.xlsx") -> list[str]:
    with pytest.raises(Refused) as refused:
        read_score_sheet(content, name, LAYOUT)
    return [problem.code for problem in refused.value.problems]


def test_what_is_written_is_read_back_and_the_bytes_are_the_same():
    content = write_score_workbook(LAYOUT, ROWS)
    assert content == write_score_workbook(LAYOUT, ROWS)
    assert texts(content) == [
        (2, {"application_no": "A-1", "product": "87.3", "growth": "0.1", "comment": "+좋음"}),
        (3, {"application_no": "A-2", "product": "", "growth": "99.999", "comment": ""}),
    ]


def test_headers_in_either_language_in_any_order_and_other_columns_are_passed_over():
    content = workbook([["성장", "메모", " product ", "Receipt  number"], [1, "x", 2.5, "A-1"]])
    assert texts(content) == [(2, {"application_no": "A-1", "product": "2.5", "growth": "1"})]


def test_numbers_are_those_that_were_typed_and_long_fractions_stay_long():
    content = workbook([["접수번호", "product", "성장"], ["A-1", 0.1 + 0.2, 1 / 3], ["A-2", 90.0, 1e-7]])
    assert [row["product"] for _, row in texts(content)] == ["0.3", "90"]
    assert [len(row["growth"]) > 4 for _, row in texts(content)] == [True, True]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_csv_in_the_encodings_of_spreadsheets(encoding):
    content = "접수번호,product,성장,의견\r\nA-1,1,2,'=2+2\r\n\r\n,,,\r\n".encode(encoding)
    assert texts(content, "scores.csv") == [
        (2, {"application_no": "A-1", "product": "1", "growth": "2", "comment": "=2+2"})
    ]


def test_an_error_of_the_spreadsheet_is_no_empty_cell():
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["접수번호", "product", "성장"])
    sheet.write_row(1, 0, ["A-1", 1])
    sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    book.close()
    assert texts(kept.getvalue())[0][1]["growth"] == "#DIV/0!"


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"PK\x03\x04 broken", ["file.xlsx"]),
        (workbook([]), ["file.no_header"]),
        (workbook([["접수번호", "product"]]), ["scores.missing_column"]),
        (workbook([["접수번호", "product", "상품 경쟁력", "성장"]]), ["scores.doubled_column"]),
        (workbook([["x"]]), ["scores.missing_column"] * 3),
    ],
)
def test_what_cannot_be_read_is_refused(content, codes):
    assert code(content) == codes


def test_text_that_is_no_table_is_refused():
    assert code(b"\xff\xfe\x00", "scores.csv") == ["file.encoding"]
    assert code(b'a,"b', "scores.csv") == ["file.csv"]


def test_a_cell_in_a_far_corner_does_not_fill_the_memory():
    content = workbook([["접수번호", "product", "성장"], ["A-1", 1, 2]])
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            if member == "xl/worksheets/sheet1.xml":
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                data = data.replace(b"</sheetData>", far)
            new.writestr(member, data)
    assert code(kept.getvalue()) == ["scores.rows"]
