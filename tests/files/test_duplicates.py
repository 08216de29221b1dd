"""``dure duplicates``: pairs with evidence from csv, xlsx and parquet; refusals write nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest
from tests.files.commands import business_no, done, refused, write_csv, write_xlsx

HEADER = ["사업자등록번호", "상호", "대표자명", "대표자출생연도", "휴대전화", "도로명주소", "메모"]
ROWS = [
    [
        business_no(1),
        "(주)두레상회 본점",
        "김하나",
        "1975",
        "010-0000-1234",
        "서울특별시 마포구 가상로 12, 3층",
        "가",
    ],
    [business_no(2), "두래상회", "김하나", "1975", "+82 10 0000 1234", "서울 마포구 가상로 12", "나"],
    [business_no(3), "하나분식", "이두나", "1985", "010-0000-9999", "부산광역시 수영구 가상로 7", "다"],
]


def table_csv(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    return write_csv(path, [header, *rows])


def table_xlsx(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    return write_xlsx(path, [header, *rows])


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def test_a_pair_is_one_row_with_its_evidence_and_a_sentence_counts(tmp_path: Path) -> None:
    source, out = table_csv(tmp_path / "in.csv", HEADER, ROWS), tmp_path / "out.csv"
    said = done("duplicates", source, "-o", out)
    assert said.lines == ["3 rows: 1 pairs to look at first, 0 to review, in 1 groups"]
    assert read(out) == [
        {
            "group": "2",
            "band": "high",
            "score": "125",
            "looks_like": "same_business",
            "row_a": "2",
            "row_b": "3",
            "business_no_a": business_no(1),
            "business_no_b": business_no(2),
            "name_a": "(주)두레상회 본점",
            "name_b": "두래상회",
            "evidence.number": "different",
            "evidence.phone": "same",
            "evidence.email": "",
            "evidence.owner": "same",
            "evidence.birth_year": "same",
            "evidence.name": "near",
            "evidence.address": "same",
            "evidence.region": "",
            "evidence.opened_on": "",
            "score.same_business": "125",
            "score.same_owner": "100",
            "found_by": "phone;owner_birth_year;address",
        }
    ]


def test_xlsx_and_parquet_say_the_same(tmp_path: Path) -> None:
    book = table_xlsx(tmp_path / "in.xlsx", HEADER, ROWS)
    done("duplicates", book, "-o", tmp_path / "book.csv")
    done("duplicates", table_csv(tmp_path / "in.csv", HEADER, ROWS), "-o", tmp_path / "out.csv")
    assert (tmp_path / "book.csv").read_bytes() == (tmp_path / "out.csv").read_bytes()
    done("duplicates", book, "-o", tmp_path / "out.parquet")
    with duckdb.connect() as connection:
        row = connection.execute(f"SELECT score, row_a, row_b FROM '{tmp_path / 'out.parquet'}'").fetchall()
    assert row == [(125, 2, 3)]


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    source = table_csv(tmp_path / "in.csv", HEADER, [*ROWS, *ROWS])
    outs = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for out in outs:
        done("duplicates", source, "-o", out)
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert {row["group"] for row in read(outs[0])} == {"2", "4"}


def test_one_business_number_twice_is_the_same_business(tmp_path: Path) -> None:
    source = table_csv(
        tmp_path / "in.csv", ["business_no", "name"], [[business_no(1), "가"], [business_no(1), "나"]]
    )
    done("duplicates", source, "-o", tmp_path / "out.csv")
    (row,) = read(tmp_path / "out.csv")
    assert (row["band"], row["looks_like"], row["score"]) == ("review", "same_business", "80")


def test_a_bad_cell_refuses_the_file_or_is_set_apart(tmp_path: Path) -> None:
    bad = [*ROWS, ["0000000001", "나쁜번호", "", "", "", "", ""]]
    source, out, apart = (
        table_csv(tmp_path / "in.csv", HEADER, bad),
        tmp_path / "out.csv",
        tmp_path / "apart.csv",
    )
    lines = refused("duplicates", source, "-o", out)
    assert lines[0].startswith("in.csv: row 5, column 사업자등록번호:")
    assert not out.exists()
    said = done("duplicates", source, "-o", out, "--bad-rows", apart)
    assert said.lines[-1] == "rows with bad cells, set apart in apart.csv: 1"
    assert len(read(out)) == 1
    assert [row["row"] for row in read(apart)] == ["5"]


@pytest.mark.parametrize("header", [["name", "ksic"], ["대표자명", "상호"], ["memo"]])
def test_without_a_column_that_can_bring_rows_together_it_is_refused(
    tmp_path: Path, header: list[str]
) -> None:
    source = table_csv(tmp_path / "in.csv", header, [["1"] * len(header)])
    (line,) = refused("duplicates", source, "-o", tmp_path / "out.csv")
    assert line.startswith("in.csv: no column can bring two rows together")
    assert not (tmp_path / "out.csv").exists()


def test_a_file_without_pairs_gives_a_file_with_a_header_only(tmp_path: Path) -> None:
    source = table_csv(tmp_path / "in.csv", HEADER, [ROWS[0], ROWS[2]])
    done("duplicates", source, "-o", tmp_path / "out.csv")
    assert read(tmp_path / "out.csv") == []
