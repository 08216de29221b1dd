"""Parts of a file judged side by side come out as one judged from its beginning to its end."""

from __future__ import annotations

import duckdb
import polars
import pytest
from tests.files.commands import done, programme_of, read_parquet, write_parquet
from tests.files.test_carrying import MERCHANTS, RULES

from dure.files import screening
from dure.files.joining import append_rows
from dure.files.side_by_side import _percent_of_last, parts_of, write_side_by_side


def test_parts_begin_where_groups_of_rows_begin():
    assert parts_of([2048] * 5, processors=2) == [(1, 4096), (4097, 10_240)]
    assert parts_of([2048] * 59 + [100], processors=64) == [(1, 61_440), (61_441, 120_932)]


def test_one_processor_and_a_small_file_have_one_part():
    assert parts_of([2048] * 5, processors=1) == [(1, 10_240)]
    assert parts_of([2048, 2048, 7], processors=2) == [(1, 4103)]


def groups(path):
    found = duckdb.connect().execute(
        f"SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata('{path}') ORDER BY 1"
    )
    return [rows for _, rows in found.fetchall()]


def test_two_parts_give_the_rows_and_groups_of_one(tmp_path, monkeypatch):
    source = tmp_path / "in.parquet"
    how = "(FORMAT parquet, ROW_GROUP_SIZE 2048)"
    duckdb.connect().execute(f"COPY ({MERCHANTS.format(rows=9_000)}) TO '{source}' {how}").fetchall()
    programme = programme_of(tmp_path, RULES)
    outs = {}
    for processors in (1, 2):
        monkeypatch.setattr(screening, "parts_of", lambda rows, p=processors: parts_of(rows, p))
        outs[processors] = tmp_path / f"{processors}.parquet"
        done("screen", programme, source, "-o", outs[processors])
    assert read_parquet(outs[2]) == read_parquet(outs[1])
    assert [row[0] for row in read_parquet(outs[2])[1:]] == [row[0] for row in read_parquet(source)[1:]]
    assert groups(outs[2]) == groups(outs[1]) == [2048, 2048, 2048, 2048, 808]
    # and to another reader
    assert polars.read_parquet(outs[2]).equals(polars.read_parquet(outs[1]))


def test_of_parts_that_are_alike_as_much_is_done_as_of_the_last(tmp_path):
    class Part:
        def __init__(self, found):
            self.percent = lambda: found

    for found, told in ((None, None), (50, 0), (49, 0), (75, 50), (100, 100)):
        assert _percent_of_last([Part(3), Part(found)])() == told
    source = write_parquet(tmp_path / "in.parquet", "SELECT 1 AS a")
    asked = []
    out = tmp_path / "out.parquet"
    assert write_side_by_side(["SELECT 1 AS a", "SELECT 2 AS a"], source, out, 2048, asked.append)
    assert [row[0] for row in read_parquet(out)[1:]] == ["1", "2"]
    # The session is over: nobody knows any more, and nobody fails who asks.
    assert [percent() for percent in asked] == [None]


def test_a_part_that_fails_fails_the_whole(tmp_path):
    source = write_parquet(tmp_path / "in.parquet", "SELECT 1 AS a")
    parts = ["SELECT range AS a FROM range(1000000000)", "SELECT error('no') AS a"]
    with pytest.raises(duckdb.Error, match="no"):
        write_side_by_side(parts, source, tmp_path / "out.parquet", 2048)


def test_rows_are_appended_in_order_and_found_by_what_is_told_of_them(tmp_path):
    paths = [tmp_path / f"{n}.parquet" for n in range(3)]
    for n, path in enumerate(paths):
        select = f"SELECT {n} * 100 + range AS a, 'x' || range % 7 AS b FROM range(100)"
        write_parquet(path, select)
    assert append_rows(paths[0], paths[1:])
    connection = duckdb.connect()
    assert [int(row[0]) for row in read_parquet(paths[0])[1:]] == list(range(300))
    assert groups(paths[0]) == [100, 100, 100]
    # Statistics and filters of each piece are read where they stand now.
    assert connection.execute(f"SELECT count(*) FROM '{paths[0]}' WHERE b = 'x3'").fetchall() == [(42,)]
    assert connection.execute(f"SELECT b FROM '{paths[0]}' WHERE a = 205").fetchall() == [("x5",)]
    assert polars.read_parquet(paths[0]).shape == (300, 2)


def test_rows_of_other_columns_are_declined_and_the_target_stays(tmp_path):
    target = write_parquet(tmp_path / "target.parquet", "SELECT 1 AS a")
    before = target.read_bytes()
    other = write_parquet(tmp_path / "other.parquet", "SELECT 'x' AS a")
    none = tmp_path / "none.parquet"
    none.write_bytes(b"PAR1")
    assert not append_rows(target, [other])
    assert not append_rows(target, [none])
    assert not append_rows(none, [target])
    assert target.read_bytes() == before
