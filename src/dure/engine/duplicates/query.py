"""Duplicates of a whole table as SQL: rows to normal forms, keys to pairs, pairs to levels and points.

Each function gives the text of one DuckDB query over table expressions that are handed in. What two rows
must share to be compared at all is a *block*; a value that more than :data:`MOST_IN_BLOCK` rows share brings
nobody together and is no evidence either: it is the number of a chain, or of an office.
"""

from __future__ import annotations

from collections.abc import Mapping

from dure.engine.duplicates.comparing import LIKE_BP, NEAR_BP, NEAR_OWNER_BP
from dure.engine.duplicates.normal import (
    ADDRESS,
    EMAIL,
    NAME,
    NUMBER,
    ONLY_DIGITS,
    OWNER,
    PHONE,
    REGION,
    Normal,
    as_bytes_sql,
    normal_sql,
)
from dure.engine.duplicates.scoring import BUSINESS, FIELDS, HIGH, REVIEW, Band, Kind, Level
from dure.engine.duplicates.scoring import OWNER as OWNER_POINTS
from dure.engine.rules.sql import text_literal

MOST_IN_BLOCK = 100
_FORMS: dict[str, tuple[str, Normal]] = {
    "number": ("business_no", NUMBER),
    "phone": ("phone", PHONE),
    "email": ("email", EMAIL),
    "owner": ("owner_name", OWNER),
    "name": ("name", NAME),
    "address": ("address", ADDRESS),
    "region": ("region", REGION),
}
BLOCKS: Mapping[str, str] = {
    "number": "number",
    "phone": "phone",
    "email": "email",
    "owner_birth_year": "owner || ' ' || birth_year",
    "address": "address",
    "name_region": "name || ' ' || region",
}
"""The blocks: an SQL key of a row in normal form each; rows of one key are compared."""
_WRITTEN = ("name", "address")
_PARTS: Mapping[str, Mapping[str, str]] = {
    "owner": {"owner_strokes": as_bytes_sql("owner")},
    **{
        field: {
            f"{field}_digits": f"regexp_replace({field}, {text_literal(ONLY_DIGITS[0])},"
            f" {text_literal(ONLY_DIGITS[1])}, 'g')"
        }
        for field in _WRITTEN
    },
}
_OFTEN_THE_SAME = ("owner", "name", "region")
"""Fields in which many rows have one text: it is brought to its normal form once, not in every row."""
COLUMNS = (*(column for column, _ in _FORMS.values()), "owner_birth_year", "opened_on")
"""The columns that rows are read from; what a file does not have is NULL."""


def normal_query(relation: str, row: str) -> str:
    """Return the rows of a relation with :data:`COLUMNS` in normal form; ``row`` is its number."""
    items, joins = [f"{row} AS id"], ""
    for field, (column, form) in _FORMS.items():
        if field in _OFTEN_THE_SAME:
            texts = f"SELECT DISTINCT {column} AS written FROM {relation}"
            once = f"SELECT written, {normal_sql('written', form)} AS {field} FROM ({texts})"
            joins += (
                f" LEFT JOIN (SELECT *{_taken_apart(field)} FROM ({once})) AS {field}s"
                f" ON {field}s.written = told.{column}"
            )
            items += [f"{field}s.{name} AS {name}" for name in (field, *_PARTS.get(field, {}))]
        else:
            items.append(f"{normal_sql(f'told.{column}', form)} AS {field}")
    items.append("CAST(told.owner_birth_year AS INTEGER) AS birth_year")
    items.append("CAST(told.opened_on AS DATE) AS opened_on")
    rows = f"SELECT {', '.join(items)} FROM {relation} AS told{joins}"
    later = "".join(_taken_apart(field) for field in _FORMS if field not in _OFTEN_THE_SAME)
    return f"SELECT *{later} FROM ({rows})"


def _taken_apart(field: str) -> str:
    """Return the select items of what is compared of a field beside its normal form."""
    return "".join(f", {sql} AS {name}" for name, sql in _PARTS.get(field, {}).items())


def keys_query(rows: str) -> str:
    """Return the keys that bring rows together: ``block``, ``key`` and the numbers of its rows, ``ids``."""
    parts = [
        f"SELECT {text_literal(block)} AS block, {1 << place} AS bit, {key} AS key, list(id) AS ids"
        f" FROM {rows} WHERE ({key}) IS NOT NULL GROUP BY {key} HAVING count(*) > 1"
        for place, (block, key) in enumerate(BLOCKS.items())
    ]
    return " UNION ALL ".join(parts)


def shared_query(keys: str) -> str:
    """Return the values that too many rows share, by block: ``block``, ``key``, ``many``."""
    return f"SELECT block, key, length(ids) AS many FROM {keys} WHERE length(ids) > {MOST_IN_BLOCK}"


def pairs_query(keys: str) -> str:
    """Return the pairs that share a key: ``a`` < ``b``, each once, with the blocks that found it as bits."""
    spread = f"SELECT bit, ids, unnest(ids) AS a FROM {keys} WHERE length(ids) <= {MOST_IN_BLOCK}"
    both = f"SELECT bit, a, unnest(ids) AS b FROM ({spread})"
    return f"SELECT a, b, bit_or(bit) AS blocks FROM ({both}) WHERE a < b GROUP BY a, b"


