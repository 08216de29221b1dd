"""Columns: headers as people write them, headers made to harm, and those that come along unread."""

from __future__ import annotations

import pytest
from tests.files.commands import (
    FIRST,
    GOOD,
    SECOND,
    VERDICTS,
    done,
    read_csv,
    read_parquet,
    refused,
    screened,
    text_table,
    write_csv,
    write_parquet,
    write_xlsx,
)

HOSTILE = [
    "value.ksic", "VALUE.KSIC", "text.ksic", "fault.ksic", "#row", "#0", "t0", "c0", "n0", "kept0", "kept1",
    "file_row_number", "filename", "rows", "said", "row", "columns", "problems", "Memo", "memo",
    'a"; DROP TABLE said; --', "a' OR '1'='1", "read_csv('/etc/passwd')", "''", '"', "a\nb", "a,b", "{x}",
    "%s", "\\", "NULL", "상호 비고(원)", "🙂", "in.verdict", "verdict", "Failed_Rules", "x" * 3000,
]  # fmt: skip
KOREAN = {
    "사업자 등록번호": FIRST,
    "표준산업분류코드": "47911",
    "상시근로자수(명)": "4.9",
    "평균매출액 (원)": "100000000",
    "통신판매업신고번호": "제1호",
    "휴·폐업상태": "계속사업자",
    "국세·지방세 체납": "아니오",
    "참여제한 종료일": "",
    " 비고 [선택] ": "=그대로",
}


def _file(folder, ending, rows):
    path = folder / f"in.{ending}"
    if ending == "parquet":
        return write_parquet(path, text_table(rows))
    return (write_csv if ending == "csv" else write_xlsx)(path, rows)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_headers_made_to_harm_change_nothing_and_come_along(tmp_path, ending):
    harmful = HOSTILE if ending != "parquet" else [h for h in HOSTILE if h not in ("VALUE.KSIC", "memo")]
    cells = [f"cell {i}" for i in range(len(harmful))]
    # The harmful columns stand first: whoever takes the first of two equal names would take them.
    rows = [[*harmful, "business_no", *GOOD], [*cells, FIRST, *GOOD.values()]]
    done("screen", "tops-2025", _file(tmp_path, ending, rows), "-o", tmp_path / "out.csv")
    header, row = read_csv(tmp_path / "out.csv")
    renamed = {"verdict": "in.in.verdict", "Failed_Rules": "in.Failed_Rules"}
    expected = [*(renamed.get(name, name) for name in harmful), *GOOD]
    # a formula's sign is guarded in headers too
    assert [name.removeprefix("'") if name[:2] == "'=" else name for name in header[5:]] == expected
    assert row == [FIRST, "eligible", "", "", "", *cells, *GOOD.values()]


def test_headers_that_differ_by_case_alone_are_different_columns(tmp_path):
    source = write_csv(tmp_path / "in.csv", [["business_no", "Memo", "memo"], [FIRST, "1", "2"]])
    done("screen", "tops-2025", source, "-o", tmp_path / "out.csv")
    assert [row[5:] for row in read_csv(tmp_path / "out.csv")] == [["Memo", "memo"], ["1", "2"]]
    # parquet cannot tell them apart everywhere: the second gets another name, no cell is lost
    done("screen", "tops-2025", source, "-o", tmp_path / "out.parquet")
    assert read_parquet(tmp_path / "out.parquet")[1][5:] == ["1", "2"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_korean_headers_are_understood_and_kept_as_written(tmp_path, ending):
    source = _file(tmp_path, ending, [list(KOREAN), list(KOREAN.values())])
    done("screen", "tops-2025", source, "-o", tmp_path / "out.csv")
    header, row = read_csv(tmp_path / "out.csv")
    assert row[:5] == [FIRST, "eligible", "", "", ""]
    assert [name.strip() for name in header[5:]] == [name.strip() for name in list(KOREAN)[1:]]
    assert row[5:] == [*list(KOREAN.values())[1:-1], "'=그대로"]


def test_a_name_of_ours_gets_a_prefix_until_it_is_nobody_elses(tmp_path):
    names = ["verdict", "in.verdict", "unknown_rules", "business_no", "missing_fields"]
    (row,) = screened(tmp_path, [names, ["a", "b", "c", FIRST, "d"]])
    assert list(row)[5:] == ["in.in.verdict", "in.verdict", "in.unknown_rules", "in.missing_fields"]
    assert list(row.values())[5:] == ["a", "b", "c", "d"]


def test_headers_without_a_name_get_one(tmp_path):
    (row,) = screened(tmp_path, [["business_no", "", "memo", " "], [FIRST, "a", "b", "c"]])
    assert list(row.items())[5:] == [("column2", "a"), ("memo", "b"), ("column4", "c")]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (["business_no", "memo", "memo"], "memo stands there more than once (memo, memo)"),
        (["business_no", "사업자번호"], "business_no stands there more than once (business_no, 사업자번호)"),
        (["business_no", "KSIC", "업종코드"], "ksic stands there more than once (KSIC, 업종코드)"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_two_columns_of_one_meaning_are_refused(tmp_path, header, said, ending):
    source = _file(tmp_path, ending, [header, [FIRST, *["1"] * (len(header) - 1)]])
    assert refused("screen", "tops-2025", source, "-o", tmp_path / "out.csv") == [
        f"in.{ending}: the column {said}"
    ]


def test_a_file_without_business_numbers_is_told_so_in_both_languages(tmp_path):
    source = write_csv(tmp_path / "in.csv", [["name", "ksic"], ["a", "1"]])
    assert refused("screen", "tops-2025", source, "-o", tmp_path / "out.csv") == [
        "in.csv: the column business_no (사업자등록번호) is missing"
    ]


def test_a_file_with_nothing_but_numbers_is_unknown_throughout(tmp_path):
    (row,) = screened(tmp_path, [["business_no"], [SECOND]])
    assert tuple(row) == VERDICTS
    assert row["verdict"] == "unknown"
    assert row["unknown_rules"] == (
        "small_merchant;in_business;sells_online;no_tax_arrears;not_sanctioned;industry_allowed"
    )
    assert row["missing_fields"] == (
        "ksic;closed_on;business_status;employees;annual_sales;online_sales_share;mail_order_no;"
        "tax_arrears;sanctioned_until;channels"
    )
