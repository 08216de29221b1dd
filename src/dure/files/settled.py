"""Columns whose cells already are what the profile wants: looked at once, and then read as they are.

Most files are written by a program: codes without blanks, numbers as numbers. To cast every cell of them,
and to look in each for what could be wrong, costs more than judging them. So for each column cells are
counted that *may* have to be cast or may be bad. The count may hold a cell that is in order (the column is
then cast as ever); it never leaves out one that is bad, or that the cast would change.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

from dure.engine.profile.fields import Field, Kind
from dure.engine.rules.sql import quoted, text_literal
from dure.files.session import Session
from dure.files.table import Column, Table
from dure.files.units import exponent_of

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
_SHAPES = {"ksic": r"\d{2,5}", "region": r"\d{5}|\d{10}"}


def settled_columns(
    session: Session,
    table: Table,
    fields: Sequence[Field],
    compared: Container[str],
    on_column: Callable[[int], None] = lambda percent: None,
) -> frozenset[str]:
    """Return the names of the fields whose column is settled; of a table without rows, all that could be.

    ``compared`` are the fields whose values are read. Of any other text or list it is only asked whether
    there is one, and blanks behind it do not matter. ``on_column`` is told before each how many percent of
    them were looked at.
    """
    settled = set()
    for place, field in enumerate(fields):
        on_column(100 * place // len(fields))
        column = table.column(field.name)
        # What a companion says of a cell is looked at beside the cell.
        if column is None or (field.none_able and table.column(field.companion)):
            continue
        doubtful = _doubtful_cells(table, field, column, whole=field.name in compared)
        if doubtful is not None and not _any(session, doubtful):
            settled.add(field.name)
    return frozenset(settled)


def _any(session: Session, doubtful: Sequence[str]) -> bool:
    """Say whether one of the FROM clauses has a row."""
    questions = " UNION ALL ".join(f"SELECT 1 FROM {cells}" for cells in doubtful)
    return bool(doubtful) and bool(session.rows(f"SELECT 1 FROM ({questions}) LIMIT 1"))


def _doubtful_cells(table: Table, field: Field, column: Column, *, whole: bool) -> list[str] | None:
    """Return the FROM clauses of the cells that may have to be cast, or may be bad.

    None: the column is cast in any case. ``whole`` says that cells are looked at to their end.

    What compares a cell with a constant is a clause of its own: what a parquet file tells of its pieces then
    answers it without reading them. Joined by OR it would be read, where a cell may be empty.
    """
    cell = quoted(column.sql)
    if field.kind is Kind.DATE and column.type == "DATE":
        return []
    if field.kind is Kind.LIST and column.type == "VARCHAR[]":
        entries = f"SELECT unnest({cell}) AS e FROM {table.relation}"
        parted = " OR contains(e, ';')" if whole else ""
        tests = [*_strange("e", "$"), *(_strange("ending", "!") if whole else [])]
        return [f"{_texts(entries)} WHERE e IS NULL OR {_either(tests)}{parted}"]
    if field.kind is Kind.NUMBER:
        doubtful = _number(field, column, cell)
        return doubtful and [f"{table.relation} WHERE {test}" for test in doubtful]
    if field.kind is not Kind.TEXT or column.type != "VARCHAR" or column.numeric != "FALSE":
        return None
    if field.name == "business_no":
        numbers = f"SELECT {cell} AS code, TRY_CAST({cell} AS BIGINT) AS whole FROM {table.relation}"
        doubles = f"SELECT *, CAST(whole AS DOUBLE) AS n FROM ({numbers})"
        return [f"(SELECT *, {_weighted()} AS total FROM ({doubles})) WHERE {_NO_BUSINESS_NO}"]
    codes = f"(SELECT DISTINCT {cell} AS code FROM {table.relation})"
    if field.name in _SHAPES:
        return [f"{codes} WHERE NOT regexp_full_match(code, '{_SHAPES[field.name]}')"]
    if field.choices:
        other = " AND ".join(f"code <> {text_literal(choice)}" for choice in field.choices)
        return [f"{codes} WHERE {other}"]
    tests = [*(["e IS NULL"] if field.required else []), *_strange("e", "$")]
    tests += [_either(_strange("ending", "!"))] if whole else []
    texts = _texts(f"SELECT {cell} AS e FROM {table.relation}")
    return [f"{texts} WHERE {test}" for test in tests]


def _texts(cells: str) -> str:
    """Return texts ``e`` beside the letter that each ends with, which is found once."""
    return f"(SELECT e, right(e, 1) AS ending FROM ({cells}))"


def _strange(text: str, first: str) -> list[str]:
    """Begins or ends with no plain or Korean letter, digit or sign: with a blank, or as errors do."""
    return [f"{text} < '{first}'", f"{text} > '~~' AND {text} < '가'", f"{text} > '힣'"]


def _either(tests: Sequence[str]) -> str:
    return " OR ".join(f"({test})" for test in tests)


def _number(field: Field, column: Column, cell: str) -> list[str] | None:
    if field.low is None or field.high is None or field.decimals is not None:
        return None
    if exponent_of(field, column.header) != 0:
        return None
    outside = [f"{cell} < {field.low:.0f}", f"{cell} > {field.high:.0f}"]
    if column.type in _WHOLE:
        return outside
    if column.type != "DOUBLE" and not column.type.startswith("DECIMAL"):
        return None
    if field.whole:
        return [*outside, f"floor({cell}) <> {cell}"]
    # What is nearer to nothing than this is no number of the profile's.
    return [*outside, f"CAST({cell} AS DOUBLE) < 1e-9 AND {cell} <> 0"]


def _weighted() -> str:
    """The SQL of the weighted sum of a business number's digits, and its last digit: of ``n``, a double.

    It ends in the same digit as the sum of what stands left of each digit's right edge. In floating point a
    division costs a fraction of one of whole numbers, and here all are exact.
    """
    terms = [f"{weight} * floor(n / {10 ** (9 - place)})" for place, weight in enumerate(_WEIGHTS)]
    ninth = "floor((floor(n / 10) - 10 * floor(n / 100)) / 2)"
    return f"{' + '.join(terms)} + {ninth} + n"


_DIGITS = "CAST(whole AS VARCHAR)"
_NO_BUSINESS_NO = (
    "n IS NULL OR n < 0 OR n > 9999999999 OR total <> 10 * floor(total / 10)"
    f" OR CASE WHEN n >= 1000000000 THEN {_DIGITS} ELSE lpad({_DIGITS}, 10, '0') END <> code"
)
"""The SQL of "``code``, read as a number, is not ten digits whose check digit holds"."""
