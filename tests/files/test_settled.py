"""A column is read as it is only where no cell of it is bad, or would be changed by the cast."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from tests.files.commands import FIRST, SECOND, THIRD, write_parquet

from dure.engine.profile.fields import PROFILE_COLUMNS, PROFILE_FIELDS
from dure.files.merchants import read_profiles
from dure.files.reading import open_table
from dure.files.session import open_session
from dure.files.settled import settled_columns

EVERY = frozenset(PROFILE_FIELDS)


def settled(folder, cells, compared=EVERY):
    """Return the settled fields of a column of cells, and a business number beside it."""
    source = write_parquet(folder / "in.parquet", f"SELECT * FROM (VALUES {cells})")
    with open_session([source]) as session:
        return settled_columns(session, open_table(session, source), PROFILE_COLUMNS, compared)


def column(name, *cells):
    return ", ".join(f"({cell})" for cell in cells) + f") AS t({name}"


SETTLED = [
    ("business_no", [f"'{FIRST}'", f"'{SECOND}'", f"'{THIRD}'"]),
    ("name", ["'상점 1'", "'A-1'", "NULL", "'힣'"]),
    ("legal_form", ["'sole'", "'corporation'", "NULL"]),
    ("ksic", ["'47'", "'47911'", "NULL"]),
    ("region", ["'11110'", "'1111010100'", "NULL"]),
    ("employees", ["0.0::DOUBLE", "4.5", "1e7", "NULL"]),
    ("employees", ["0.5::DECIMAL(4, 1)", "14.0"]),
    ("annual_sales", ["0", "1000000000000000", "NULL"]),
    ("annual_sales", ["5.0::DOUBLE", "NULL"]),
    ("channels", ["['a', 'b:c']", "NULL", "[]::VARCHAR[]"]),
    ("market_id", ["NULL", "'M1'"]),
]


@pytest.mark.parametrize(("name", "cells"), SETTLED)
def test_cells_that_are_in_order_are_read_as_they_are(tmp_path, name, cells):
    assert settled(tmp_path, column(name, *cells)) == {name}


UNSETTLED = [
    ("business_no", ["NULL", f"'{FIRST} '", f"' {FIRST}'", f"'{FIRST[:3]}-{FIRST[3:]}'", f"'{THIRD[4:]}'"]),
    (
        "business_no",
        [f"'{FIRST[:9]}0'", "'1e9'", "'1e9       '", "'-248100998'", "'0x12345678'", "'가'", "''"],
    ),
    ("business_no", ["'+220816251'", "'12345678.0'", "'1_23456789'", "'12208162517'", FIRST, THIRD]),
    ("name", ["' a'", "'a '", "'a\u3000'", "'\u00a0a'", "''", "'#N/A'", "'a\t'", "'a\ufeff'", "'\u200ba'"]),
    ("legal_form", ["'개인'", "'SOLE'", "''", "'sole '"]),
    ("business_status", ["'01'", "'open'"]),
    ("ksic", ["'4'", "'479112'", "'47 '", "'G47'", "''", "47911", "'４７'"]),
    ("region", ["'111'", "'111101010'", "'11110 '", "11110"]),
    ("employees", ["-1.0::DOUBLE", "1e8::DOUBLE", "'NaN'::DOUBLE", "1e-10::DOUBLE", "4.5::FLOAT", "'4'"]),
    ("annual_sales", ["-1", "2000000000000000", "0.5::DOUBLE", "1.5::DECIMAL(3, 1)", "'infinity'::DOUBLE"]),
    ("owner_birth_year", ["1899", "2101"]),
    ("channels", ["['a;b']", "['a', NULL]", "[' a']", "['a ']", "['']", "['#N/A']", "'a'"]),
    ("market_id", ["' '", "'M1 '"]),
]


@pytest.mark.parametrize(("name", "cell"), [(name, cell) for name, cells in UNSETTLED for cell in cells])
def test_one_cell_that_is_not_has_the_column_cast(tmp_path, name, cell):
    assert settled(tmp_path, column(name, cell)) == frozenset()


def test_blanks_behind_a_text_do_not_matter_where_only_its_presence_is_asked(tmp_path):
    for name, cell in (("market_id", "'M1 '"), ("channels", "['a ; b']")):
        assert settled(tmp_path, column(name, cell), frozenset()) == {name}
    for name, cell in (("market_id", "' '"), ("channels", "[' ']"), ("market_id", "'#N/A'")):
        assert settled(tmp_path, column(name, cell), frozenset()) == frozenset()


def test_a_column_with_a_companion_is_cast(tmp_path):
    assert settled(tmp_path, "('M1', TRUE)) AS t(market_id, \"has.market_id\"") == frozenset()


@pytest.mark.parametrize(("name", "cells"), SETTLED)
def test_a_settled_column_has_the_values_that_the_cast_gives(tmp_path, name, cells):
    source = write_parquet(tmp_path / "in.parquet", f"SELECT * FROM (VALUES {column(name, *cells)})")
    field = PROFILE_FIELDS[name]
    named = [f'"{name}"', *([f'"{field.companion}"'] if field.none_able else [])]
    read = []
    with open_session([source]) as session:
        table = open_table(session, source)
        for found in (frozenset(), frozenset({name})):
            profiles = read_profiles(table, [field], needed=(), settled=found)
            assert bool(profiles.checked) == (not found)
            read.append(session.rows(f"SELECT {', '.join(named)} FROM {profiles.typed([])}"))
    cast, as_it_is = read
    if field.none_able:
        assert [has for _, has in cast] == [has for _, has in as_it_is]
        cast, as_it_is = ([row for row in rows if row[1]] for rows in read)
    assert cast == as_it_is


def test_duckdb_reads_more_as_a_whole_number_than_ten_digits():
    """Why the digits are written again and compared."""
    read = duckdb.connect().execute("SELECT TRY_CAST('1e9' AS BIGINT), TRY_CAST(' 12 ' AS BIGINT)").fetchall()
    assert read == [(1_000_000_000, 12)]


def test_days_need_no_look_and_are_there_where_they_are_told(tmp_path):
    source = write_parquet(
        tmp_path / "in.parquet", "SELECT * FROM (VALUES (DATE '2020-02-29'), (NULL)) AS t(closed_on)"
    )
    with open_session([source]) as session:
        table = open_table(session, source)
        assert settled_columns(session, table, PROFILE_COLUMNS, EVERY) == {"closed_on"}
        for found in (frozenset(), frozenset({"closed_on"})):
            profiles = read_profiles(table, [PROFILE_FIELDS["closed_on"]], needed=(), settled=found)
            rows = session.rows(f'SELECT closed_on, "has.closed_on" FROM {profiles.typed([])}')
            assert rows == [(date(2020, 2, 29), True), (None, False)]


def test_it_is_told_how_many_percent_of_the_columns_were_looked_at(tmp_path):
    source = write_parquet(tmp_path / "in.parquet", "SELECT 'a' AS name")
    told = []
    with open_session([source]) as session:
        settled_columns(session, open_table(session, source), PROFILE_COLUMNS[:4], EVERY, told.append)
    assert told == [0, 25, 50, 75]
