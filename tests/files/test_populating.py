"""A population as a file: the same rows for every chunk, read as a file of merchants without a bad cell."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from dure.engine.problems import Refused
from dure.files.merchants import bad_cells, read_profiles
from dure.files.populating import Population, write_population_file
from dure.files.reading import open_table
from dure.files.session import open_session

ON = date(2025, 3, 18)


def write(path, chunk=200_000, size=700, seed=3):
    write_population_file(Population(size, seed, ON), path, chunk=chunk)
    return path


def rows_of(path):
    return duckdb.sql(f"SELECT * FROM '{path}'").fetchall()


def test_the_same_seed_gives_the_same_bytes_and_for_every_chunk_the_same_rows(tmp_path):
    whole = write(tmp_path / "whole.parquet")
    assert write(tmp_path / "again.parquet").read_bytes() == whole.read_bytes()
    for chunk in (300, 97):
        assert rows_of(write(tmp_path / f"{chunk}.parquet", chunk)) == rows_of(whole)
    assert rows_of(write(tmp_path / "other.parquet", seed=4)) != rows_of(whole)


def test_a_smaller_population_is_the_beginning_of_a_larger_one(tmp_path):
    small, large = write(tmp_path / "s.parquet", size=50), write(tmp_path / "l.parquet", size=700)
    assert rows_of(small) == rows_of(large)[:50]


def test_it_is_a_file_of_merchants_without_a_bad_cell(tmp_path):
    path = write(tmp_path / "p.parquet", size=5_000)
    with open_session([path]) as session:
        profiles = read_profiles(open_table(session, path))
        assert bad_cells(session, profiles) == ([], 0)
        has = "coalesce(CAST(\"has.channels\" AS VARCHAR), '?')"
        relation = profiles.typed([], all_good=True)
        kinds = dict(session.rows(f"SELECT {has}, count(*) FROM {relation} GROUP BY 1"))
    assert set(kinds) == {"true", "false", "?"}


def test_places_bear_the_codes_of_the_day(tmp_path):
    path = tmp_path / "old.parquet"
    write_population_file(Population(3_000, 1, date(2022, 6, 1)), path)
    provinces = {row[0] for row in duckdb.sql(f"SELECT DISTINCT left(region, 2) FROM '{path}'").fetchall()}
    assert {"42", "45"} <= provinces
    assert not {"51", "52"} & provinces


def test_progress_is_told(tmp_path):
    told: list[tuple[int, int]] = []

    def tell(done: int, size: int) -> None:
        told.append((done, size))

    write_population_file(Population(250, 1, ON), tmp_path / "p.parquet", chunk=100, told=tell)
    assert told == [(100, 250), (200, 250), (250, 250)]


@pytest.mark.parametrize(("size", "name"), [(0, "p.parquet"), (100_000_000, "p.parquet"), (5, "p.csv")])
def test_what_cannot_be_written_is_refused_and_nothing_is_written(tmp_path, size, name):
    with pytest.raises(Refused):
        write_population_file(Population(size, 1, ON), tmp_path / name)
    assert list(tmp_path.iterdir()) == []
