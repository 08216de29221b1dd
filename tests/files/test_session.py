"""The connection can touch the files that it was given, and nothing else."""

from __future__ import annotations

import duckdb
import pytest

from dure.files.session import glob_path, open_session, sql_path

FORBIDDEN = [
    "SELECT * FROM read_csv('{other}')",
    "SELECT * FROM '{other}'",
    "SELECT * FROM read_text('{other}')",
    "SELECT * FROM read_blob('{folder}/*')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_text('{folder}/given.csv/../other.csv')",
    "COPY (SELECT 1) TO '{folder}/new.csv'",
    "EXPORT DATABASE '{folder}/all'",
    "ATTACH '{folder}/new.duckdb' AS x",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SELECT * FROM read_csv('https://example.com/a.csv')",
    "SET enable_external_access = true",
    "SET allowed_paths = ['{other}']",
    "SET lock_configuration = false",
    "RESET enable_external_access",
    "SET temp_directory = '{folder}'",
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "other.csv").write_text("secret\n1\n")
    (tmp_path / "given.csv").write_text("a\n1\n")
    return tmp_path


def test_nothing_but_the_files_given_can_be_read_or_written(folder):
    with open_session([folder / "given.csv"]) as session:
        assert session.rows(f"SELECT a FROM read_csv({sql_path(folder / 'given.csv')})") == [(1,)]
        for statement in FORBIDDEN:
            text = statement.format(folder=folder, other=folder / "other.csv")
            with pytest.raises(duckdb.Error):
                session.connection.execute(text).fetchall()
    assert sorted(path.name for path in folder.iterdir()) == ["given.csv", "other.csv"]


def test_a_pattern_in_a_name_is_a_name(folder):
    name = folder / "o[t]he?.cs*"
    name.write_text("a\n7\n")
    with open_session([name]) as session:
        assert session.rows(f"SELECT a FROM read_csv({glob_path(name)}, header = true)") == [(7,)]
    # and where there is no such file, no other is read in its place
    name.unlink()
    with open_session([name]) as session, pytest.raises(duckdb.Error):
        session.rows(f"SELECT * FROM read_csv({glob_path(name)})")


def test_the_folder_of_a_session_goes_with_it(folder):
    with open_session([]) as session:
        relation = session.stage("SELECT 1 AS one")
        assert session.rows(f"SELECT one FROM {relation}") == [(1,)]
        kept = session.folder
        assert kept.exists()
    assert not kept.exists()


def test_rules_and_headers_cannot_reach_a_file(folder):
    with open_session([folder / "given.csv"]) as session:
        for name in ("a", "a\" FROM read_text('/etc/passwd') --", "'; ATTACH 'x'"):
            quoted = '"' + name.replace('"', '""') + '"'
            assert session.rows(f"SELECT 1 AS {quoted}") == [(1,)]


def test_how_far_a_query_is_can_be_asked_by_another_thread(tmp_path):
    source = tmp_path / "in.parquet"
    with duckdb.connect() as connection:
        how = "(FORMAT parquet, ROW_GROUP_SIZE 2048)"
        connection.execute(f"COPY (SELECT range AS a FROM range(40960)) TO '{source}' {how}").fetchall()
    with open_session([source], side_by_side=2) as session:
        other = session.others[1]
        assert [session.percent(), other.percent()] == [None, None]
        told = []
        # Each group of rows is a step of the file; a function of ours says where the query is meanwhile.
        other.connection.create_function("seen", lambda a: told.append(other.percent()) or a, [int], int)
        other.rows(f"SELECT sum(seen(a)) FROM read_parquet({glob_path(source)})")
        found = [percent for percent in told if percent is not None]
        assert found == sorted(found)
        assert set(found) <= set(range(101))
    assert [session.percent(), other.percent()] == [None, None]