def hopeful_query(rows: str, pairs: str, shared: str) -> str:
    """Return each pair with its level in each field, as text; NULL where it is not known.

    Names and addresses that are not equal stand as near where they still may be: taking them apart is what
    costs, so it is left to those pairs that would be worth a look then (:func:`levels_query`).
    """
    items = ", ".join(f"{_level(field)} AS {field}" for field in FIELDS)
    joins = "".join(
        f" LEFT JOIN {shared} AS shared_{block} ON shared_{block}.block = '{block}'"
        f" AND shared_{block}.key = one.{block} AND one.{block} = other.{block}"
        for block in _SHAREABLE
    )
    return f"SELECT a, b, blocks, {items} FROM {_both(rows, pairs)}{joins}"


def levels_query(rows: str, hopeful: str) -> str:
    """Return hopeful pairs with the true levels of names and addresses."""
    items = ", ".join(_true_level(field) if field in _WRITTEN else f"pairs.{field}" for field in FIELDS)
    return f"SELECT a, b, blocks, {items} FROM {_both(rows, hopeful)}"


def judged_query(levels: str) -> str:
    """Return the pairs that are worth a look: levels, points for either meaning, score, band."""
    scored = f"SELECT *, {_points(BUSINESS)} AS business, {_points(OWNER_POINTS)} AS owned FROM {levels}"
    larger = "greatest(business, owned)"
    band = f"CASE WHEN {larger} >= {HIGH} THEN '{Band.HIGH}' ELSE '{Band.REVIEW}' END"
    kind = f"CASE WHEN business >= owned THEN '{Kind.SAME_BUSINESS}' ELSE '{Kind.SAME_OWNER}' END"
    return (
        f"SELECT *, {larger} AS score, {band} AS band, {kind} AS looks_like FROM ({scored})"
        f" WHERE {larger} >= {REVIEW}"
    )


_SHAREABLE = ("phone", "email", "address")
_SAME, _NEAR, _DIFFERENT = (f"'{level}'" for level in (Level.SAME, Level.NEAR, Level.DIFFERENT))


def _both(rows: str, pairs: str) -> str:
    return (
        f"{pairs} AS pairs JOIN {rows} AS one ON one.id = pairs.a JOIN {rows} AS other ON other.id = pairs.b"
    )


def _points(table: Mapping[str, Mapping[Level, int]]) -> str:
    terms = []
    for field, points in table.items():
        cases = "".join(f" WHEN '{level}' THEN {worth}" for level, worth in points.items())
        term = f"CASE {field}{cases} ELSE 0 END"
        terms.append(f"CASE WHEN address IS NULL THEN {term} ELSE 0 END" if field == "region" else term)
    return " + ".join(terms)


def _level(field: str) -> str:
    one, other = f"one.{field}", f"other.{field}"
    unknown = f"WHEN {one} IS NULL OR {other} IS NULL THEN NULL"
    if field in _SHAREABLE:
        unknown += f" WHEN shared_{field}.key IS NOT NULL THEN NULL"
    equal = f"{unknown} WHEN {one} = {other} THEN {_SAME}"
    if field == "birth_year":
        return f"CASE {equal} WHEN abs({one} - {other}) = 1 THEN {_NEAR} ELSE {_DIFFERENT} END"
    if field == "owner":
        alike = _likeness("one.owner_strokes", "other.owner_strokes")
        return f"CASE {equal} WHEN {alike} >= {NEAR_OWNER_BP} THEN {_NEAR} ELSE {_DIFFERENT} END"
    if field in _WRITTEN:
        return f"CASE {equal} WHEN {one}_digits = {other}_digits THEN {_NEAR} ELSE {_DIFFERENT} END"
    return f"CASE {equal} ELSE {_DIFFERENT} END"


def _true_level(field: str) -> str:
    like = f" WHEN alike >= {LIKE_BP} THEN '{Level.LIKE}'" if field == "name" else ""
    levels = f"CASE WHEN alike >= {NEAR_BP} THEN {_NEAR}{like} ELSE {_DIFFERENT} END"
    strokes = f"{{'x': {as_bytes_sql(f'one.{field}')}, 'y': {as_bytes_sql(f'other.{field}')}}}"
    # Through lists, so that strokes and likeness are calculated once however often they are read.
    alike = f"list_transform([{strokes}], lambda s: {_likeness('s.x', 's.y')})"
    once = f"list_transform({alike}, lambda alike: {levels})"
    return f"CASE pairs.{field} WHEN {_NEAR} THEN {once}[1] ELSE pairs.{field} END AS {field}"


def _likeness(one: str, other: str) -> str:
    """Return the SQL of the likeness of two texts as strokes; no text is empty."""
    return f"10000 - levenshtein({one}, {other}) * 10000 // greatest(length({one}), length({other}))"
