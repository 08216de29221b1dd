"""parquet files: typed columns mean what the same text would mean."""

from __future__ import annotations

import pytest
from tests.files.commands import FIRST, THIRD, done, programme_of, read_csv, refused, write_parquet

MEANT = {
    "day": "opened_on = DATE '2020-01-02'",
    "closed": "closed_on = DATE '2020-01-02'",
    "yes": "owner_female",
    "no": "NOT tax_arrears",
    "share": "online_sales_share = 0.25",
    "staff": "employees = 4.5",
    "sales": "annual_sales = 100000000",
    "born": "owner_birth_year = 1990",
    "sells": "contains(channels, 'a') AND contains(channels, 'b')",
    "names": "NOT has(designations)",
    "market": "NOT has(market_id)",
}
TYPES = {
    "texts": (
        "'{no}' business_no, '2020-01-02' opened_on, '20200102' closed_on, 'Y' owner_female, '0' tax_arrears,"
        " '25%' online_sales_share, '4.5' employees, '100,000,000' annual_sales, '1990' owner_birth_year,"
        " 'a; b' channels, '' designations, NULL::VARCHAR market_id"
    ),
    "types": (
        "{no}::BIGINT business_no, DATE '2020-01-02' opened_on, TIMESTAMP '2020-01-02' closed_on,"
        " true owner_female, false tax_arrears, 0.25::DOUBLE online_sales_share,"
        " 4.5::DECIMAL(10,2) employees, 100000000::INTEGER annual_sales, 1990::SMALLINT owner_birth_year,"
        " ['a', NULL, 'b '] channels, []::VARCHAR[] designations, NULL market_id"
    ),
    "as pandas has it": (
        "{no}::DOUBLE business_no, TIMESTAMP_NS '2020-01-02' opened_on, TIMESTAMP_MS '2020-01-02' closed_on,"
        " 1.0::DOUBLE owner_female, 0.0::DOUBLE tax_arrears, 0.25::FLOAT online_sales_share,"
        " 4.5::FLOAT employees, 1e8::DOUBLE annual_sales, 1990.0::DOUBLE owner_birth_year,"
        " ['a;b'] channels, NULL::VARCHAR[] designations, '' market_id"
    ),
    "others": (
        "{no}::HUGEINT business_no, 20200102 opened_on, '2020. 1. 2.' closed_on, 1::TINYINT owner_female,"
        " 'false'::ENUM('true', 'false') tax_arrears, 0.250::DECIMAL(38, 20) online_sales_share,"
        " 4.5::FLOAT employees, 100000000::UBIGINT annual_sales, '1990'::VARCHAR owner_birth_year,"
        " ['a', 'b'] channels, NULL designations, ' ' market_id"
    ),
}


@pytest.mark.parametrize("kind", TYPES)
def test_typed_columns_mean_what_the_same_text_means(tmp_path, kind):
    number = FIRST if kind == "texts" else THIRD.lstrip("0")
    source = write_parquet(tmp_path / "in.parquet", f"SELECT {TYPES[kind].format(no=number)}")
    done("screen", programme_of(tmp_path, MEANT), source, "-o", tmp_path / "out.csv")
    row = read_csv(tmp_path / "out.csv")[1]
    assert row[:5] == [FIRST if kind == "texts" else THIRD, "eligible", "", "", ""]


BAD = [
    ("47911 ksic", "ksic: “47911” is held as a number, and a spreadsheet drops leading zeros: format the"
     " column as text"),
    ("11110.0::DOUBLE region", "region: “11110.0” is held as a number, and a spreadsheet drops leading zeros:"
     " format the column as text"),
    ("true ksic", "ksic: “true” is not an industry code: two to five digits"),
    ("TIMESTAMP '2020-01-02 10:00:00' opened_on",
     "opened_on: “2020-01-02 10:00:00” is not a date: write YYYY-MM-DD"),
    ("TIME '10:00:00' closed_on", "closed_on: “10:00:00” is not a date: write YYYY-MM-DD"),
    ("'nan'::DOUBLE employees", "employees: “nan” is not a number"),
    ("'inf'::DOUBLE annual_sales", "annual_sales: “inf” is not a number"),
    ("1.5::DOUBLE annual_sales", "annual_sales: “1.5” is not a whole number"),
    ("[1, 2] employees", "employees: “[1, 2]” is not a number"),
    ("{'a': 1} tax_arrears", "tax_arrears: “{'a': 1}” is not yes or no: write true or false (예 / 아니오)"),
    ("2 owner_female", "owner_female: “2” is not yes or no: write true or false (예 / 아니오)"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "said"), BAD, ids=[column for column, _ in BAD])
def test_a_bad_value_is_refused_by_row_and_column(tmp_path, column, said):
    source = write_parquet(tmp_path / "in.parquet", f"SELECT '{FIRST}' business_no, {column}")
    assert refused("screen", "tops-2025", source, "-o", tmp_path / "out.csv") == [
        f"in.parquet: row 1, column {said}"
    ]


def test_columns_that_come_along_keep_their_types(tmp_path):
    select = (
        f"SELECT '{FIRST}' business_no, DATE '2020-01-02' d, [1, 2] l, {{'a': 1}} s, 'x'::BLOB b,"
        " 0.1::DOUBLE f, '=1' t, '''=1' u"
    )
    source = write_parquet(tmp_path / "in.parquet", select)
    done("screen", "tops-2025", source, "-o", tmp_path / "out.parquet")
    done("screen", "tops-2025", tmp_path / "out.parquet", "-o", tmp_path / "out.csv")
    # parquet is no spreadsheet: texts are not guarded there, and come out of csv with their guard
    assert read_csv(tmp_path / "out.csv")[1][9:] == [
        "2020-01-02", "1;2", "{'a': 1}", "x", "0.1", "'=1", "''=1",
    ]  # fmt: skip


def test_a_file_without_rows_gives_a_header_alone(tmp_path):
    source = write_parquet(tmp_path / "in.parquet", f"SELECT '{FIRST}' business_no, 1 memo WHERE false")
    for ending in ("csv", "xlsx", "parquet"):
        done("screen", "tops-2025", source, "-o", tmp_path / f"out.{ending}")
    assert [row[5:] for row in read_csv(tmp_path / "out.csv")] == [["memo"]]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"business_no\n1\n"])
def test_what_is_no_parquet_file_is_refused(tmp_path, content):
    (tmp_path / "in.parquet").write_bytes(content)
    assert refused("screen", "tops-2025", tmp_path / "in.parquet", "-o", tmp_path / "out.csv") == [
        "in.parquet: the parquet file cannot be read"
    ]


def test_names_of_folders_are_no_columns(tmp_path):
    folder = tmp_path / "[2025] ksic=47911"
    folder.mkdir()
    source = write_parquet(folder / "in.parquet", f"SELECT '{FIRST}' business_no")
    done("screen", "tops-2025", source, "-o", folder / "out.parquet")
    done("screen", "tops-2025", source, "-o", folder / "out.csv")
    header, row = read_csv(folder / "out.csv")
    assert len(header) == 5
    assert "ksic" in row[4]
