"""Units behind headers count, or are refused; no column of a profile goes unread in silence."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.files.commands import (
    FIRST,
    SECOND,
    done,
    programme_of,
    read_csv,
    refused,
    text_table,
    write_csv,
    write_parquet,
    write_xlsx,
)

from dure.engine.profile.columns import answer_field, total_support_won
from dure.engine.profile.fields import PROFILE_FIELDS
from dure.files.casting import cast_field
from dure.files.columns_told import resembling
from dure.files.headers import column_named
from dure.files.merchants import read_profiles
from dure.files.reading import open_table
from dure.files.session import open_session
from dure.files.table import Column, Table
from dure.files.units import exponent_of

CALCULATOR = duckdb.connect()
ENDINGS = ["csv", "xlsx", "parquet"]


def _file(folder, ending, rows):
    path = folder / f"in.{ending}"
    if ending == "parquet":
        return write_parquet(path, text_table(rows))
    return (write_csv if ending == "csv" else write_xlsx)(path, rows)


def _value(path, field):
    """Return what is read of a file's cells of one field."""
    with open_session([path]) as session:
        profiles = read_profiles(open_table(session, path))
        return [v for (v,) in session.rows(f'SELECT "value.{field}" FROM {profiles.relation}')]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("header", "cell", "won"),
    [
        ("연매출액(백만원)", "500", 500_000_000),
        ("연매출액(백만원)", "0.29", 290_000),
        ("연매출액 (단위: 천원)", "1,234,567", 1_234_567_000),
        ("매출액[만원]", "12.3", 123_000),
        ("평균매출액（억원）", "1.00000001", 100_000_001),
        ("평균매출액(원)", "500", 500),
        ("평균매출액(백만원)", "3.3000000000000003", 3_300_000),
    ],
)
def test_sales_are_worth_what_the_header_says(tmp_path, ending, header, cell, won):
    source = _file(tmp_path, ending, [["business_no", header], [FIRST, cell]])
    assert _value(source, "annual_sales") == [won]


@pytest.mark.parametrize(
    ("type_", "cell", "won"),
    [("BIGINT", "500", 5e8), ("DOUBLE", "12345678.9", 12345678.9e6), ("DECIMAL(10, 2)", "0.29", 290_000)],
)
def test_numbers_of_a_parquet_file_have_the_unit_of_their_header(tmp_path, type_, cell, won):
    select = f"""SELECT '{FIRST}' AS business_no, CAST({cell} AS {type_}) AS "연매출액(백만원)" """
    assert _value(write_parquet(tmp_path / "in.parquet", select), "annual_sales") == [won]


def test_numbers_of_a_workbook_have_the_unit_of_their_header(tmp_path):
    rows = [["business_no", "매출액(백만원)"], [FIRST, 12.3], [SECOND, 500]]
    assert _value(write_xlsx(tmp_path / "in.xlsx", rows), "annual_sales") == [12_300_000, 500_000_000]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_verdict_follows_the_unit(tmp_path, ending):
    programme = programme_of(tmp_path, {"sales": "annual_sales <= 1000000"})
    source = _file(tmp_path, ending, [["business_no", "연매출액(백만원)"], [FIRST, "500"], [SECOND, "1"]])
    done("screen", programme, source, "-o", tmp_path / "out.csv")
    assert [row[1] for row in read_csv(tmp_path / "out.csv")[1:]] == ["ineligible", "eligible"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_per_cent_is_a_hundredth(tmp_path, ending):
    rows = [["business_no", "온라인매출비중(%)"], [FIRST, "12.3"], [SECOND, "50%"]]
    assert _value(_file(tmp_path, ending, rows), "online_sales_share") == [0.123, 0.5]


@pytest.mark.parametrize(
    ("header", "column", "accepted"),
    [
        ("연매출액(달러)", "annual_sales", "원, 천원, 만원"),
        ("연매출액(3년 평균)", "annual_sales", "원, 천원, 만원"),
        ("상시근로자수(%)", "employees", "명, 인"),
        ("온라인매출비중(원)", "online_sales_share", "%"),
        ("신용평점(백만원)", "credit_score", "점"),
    ],
)
@pytest.mark.parametrize("ending", ENDINGS)
def test_other_brackets_on_a_number_are_refused_and_nothing_is_written(
    tmp_path, ending, header, column, accepted
):
    source = _file(tmp_path, ending, [["business_no", header], [FIRST, "1"]])
    lines = refused("screen", "tops-2025", source, "-o", tmp_path / "out.csv")
    assert lines[0].startswith(
        f"in.{ending}: the column “{header}” has something in brackets that is no unit of {column}; units"
        f" that are understood: {accepted}"
    )
    assert not (tmp_path / "out.csv").exists()


def test_a_part_of_a_won_is_a_bad_cell(tmp_path):
    source = write_csv(tmp_path / "in.csv", [["business_no", "연매출액(천원)"], [FIRST, "0.0005"]])
    assert refused("screen", "tops-2025", source, "-o", tmp_path / "out.csv") == [
        "in.csv: row 2, column 연매출액(천원): “0.0005” is not a whole number"
    ]


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**12), st.sampled_from([("천원", 3), ("만원", 4), ("백만원", 6), ("억원", 8)]))
def test_every_whole_won_comes_out_of_every_unit(won, unit):
    name, exponent = unit
    whole, part = divmod(won, 10**exponent)
    cell = f"{whole}.{part:0{exponent}d}"
    field, column = PROFILE_FIELDS["annual_sales"], Column(f"매출액({name})", "annual_sales", "c0")
    cast = cast_field(field, column)
    value = cast.value.replace('"text.annual_sales"', f"'{cell}'")
    assert CALCULATOR.execute(f"SELECT {value}").fetchall() == [(float(won),)]


