"""Columns of a parquet file are carried over as they are, or written anew: the same rows either way."""

from __future__ import annotations

import duckdb
import polars
import pytest
from tests.files.commands import done, programme_of, read_parquet, write_parquet

from dure.files import screening
from dure.files.carrying import carry_columns, groups_beside

RULES = {"few": "employees < 5", "sells": "has(channels)", "shop": "ksic_in('47')"}
NUMBERS = (
    "SELECT lpad(CAST(n AS VARCHAR), 9, '0') AS nine"
    " FROM (SELECT 100000000 + 7 * range AS n FROM range({rows}))"
)
_TOTAL = " + ".join(f"{w} * CAST(nine[{i}] AS INTEGER)" for i, w in enumerate((1, 3, 7, 1, 3, 7, 1, 3, 5), 1))
MERCHANTS = (
    f"SELECT nine || (10 - ({_TOTAL} + 5 * CAST(nine[9] AS INTEGER) // 10) % 10) % 10 AS business_no,"
    " CASE WHEN CAST(nine AS INTEGER) % 3 > 0 THEN CAST(nine AS INTEGER) % 7 END AS employees,"
    " CASE WHEN CAST(nine AS INTEGER) % 5 > 0 THEN ['openmarket', 'a:' || nine] END AS channels,"
    " {{'a': nine, 'b': [1, 2]}} AS more, '47' || right(nine, 1) AS ksic, 'x' AS verdict, '상점' AS 이름"
    f" FROM ({NUMBERS})"
)


def screened(folder, source, name="out.parquet"):
    done("screen", programme_of(folder, RULES), source, "-o", folder / name)
    return folder / name


def written_anew(folder, source, monkeypatch):
    monkeypatch.setattr(screening, "groups_beside", lambda path: None)
    return screened(folder, source, "anew.parquet")


def types(path):
    return duckdb.connect().execute(f"DESCRIBE FROM '{path}'").fetchall()


def codecs(path, column):
    found = duckdb.connect().execute(
        f"SELECT DISTINCT compression FROM parquet_metadata('{path}') WHERE path_in_schema = '{column}'"
    )
    return [name for (name,) in found.fetchall()]


WAYS = {
    "one group": ("(FORMAT parquet)", 500),
    "groups": ("(FORMAT parquet, ROW_GROUP_SIZE 2048)", 10_000),
    "groups of pages": ("(FORMAT parquet, ROW_GROUP_SIZE 4096, PARQUET_VERSION v2, COMPRESSION zstd)", 9_000),
    "not compressed": ("(FORMAT parquet, COMPRESSION uncompressed)", 3_000),
}


@pytest.mark.parametrize("way", WAYS)
def test_carried_columns_hold_what_written_ones_would(tmp_path, monkeypatch, way):
    how, rows = WAYS[way]
    source = tmp_path / "in.parquet"
    duckdb.connect().execute(f"COPY ({MERCHANTS.format(rows=rows)}) TO '{source}' {how}").fetchall()
    carried = screened(tmp_path, source)
    anew = written_anew(tmp_path, source, monkeypatch)
    assert read_parquet(carried) == read_parquet(anew)
    assert types(carried) == types(anew)
    assert len(read_parquet(carried)) == rows + 1
    assert codecs(carried, "이름") == codecs(source, "이름")


def test_columns_keep_their_names_but_for_those_that_are_ours(tmp_path):
    source = write_parquet(
        tmp_path / "in.parquet", MERCHANTS.format(rows=10).replace("business_no", "사업자번호")
    )
    header = read_parquet(screened(tmp_path, source))[0]
    assert header == [
        *("business_no", "verdict", "failed_rules", "unknown_rules", "missing_fields"),
        *("employees", "channels", "more", "ksic", "in.verdict", "이름"),
    ]


