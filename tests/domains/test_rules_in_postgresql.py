"""PostgreSQL judges by rules as everybody else does: the corpus, and random rules on random rows.

The rows lie in columns of the types that the service keeps merchants in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from tests.engine.rules.conforming import judged_together, unlike_the_corpus
from tests.engine.rules.executors import (
    Rows,
    fields_read,
    in_process,
    replies_of,
    replies_query,
)
from tests.engine.rules.filling import changed_by_filling, fillings
from tests.engine.rules.oracle import Days, Reply
from tests.engine.rules.rows import COLUMNS, COMPANIONS, NONE_ABLE, random_rows
from tests.engine.rules.test_executors_agree import BATCH, OCCASIONS, differences

from dure.engine.programme import load
from dure.engine.rules.binding import Occasion
from dure.engine.rules.dialects import POSTGRESQL
from dure.engine.screening import MerchantScreener, open_rulebook, screening_query
from dure.library import library_bytes, library_ids

pytestmark = pytest.mark.django_db

_TYPES = {"VARCHAR": "text", "DATE": "date", "DOUBLE": "bigint", "BOOLEAN": "boolean", "VARCHAR[]": "text[]"}
_TYPES_OF = {
    **{name: _TYPES[type_] for name, type_ in COLUMNS.items()},
    "employees": "numeric",
    "online_sales_share": "numeric",
    "answer.shops": "numeric",
    "owner_birth_year": "integer",
    "credit_score": "integer",
    **dict.fromkeys(COMPANIONS, "boolean"),
}
_held: list[Any] = []


def in_postgresql(rules: Sequence[str], days: Days, rows: Rows) -> list[list[Reply]]:
    query = replies_query(rules, days, _relation(fields_read(rules), rows), POSTGRESQL)
    return replies_of(found(query), len(rules))


def found(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _relation(fields: set[str], rows: Rows) -> str:
    """Bring rows into a table of the test's transaction; return it with the columns of some fields."""
    if not _held or _held[0] is not rows:
        columns = ", ".join(f'"{name}" {type_}' for name, type_ in _TYPES_OF.items())
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS told")
            cursor.execute(f'CREATE TEMP TABLE told ("#row" bigint, {columns}) ON COMMIT DROP')
            places = ", ".join(["%s"] * (len(_TYPES_OF) + 1))
            cursor.executemany(
                f"INSERT INTO told VALUES ({places})",
                [[n, *(_plain(row[name]) for name in _TYPES_OF)] for n, row in enumerate(rows)],
            )
        _held[:] = [rows]
    names = [name for name in COLUMNS if name in fields]
    names += [f"has.{name}" for name in NONE_ABLE if name in fields]
    listed = "".join(f', "{name}"' for name in names)
    return f'(SELECT "#row"{listed} FROM told) AS told'


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@pytest.fixture(autouse=True)
def _nothing_held():
    yield
    _held.clear()


def test_every_case_of_the_corpus_is_answered_as_it_says():
    assert unlike_the_corpus(judged_together(in_postgresql)) == []


@pytest.mark.parametrize("seed", [4, 5])
def test_random_rules_on_random_rows_make_no_difference(seed):
    different, answers = differences(seed, 2 * BATCH, 60, (in_postgresql, in_process))
    assert different == []
    assert min(answers[answer] for answer in (True, False, None)) > 500


def test_a_fact_that_comes_later_never_changes_an_answer():
    changed, looked = changed_by_filling(in_postgresql, fillings(78))
    assert changed == []
    assert looked > 5_000


def test_the_verdict_and_all_its_reasons_are_those_of_one_merchant_in_process():
    rows = random_rows(11, 200)
    verdicts = set()
    for programme in library_ids():
        rules = [(rule.id, rule.rule) for rule in load(library_bytes(programme)).programme.eligibility]
        # These rows answer no questions: tests/domains/test_applications_columns.py compares rules that ask.
        rules = [(name, text) for name, text in rules if "answer." not in text]
        book = open_rulebook(rules, Occasion(*OCCASIONS[0]))
        relation = _relation({field.name for field in book.columns()}, rows)
        query = screening_query(book, relation, ['"#row"'], POSTGRESQL)
        expected = [MerchantScreener(book).screen(row) for row in rows]
        assert [row[:4] for row in sorted(found(query), key=lambda row: row[4])] == [
            (s.verdict, *(";".join(names) or None for names in (s.failed, s.unknown, s.missing)))
            for s in expected
        ], programme
        verdicts |= {s.verdict for s in expected}
    assert verdicts == {"eligible", "ineligible", "unknown"}


def test_more_rules_than_a_function_takes_values_are_listed():
    rows = random_rows(12, 20)
    book = open_rulebook([(f"r{n}", f"employees < {n}") for n in range(130)], Occasion(*OCCASIONS[0]))
    query = screening_query(book, _relation({"employees"}, rows), ['"#row"'], POSTGRESQL)
    for verdict, failed, _, missing, row in found(query):
        employees = rows[row]["employees"]
        assert (verdict, missing) == (("unknown", "employees") if employees is None else ("ineligible", None))
        if employees is not None:
            assert failed.split(";") == [f"r{n}" for n in range(130) if not employees < n]
