"""csv files as they come from spreadsheets, old programs and broken exports."""

from __future__ import annotations

import pytest
from tests.files.commands import FIRST, SECOND, THIRD, business_no, done, read_csv, refused, write_csv

A, B, C = f"{FIRST},가나,47911", f"{SECOND},다라,47911", f"{THIRD},마바,47911"
HEADER = "business_no,name,ksic"


def _screened(folder, content):
    source = folder / "in.csv"
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    done("screen", "tops-2025", source, "-o", folder / "out.csv")
    header, *rows = read_csv(folder / "out.csv")
    return [header[5:], *([row[0], *row[5:]] for row in rows)]


def _refused(folder, content):
    source = folder / "in.csv"
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    (line,) = refused("screen", "tops-2025", source, "-o", folder / "out.csv")
    assert not (folder / "out.csv").exists()
    return line


PLAIN = [["name", "ksic"], [FIRST, "가나", "47911"], [SECOND, "다라", "47911"]]
LINES = f"{HEADER}\n{A}\n{B}\n"


@pytest.mark.parametrize(
    "content",
    [
        LINES,
        LINES.rstrip("\n"),
        "\ufeff" + LINES,
        LINES.replace("\n", "\r\n"),
        LINES.replace("\n", "\r"),
        LINES.encode("cp949"),
        LINES.replace("\n", "\r\n").encode("cp949"),
        f"{HEADER}\r\n{A}\n{B}\r\n",
        f"{HEADER}\n{A}\n\n\n{B}\n,,\n\n",
        f"{HEADER}\r\n{A}\r\n,,\r\n{B}\r\n\r\n",
        "\ufeff" + '"business_no","name","ksic"\n' + f'"{FIRST}","가나","47911"\n"{SECOND}",다라,47911\n',
        f" business_no ,name, ksic\n{A},\n{B},,\n",
    ],
    ids=[
        "plain", "no last line end", "BOM", "CRLF", "CR", "cp949", "cp949 CRLF", "mixed line ends",
        "blank rows", "blank rows CRLF", "quoted with BOM", "trailing commas",
    ],
)  # fmt: skip
def test_every_kind_of_file_gives_the_same_rows(tmp_path, content):
    assert _screened(tmp_path, content) == PLAIN


CELLS = [
    "a,b", 'say "hi"', '"', "two\nlines", "two\r\nlines", "a\rb", " spaces ", "a\tb", "nul\0nul", "#x", "\\",
    "'quoted'", "NULL", "=1+1", "-5", "+82-10-1234", "@x", "🙂", "x" * 100_000, "'; DROP TABLE said; --",
]  # fmt: skip


def test_whatever_stands_in_a_cell_comes_out_as_it_was(tmp_path):
    rows = [[business_no(i), cell] for i, cell in enumerate(CELLS, 1)]
    source = write_csv(tmp_path / "in.csv", [["business_no", "memo"], *rows], lineterminator="\r\n")
    done("screen", "tops-2025", source, "-o", tmp_path / "out.csv")
    guarded = {"=1+1": "'=1+1", "+82-10-1234": "'+82-10-1234", "@x": "'@x"}
    out = [row[5] for row in read_csv(tmp_path / "out.csv")[1:]]
    assert out == [guarded.get(cell, cell) for cell in CELLS]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"{HEADER}\n{A}\n{FIRST},가나\n", "row 3 has 2 cells, but the header has 3"),
        (f"{HEADER}\n{A}\n\n{B},zu viel\n", "row 4 has 4 cells, but the header has 3"),
        (f'{HEADER}\n{FIRST},"a\nb\nc",1\n{B},x\n', "row 3 has 4 cells, but the header has 3"),
        (f'{HEADER}\n{A}\n{SECOND},"open,1\n{C}\n', "row 3: a quotation mark is out of place, or not closed"),
        (f'{HEADER}\n{FIRST},"a"b,47911\n', "row 2: a quotation mark is out of place, or not closed"),
        (f'business_no,"name\n{A}\n', "row 1: a quotation mark is out of place, or not closed"),
        ("", "the first row must hold the column names"),
        ("\ufeff", "the first row must hold the column names"),
        (f"\n{LINES}", "the first row must hold the column names"),
        (f",,\n{LINES}", "the first row must hold the column names"),
        (LINES.encode("utf-16"), "the text is neither UTF-8 nor cp949; save the file as “CSV UTF-8”"),
        (b"\xff\xff\xff", "the text is neither UTF-8 nor cp949; save the file as “CSV UTF-8”"),
        (f"{HEADER}\n{FIRST},{'x' * 3_000_000},47911\n", "row 2 has a cell that is too long"),
        # the row is the one that a spreadsheet shows, blank rows and lines in cells counted
        (
            f'{HEADER}\n{A}\n\n\n{SECOND},"1\n2",47911\n,,\n{THIRD},x,4791x\n',
            "row 7, column ksic: “4791x” is not an industry code: two to five digits",
        ),
        (
            f'{HEADER}\r\n{A}\r\n,,\r\n{SECOND},x,4791x\r\n',
            "row 4, column ksic: “4791x” is not an industry code: two to five digits",
        ),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_by_row(tmp_path, content, said):
    assert _refused(tmp_path, content).split("in.csv: ", 1)[1].removeprefix("in.csv: ") == said


@pytest.mark.parametrize("content", ["business_no,name", "business_no,name\r\n", "business_no,name\n\n,\n"])
def test_a_header_alone_gives_a_header_alone(tmp_path, content):
    assert _screened(tmp_path, content) == [["name"]]


def test_a_cell_is_cut_nowhere_in_a_large_file(tmp_path):
    # Korean text, quotes and line ends across every border of the pieces in which a file is looked at.
    source = tmp_path / "in.csv"
    with source.open("w", encoding="cp949", newline="") as file:
        file.write("business_no,memo\r\n")
        for i in range(60_000):
            file.write(f'{FIRST},"가나다라마바사{i}\r\n"\r\n')
    done("screen", "tops-2025", source, "-o", tmp_path / "out.csv")
    memos = [row[5] for row in read_csv(tmp_path / "out.csv")[1:]]
    assert memos == [f"가나다라마바사{i}\r\n" for i in range(60_000)]