def test_common_headers_are_understood():
    assert {
        header: column_named(header)
        for header in ("매출액", "시군구코드", "대표자 성별", "직원수", "창업일", "신용점수", "Annual Sales")
    } == {
        "매출액": "annual_sales",
        "시군구코드": "region",
        "대표자 성별": "owner_female",
        "직원수": "employees",
        "창업일": "opened_on",
        "신용점수": "credit_score",
        "Annual Sales": "annual_sales",
    }


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_owners_sex_is_told_in_words(tmp_path, ending):
    rows = [["business_no", "대표자 성별"], [FIRST, "여"], [SECOND, "남성"]]
    assert _value(_file(tmp_path, ending, rows), "owner_female") == [True, False]


def test_a_number_for_the_sex_is_a_bad_cell_and_not_a_yes(tmp_path):
    source = write_csv(tmp_path / "in.csv", [["business_no", "성별"], [FIRST, "1"]])
    assert refused("screen", "tops-2025", source, "-o", tmp_path / "out.csv") == [
        "in.csv: row 2, column 성별: “1” is neither 여 nor 남 (female, male)"
    ]


def test_a_looser_name_gives_way_to_a_better_one(tmp_path):
    rows = [["business_no", "매출액", "평균매출액"], [FIRST, "7", "5"]]
    assert _value(write_csv(tmp_path / "in.csv", rows), "annual_sales") == [5]


def test_two_loose_names_of_one_column_are_refused(tmp_path):
    source = write_csv(tmp_path / "in.csv", [["business_no", "직원수", "고용인원"], [FIRST, "7", "5"]])
    assert refused("screen", "tops-2025", source, "-o", tmp_path / "out.csv") == [
        "in.csv: the column employees stands there more than once (직원수, 고용인원)"
    ]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("2024년 매출액", "annual_sales"),
        ("연매출액_백만원", "annual_sales"),
        ("(백만원) 매출액", "annual_sales"),
        ("anual_sales", "annual_sales"),
        ("행정동코드", "region"),
        ("시군구", "region"),
        ("업종", "ksic"),
        ("대표자 생년월일", "owner_birth_year"),
        ("휴폐업 여부", "business_status"),
        ("상시근로지수", "employees"),
        ("비고", None),
        ("대표자명", None),
        ("연락처", None),
        ("접수번호", None),
    ],
)
def test_a_header_that_looks_like_a_column_is_told(header, column):
    columns = (Column("business_no", "business_no", "c0"), Column(header, column_named(header), "c1"))
    table = Table("in.csv", "t", columns, {c.means: c for c in columns})
    assert resembling(table) == ({} if column is None else {header: column})


def test_units_of_columns_beside_the_profile():
    assert exponent_of(total_support_won(36), "지원금액.36 (백만원)") == 6
    assert exponent_of(answer_field("shops", "whole_number"), "답변.shops (개)") == 0
    assert exponent_of(answer_field("loss", "number"), "답변.loss (천원)") is None


def test_what_the_rules_read_and_the_file_lacks_is_told_and_so_is_what_is_not_read(tmp_path):
    programme = programme_of(tmp_path, {"sales": "annual_sales <= 1000000", "staff": "employees < 5"})
    rows = [["business_no", "2024년 매출액", "memo", "상시근로자수"], [FIRST, "1", "x", "2"]]
    said = done("screen", programme, write_csv(tmp_path / "in.csv", rows), "-o", tmp_path / "out.csv")
    assert said.lines[:3] == [
        "warning: in.csv: the rules read columns that are missing, not known for everybody:"
        " annual_sales (평균매출액)",
        "warning: in.csv: the column “2024년 매출액” looks like annual_sales (평균매출액) and is not read;"
        " if it is that, name it so",
        "in.csv: 1 columns are not read: memo",
    ]


def test_per_cent_that_may_be_shares_already_is_told(tmp_path):
    rows = [["business_no", "온라인매출비중(%)"], [FIRST, "0.5"], [SECOND, "1"]]
    said = done("screen", "tops-2025", write_csv(tmp_path / "in.csv", rows), "-o", tmp_path / "out.csv")
    assert (
        "warning: in.csv: no number in the column “온라인매출비중(%)” is above 1: 0.5 is read as 0.5 %,"
        " and not as a half"
    ) in said.lines
    rows[1][1] = "1.5"
    said = done("screen", "tops-2025", write_csv(tmp_path / "in.csv", rows), "-o", tmp_path / "out.csv")
    assert not any("is above 1" in line for line in said.lines)
