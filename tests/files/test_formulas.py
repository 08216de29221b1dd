"""The guard against formulas: what a spreadsheet would calculate gets an apostrophe, and loses it again."""

from __future__ import annotations

import duckdb
from hypothesis import given
from hypothesis import strategies as st
from tests.files.commands import business_no, done, read_csv, read_parquet, screened, write_csv

from dure.engine.rules.sql import text_literal
from dure.files.formulas import guard, guard_sql, unguard, unguard_sql

TEXTS = {
    "=1+1": "'=1+1",
    "+82-10-1234-5678": "'+82-10-1234-5678",
    "-cmd|' /C calc'!A0": "'-cmd|' /C calc'!A0",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1": "'\t=1",
    "\r=1": "'\r=1",
    "=": "'=",
    "-": "'-",
    "-5": "-5",
    "+5.25": "+5.25",
    "-5 ": "'-5 ",
    "'=1": "''=1",
    "''=1": "'''=1",
    "'-5": "''-5",
    "'": "'",
    "''": "''",
    "'text'": "'text'",
    "a=1": "a=1",
    " =1": " =1",
    "가": "가",
    "": "",
}
HARD = st.text(st.sampled_from("'=+-@\t\r15.a "), max_size=6)


def test_what_gets_an_apostrophe():
    assert {text: guard(text) for text in TEXTS} == TEXTS


@given(HARD)
def test_the_guard_is_taken_off_without_loss(text):
    assert unguard(guard(text)) == text


@given(HARD)
def test_a_guarded_text_is_no_formula(text):
    guarded = guard(text)
    assert guarded[:1] not in ("=", "@", "\t", "\r")
    assert guarded[:1] not in ("+", "-") or float(guarded) is not None


def test_sql_says_the_same():
    texts = [*TEXTS, *TEXTS.values()]
    rows = ", ".join(f"({i}, {text_literal(text)})" for i, text in enumerate(texts))
    found = duckdb.connect().execute(
        f"SELECT {guard_sql('t')}, {unguard_sql('t')} FROM (VALUES {rows}) AS v(i, t) ORDER BY i"
    )
    assert found.fetchall() == [(guard(text), unguard(text)) for text in texts]


def test_texts_come_back_the_same_through_every_format_and_back(tmp_path):
    texts = [text for text in TEXTS if text]
    rows = [["business_no", "=memo"], *([business_no(i), text] for i, text in enumerate(texts, 1))]
    # As a person types them: an apostrophe before a formula's sign is the guard and is taken off.
    meant = [unguard(text) for text in texts]
    path = write_csv(tmp_path / "0.csv", rows, lineterminator="\r\n")
    for step, ending in enumerate(["csv", "xlsx", "csv", "parquet", "xlsx", "parquet", "csv"], 1):
        out = tmp_path / f"{step}.{ending}"
        done("screen", "tops-2025", path, "-o", out)
        path = out
    assert read_csv(path)[0][-1] == "'=memo"
    assert [row[-1] for row in read_csv(path)[1:]] == [guard(text) for text in meant]
    assert [row[-1] for row in read_parquet(tmp_path / "4.parquet")[1:]] == meant


def test_a_file_screened_again_gains_no_apostrophes(tmp_path):
    (row,) = screened(tmp_path, [["business_no", "memo"], [business_no(1), "'=1+1"]])
    assert row["memo"] == "'=1+1"