def test_columns_of_another_writer_are_carried_without_its_statistics(tmp_path, monkeypatch):
    source = tmp_path / "in.parquet"
    read = duckdb.connect().execute(MERCHANTS.format(rows=6_000))
    names = [column[0] for column in read.description]
    frame = polars.DataFrame(read.fetchall(), schema=names, orient="row")
    frame.write_parquet(source, row_group_size=2048, compression="zstd")
    carried = screened(tmp_path, source)
    assert codecs(carried, "이름") == ["ZSTD"]
    assert polars.read_parquet(carried).equals(
        polars.read_parquet(written_anew(tmp_path, source, monkeypatch))
    )
    told = duckdb.connect().execute(
        f"SELECT path_in_schema, stats_max IS NOT NULL FROM parquet_metadata('{carried}')"
        " WHERE path_in_schema IN ('ksic', 'verdict') AND row_group_id = 0 ORDER BY 1"
    )
    assert told.fetchall() == [("ksic", False), ("verdict", True)]


def test_the_same_file_gives_the_same_bytes(tmp_path):
    source = write_parquet(tmp_path / "in.parquet", MERCHANTS.format(rows=200))
    one, other = screened(tmp_path, source), screened(tmp_path, source, "other.parquet")
    assert one.read_bytes() == other.read_bytes()


def test_what_could_not_be_carried_is_written_anew(tmp_path, monkeypatch):
    source = write_parquet(tmp_path / "in.parquet", MERCHANTS.format(rows=300))
    carried = screened(tmp_path, source)
    monkeypatch.setattr(screening, "carry_columns", lambda *what: False)
    assert read_parquet(screened(tmp_path, source, "anew.parquet")) == read_parquet(carried)


def test_a_cell_that_the_cast_changes_has_the_file_written_anew(tmp_path):
    select = MERCHANTS.format(rows=50).replace("AS business_no", "|| ' ' AS business_no")
    source = write_parquet(tmp_path / "in.parquet", select)
    assert [row[0] for row in read_parquet(screened(tmp_path, source))[1:3]] == ["1000000009", "1000000071"]


def grouped(path, rows, size):
    select = f"SELECT range AS a FROM range({rows})"
    target = f"(FORMAT parquet, ROW_GROUP_SIZE {size})"
    duckdb.connect().execute(f"COPY ({select}) TO '{path}' {target}").fetchall()
    return path


def test_groups_of_rows_are_met_where_they_are_alike_and_not_too_large(tmp_path):
    path = tmp_path / "in.parquet"
    assert groups_beside(grouped(path, 10_000, 4_096)) == ([4_096, 4_096, 1_808], 4_096)
    assert groups_beside(grouped(path, 1_000, 4_096)) == ([1_000], 2_048)
    assert groups_beside(grouped(path, 300_000, 1_000_000)) is None
    frame = polars.DataFrame({"a": range(3_000)})
    frame.write_parquet(path, row_group_size=1_000)
    assert groups_beside(path) is None


def test_what_is_no_parquet_file_is_declined(tmp_path):
    good = grouped(tmp_path / "good.parquet", 100, 2_048).read_bytes()
    path = tmp_path / "bad.parquet"
    for bytes_ in (
        b"",
        b"PAR1",
        good[:-4] + b"PARE",
        good[:-8] + b"\xff\xff\xff\x7fPAR1",
        good[4:],
        good[-60:],
    ):
        path.write_bytes(bytes_)
        assert groups_beside(path) is None


def test_columns_of_other_rows_or_other_names_are_declined_and_the_target_stays(tmp_path):
    source = grouped(tmp_path / "in.parquet", 5_000, 2_048)
    target = tmp_path / "out.parquet"
    write_parquet(target, "SELECT range AS b FROM range(5000)")
    before = target.read_bytes()
    assert not carry_columns(source, target, {"a": "a"}, ["a", "b"])
    assert not carry_columns(target, target, {"b": "b"}, ["b"])
    other = grouped(tmp_path / "other.parquet", 5_000, 10_240)
    assert not carry_columns(other, target, {"none": "none"}, ["none", "b"])
    assert not carry_columns(other, target, {"a": "a"}, ["a"])
    assert target.read_bytes() == before
    assert carry_columns(other, target, {"a": "c"}, ["b", "c"])
    assert read_parquet(target)[0] == ["b", "c"]
    assert read_parquet(target)[4_999] == ["4998", "4998"]
