"""Papers in three formats: all they say is in each, nothing is taken for markup, bytes repeat."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from dure.papers.as_hwpx import as_hwpx
from dure.papers.as_pdf import as_pdf
from dure.papers.as_xlsx import as_xlsx
from dure.papers.model import Paper, Part, Table

HOSTILE = '#let x = 1 *굵게* [링크](http://x) |a| $y$ <b>&amp;</b> `c` ~~d~~ =SUM(A1) "e" \\ - 1. 가'
PAPER = Paper(
    title="정산보고서",
    language="ko",
    subtitle="가상 사업",
    facts=[("수행기관", "단풍마켓(가상)"), ("비고", HOSTILE)],
    parts=[
        Part(
            "재원별 집행",
            ["교부받은 금액과 집행한 금액입니다."],
            [
                Table(
                    "재원·비목별",
                    ["재원", "비목", "교부액", "반납액"],
                    [["정부", HOSTILE, 80_000_000, 0], ["도", "상담", 20_000_000, -5]],
                    [["합계", "", 100_000_000, -5]],
                )
            ],
        ),
        Part("이자", [], [Table("이자", ["날", "원"], [], empty="이자가 없습니다.")]),
    ],
    signatures=["수행기관 대표"],
    seal_word="(인)",
    foot="원장 봉인 b28a",
)


def said_in(hwpx: bytes) -> str:
    """Return the text of an HWPX file, its tags left out."""
    with zipfile.ZipFile(io.BytesIO(hwpx)) as archive:
        text = archive.read("Contents/section0.xml").decode()
    return unescape(re.sub(r"<[^>]*>", "\n", text))


def test_a_pdf_is_tagged_in_its_language_and_always_the_same():
    made = as_pdf(PAPER)
    assert made.startswith(b"%PDF-")
    assert b"/MarkInfo" in made
    assert b"/Lang(ko)" in made
    assert b"pdfuaid" in made
    assert b"CreationDate" not in made
    assert as_pdf(PAPER) == made
    assert as_pdf(replace(PAPER, language="en")) != made


def test_an_hwpx_says_everything_as_it_was_written():
    lines = said_in(as_hwpx(PAPER)).split("\n")
    for text in (
        "정산보고서", "가상 사업", "수행기관", "재원별 집행", "교부받은 금액과 집행한 금액입니다.", HOSTILE,
        "80,000,000", "-5", "100,000,000", "이자가 없습니다.", "원장 봉인 b28a",
    ):  # fmt: skip
        assert any(text in line for line in lines), text
    assert as_hwpx(PAPER) == as_hwpx(PAPER)


def test_a_workbook_has_a_sheet_a_table_with_numbers_that_can_be_added():
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(PAPER)))
    assert book.sheet_names == ["정산보고서", "1 재원·비목별", "2 이자"]
    rows = book.get_sheet_by_name("1 재원·비목별").to_python()
    assert rows == [
        ["재원", "비목", "교부액", "반납액"],
        ["정부", HOSTILE, 80_000_000, 0],
        ["도", "상담", 20_000_000, -5],
        ["합계", "", 100_000_000, -5],
    ]
    facts = book.get_sheet_by_name("정산보고서").to_python()
    assert ["비고", HOSTILE] in facts
    assert as_xlsx(PAPER) == as_xlsx(PAPER)


@pytest.mark.parametrize(
    ("rows", "numeric"),
    [
        ([["a", 1, "2"], ["b", "", "x"]], (False, True, False)),
        ([["", "", ""]], (False, False, False)),
        ([], (False, False, False)),
    ],
)
def test_a_column_is_numeric_where_numbers_alone_stand_in_it(rows, numeric):
    assert Table("", ["a", "b", "c"], rows).numeric == numeric


# Letters that XML cannot hold are not typed by anybody and not in the database: it refuses them.
texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"), exclude_characters="\ufffe\uffff"),
    min_size=1, max_size=40,
).filter(lambda text: text.strip() != "")  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(texts)
def test_no_text_is_taken_for_markup(text):
    paper = Paper("제목", "ko", parts=[Part("부분", [text], [Table("표", ["열"], [[text]])])])
    told = " ".join(text.split())
    found = [" ".join(line.split()) for line in said_in(as_hwpx(paper)).split("\n")]
    assert found.count(told) >= 2, "once as a paragraph, once in the table"
    assert as_pdf(paper).startswith(b"%PDF-")
