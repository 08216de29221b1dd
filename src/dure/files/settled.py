"""Columns whose cells already are what the profile wants: looked at once, and then read as they are.

Most files are written by a program: codes without blanks, numbers as numbers. To cast every cell of them,
and to look in each for what could be wrong, costs more than judging them. So for each column cells are
counted that *may* have to be cast or may be bad. The count may hold a cell that is in order (the column is
then cast as ever); it never leaves out one that is bad, or that the cast would change.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from dure.engine.profile.fields import Field, Kind
from dure.engine.rules.sql import quoted, text_literal
from dure.files.session import Session
from dure.files.table import Column, Table
from dure.files.units import exponent_of

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
_SHAPES = {"ksic": r"\d{2,5}", "region": r"\d{5}|\d{10}"}


def settled_columns(
    session: Session, table: Table, fields: Sequence[Field], compared: Container[str]
) -> frozenset[str]:
    """Return the names of the fields whose column is settled; of a table without rows, all that could be.

    ``compared`` are the fields whose values are read. Of any other text or list it is only asked whether
    there is one, and blanks behind it do not matter.
    """
    settled = set()
    for field in fields:
        column = table.column(field.name)
        # What a companion says of a cell is looked at beside the cell.
        if column is None or (field.none_able and table.column(field.companion)):
            continue
        doubtful = _doubtful_cells(table, field, column, whole=field.name in compared)
        # One question a column: what a parquet file tells of its pieces answers many without reading them.
        if doubtful is not None and not session.rows(f"SELECT 1 FROM {doubtful} LIMIT 1"):
            settled.add(field.name)
    return frozenset(settled)


def _doubtful_cells(table: Table, field: Field, column: Column, *, whole: bool) -> str | None:
    """Return the FROM clause of the cells that may have to be cast, or may be bad.

    None: the column is cast in any case. ``whole`` says that cells are looked at to their end.
    """
    cell = quoted(column.sql)
    if field.kind is Kind.LIST and column.type == "VARCHAR[]":
        entries = f"SELECT unnest({cell}) AS e FROM {table.relation}"
        parted = " OR contains(e, ';')" if whole else ""
        return f"{_texts(entries)} WHERE e IS NULL OR {_doubtful(whole=whole)}{parted}"
    if field.kind is Kind.NUMBER:
        doubtful = _number(field, column, cell)
        return doubtful and f"{table.relation} WHERE {doubtful}"
    if field.kind is not Kind.TEXT or column.type != "VARCHAR" or column.numeric != "FALSE":
        return None
    if field.name == "business_no":
        numbers = f"SELECT {cell} AS code, TRY_CAST({cell} AS BIGINT) AS whole FROM {table.relation}"
        doubles = f"SELECT *, CAST(whole AS DOUBLE) AS n FROM ({numbers})"
        return f"(SELECT *, {_weighted()} AS total FROM ({doubles})) WHERE {_NO_BUSINESS_NO}"
    if field.name in _SHAPES:
        codes = f"(SELECT DISTINCT {cell} AS code FROM {table.relation})"
        return f"{codes} WHERE NOT regexp_full_match(code, '{_SHAPES[field.name]}')"
    if field.choices:
        doubtful = " AND ".join(f"{cell} <> {text_literal(choice)}" for choice in field.choices)
        return f"{table.relation} WHERE {doubtful}"
    empty = "e IS NULL OR " if field.required else ""
    return f"{_texts(f'SELECT {cell} AS e FROM {table.relation}')} WHERE {empty}{_doubtful(whole=whole)}"


def _texts(cells: str) -> str:
    """Return texts ``e`` beside the letter that each ends with, which is found once."""
    return f"(SELECT e, right(e, 1) AS ending FROM ({cells}))"


def _doubtful(*, whole: bool) -> str:
    """Begins or ends with no plain or Korean letter, digit or sign: with a blank, or as errors do."""
    begins = _strange("e", "$")
    return f"{begins} OR {_strange('ending', '!')}" if whole else begins


def _strange(text: str, first: str) -> str:
    return f"{text} < '{first}' OR ({text} > '~~' AND ({text} < '가' OR {text} > '힣'))"


def _number(field: Field, column: Column, cell: str) -> str | None:
    if field.low is None or field.high is None or field.decimals is not None:
        return None
    if exponent_of(field, column.header) != 0:
        return None
    outside = f"{cell} < {field.low:.0f} OR {cell} > {field.high:.0f}"
    if column.type in _WHOLE:
        return outside
    if column.type != "DOUBLE" and not column.type.startswith("DECIMAL"):
        return None
    if field.whole:
        return f"{outside} OR floor({cell}) <> {cell}"
    # What is nearer to nothing than this is no number of the profile's.
    return f"{outside} OR (CAST({cell} AS DOUBLE) < 1e-9 AND {cell} <> 0)"


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
