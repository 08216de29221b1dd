"""Cells to values: for each profile field the SQL of its value and the SQL of "this cell is bad".

Text is cast by column, never inferred. An empty cell is NULL; what NULL means is the profile's matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dure.engine.problems import msg
from dure.engine.profile.fields import Field, Kind
from dure.engine.rules.sql import quoted, text_literal
from dure.files.formulas import ERRORS
from dure.files.headers import of_sex
from dure.files.table import Column
from dure.files.units import DECIMALS, exponent_of, in_own_unit

_CODES: dict[str, dict[str, tuple[str, ...]]] = {
    "legal_form": {
        "sole": ("sole", "개인", "개인사업자"),
        "corporation": ("corporation", "법인", "법인사업자"),
    },
    "ksic_revision": {"10": ("10", "10차", "ksic 10"), "11": ("11", "11차", "ksic 11")},
    "business_status": {
        "active": ("active", "계속", "계속사업자", "01"),
        "suspended": ("suspended", "휴업", "휴업자", "02"),
        "closed": ("closed", "폐업", "폐업자", "03"),
    },
    "credit_bureau": {"NICE": ("nice", "나이스"), "KCB": ("kcb", "코리아크레딧뷰로")},
}
_YES = ("true", "1", "y", "예")
_NO = ("false", "0", "n", "아니오")
# Under a header that asks for the sex, words only: what 1 and 2 mean differs from office to office.
_FEMALE = ("여", "여성", "여자", "f", "female")
_MALE = ("남", "남성", "남자", "m", "male")
# A spreadsheet writes a third with all digits that a double has.
_NUMBER = r"-?\d{1,18}(\.\d{1,30})?"
_GROUPED = r"-?\d{1,3}(,\d{3}){1,5}(\.\d{1,30})?"
_PERCENT = r"\d{1,3}(\.\d{1,30})?%"
_MIDNIGHT = r"([ T]0?0:00(:00(\.0+)?)?)?"
_DATE = r"\d{4}-\d{2}-\d{2}" + _MIDNIGHT
_LOOSE_DATE = r"\d{4} ?[./-] ?\d{1,2} ?[./-] ?\d{1,2}\.?" + _MIDNIGHT + r"|\d{4}년 ?\d{1,2}월 ?\d{1,2}일"
_BLANKS = " \t\r\n\u00a0\u3000\u200b\ufeff"
_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)

WHAT_FITS = {
    "business_no": msg("“{value}” is not a business number: ten digits whose check digit holds"),
    "empty": msg("the cell is empty"),
    "error": msg("“{value}” is an error of the spreadsheet: mend the formula, or empty the cell"),
    "numeric": msg(
        "“{value}” is held as a number, and a spreadsheet drops leading zeros: format the column as text"
    ),
    "ksic": msg("“{value}” is not an industry code: two to five digits"),
    "region": msg("“{value}” is not a region code: five or ten digits"),
    "date": msg("“{value}” is not a date: write YYYY-MM-DD"),
    "number": msg("“{value}” is not a number"),
    "whole": msg("“{value}” is not a whole number"),
    "range": msg("“{value}” is not between {low} and {high}"),
    "boolean": msg("“{value}” is not yes or no: write true or false (예 / 아니오)"),
    "sex": msg("“{value}” is neither 여 nor 남 (female, male)"),
    "code": msg("“{value}” is none of {choices}"),
    "decimals": msg("“{value}” has more than {decimals} decimals"),
    "companion": msg("“{value}” contradicts the column {field}, which has a value"),
}
"""What is said of a bad cell, by kind of fault."""


@dataclass(frozen=True, slots=True)
class Cast:
    """A field in SQL, in three steps: ``text`` reads the file's columns; ``value`` may read the column
    ``text.FIELD`` made from it; ``fault`` may read ``text.FIELD`` and ``value.FIELD`` and gives the kind of
    fault of a bad cell, NULL where the cell is good."""

    text: str
    value: str
    fault: str


def cast_field(field: Field, column: Column) -> Cast:
    """Return how a column's cells become values of a profile field."""
    text, value = quoted(f"text.{field.name}"), quoted(f"value.{field.name}")
    unfit = f"{text} IS NOT NULL AND {value} IS NULL"
    made = cell_text(column)
    if field.name == "business_no":
        return Cast(
            _padded(made),
            _business_no(text),
            f"CASE WHEN {text} IS NULL THEN 'empty' WHEN {value} IS NULL THEN 'business_no' END",
        )
    if field.name in ("ksic", "region"):
        pattern = r"\d{2,5}" if field.name == "ksic" else r"\d{5}|\d{10}"
        return Cast(
            made,
            f"CASE WHEN regexp_full_match({text}, '{pattern}') THEN {text} END",
            f"CASE WHEN {text} IS NOT NULL AND {column.numeric} THEN 'numeric'"
            f" WHEN {unfit} THEN '{field.name}' END",
        )
    match field.kind:
        case Kind.TEXT if field.choices:
            return Cast(made, _by_words(text, _codes(field)), f"CASE WHEN {unfit} THEN 'code' END")
        case Kind.TEXT:
            empty = f"WHEN {text} IS NULL THEN 'empty' " if field.required else ""
            return Cast(made, text, f"CASE {empty}{_said_error(text)} END")
        case Kind.BOOLEAN if column.type == "BOOLEAN":
            return Cast(made, quoted(column.sql), "NULL")
        case Kind.BOOLEAN:
            said = (_FEMALE, _MALE) if of_sex(column.header) else (_YES, _NO)
            yes, no = (", ".join(text_literal(w) for w in words) for words in said)
            value_sql = (
                f"CASE WHEN lower({text}) IN ({yes}) THEN TRUE WHEN lower({text}) IN ({no}) THEN FALSE END"
            )
            fault = "sex" if of_sex(column.header) else "boolean"
            return Cast(made, value_sql, f"CASE WHEN {unfit} THEN '{fault}' END")
        case Kind.DATE if column.type == "DATE":
            return Cast(made, quoted(column.sql), "NULL")
        case Kind.DATE:
            return Cast(made, _date(text), f"CASE WHEN {unfit} THEN 'date' END")
        case Kind.LIST:
            some = f"CASE WHEN regexp_matches({made}, '[^;\\s]') THEN {made} END"
            return Cast(some, _entries(text), f"CASE {_said_error(text)} END")
        case Kind.NUMBER:
            return Cast(made, _number(field, column, text), _number_fault(field, column, text, value))


def _codes(field: Field) -> dict[str, tuple[str, ...]]:
    """Return the words for each code; an answer or a level of a call is written as its id."""
    return _CODES.get(field.name) or {code: (code,) for code in field.choices}


def settled_cast(field: Field, column: Column) -> Cast:
    """Return the cast of a column whose cells are all as they should be: none. A list may be empty."""
    name = quoted(column.sql)
    value = f"CAST({name} AS DOUBLE)" if field.kind is Kind.NUMBER else name
    return Cast(f"NULLIF(len({name}), 0)" if field.kind is Kind.LIST else name, value, "NULL")


def cell_text(column: Column) -> str:
    """Return the SQL of a cell as text without blanks around it, NULL when empty; 3.0 is 3."""
    name = quoted(column.sql)
    if column.type.endswith("[]"):
        return f"NULLIF(array_to_string({name}, ';'), '')"
    if column.type.startswith(("FLOAT", "DOUBLE", "DECIMAL")):
        whole = f"{name} = trunc({name}) AND abs({name}) < 1e15"
        return (
            f"CASE WHEN {whole} THEN CAST(CAST({name} AS BIGINT) AS VARCHAR) ELSE CAST({name} AS VARCHAR) END"
        )
    if column.type != "VARCHAR":
        return f"CAST({name} AS VARCHAR)"
    return f"NULLIF({_trimmed(name)}, '')"


def _trimmed(text: str) -> str:
    """Most cells have no blank at either end, and to look is four times as quick as to trim."""
    blanks = text_literal(_BLANKS)
    looked = f"contains({blanks}, left({text}, 1)) OR contains({blanks}, right({text}, 1))"
    return f"CASE WHEN {looked} THEN trim({text}, {blanks}) ELSE {text} END"


def _said_error(text: str) -> str:
    """A text that stands there because a formula failed; other kinds of cells are bad with it anyway."""
    # A long list in IN would become a join.
    errors = "|".join(re.escape(error) for error in ERRORS)
    return f"WHEN starts_with({text}, '#') AND regexp_full_match({text}, '{errors}') THEN 'error'"


def _padded(text: str) -> str:
    """Business numbers without hyphens and with the zeros that a spreadsheet drops; other text as it is."""
    digits = f"replace({text}, '-', '')"
    number = f"regexp_full_match({digits}, '\\d{{1,10}}')"
    return f"CASE WHEN {number} THEN lpad({digits}, 10, '0') ELSE {text} END"


def _business_no(text: str) -> str:
    terms = [f"{w} * (ascii(substr({text}, {i}, 1)) - 48)" for i, w in enumerate(_WEIGHTS, 1)]
    total = " + ".join([*terms, f"5 * (ascii(substr({text}, 9, 1)) - 48) // 10"])
    holds = f"(10 - ({total}) % 10) % 10 = ascii(substr({text}, 10, 1)) - 48"
    return f"CASE WHEN regexp_full_match({text}, '\\d{{10}}') AND {holds} THEN {text} END"


def _by_words(text: str, codes: dict[str, tuple[str, ...]]) -> str:
    whens = " ".join(
        f"WHEN lower({text}) IN ({', '.join(text_literal(w) for w in words)}) THEN '{code}'"
        for code, words in codes.items()
    )
    return f"CASE {whens} END"


def _date(text: str) -> str:
    """ISO dates, with dots or slashes as Korean texts have them, eight digits; a time must be midnight."""
    parts = f"regexp_replace({text}, '^(\\d+)\\D+(\\d+)\\D+(\\d+).*$', '\\1-\\2-\\3')"
    loose, eight = (f"try_strptime({t}, '{shape}')" for t, shape in ((parts, "%Y-%m-%d"), (text, "%Y%m%d")))
    return (
        f"CASE WHEN regexp_full_match({text}, '{_DATE}') THEN TRY_CAST(left({text}, 10) AS DATE)"
        f" WHEN regexp_full_match({text}, '{_LOOSE_DATE}') THEN CAST({loose} AS DATE)"
        f" WHEN regexp_full_match({text}, '\\d{{8}}') THEN CAST({eight} AS DATE) END"
    )


def _entries(text: str) -> str:
    trimmed = f"list_transform(string_split({text}, ';'), lambda e: trim(e, {text_literal(_BLANKS)}))"
    return f"CASE WHEN {text} IS NOT NULL THEN list_filter({trimmed}, lambda e: e <> '') END"


def _number(field: Field, column: Column, text: str) -> str:
    """Numbers are double precision: whole ones are exact up to 2^53.

    A unit of the header is put in before, as a decimal: 0.29 (백만원) times a million is 290,000 and no less.
    """
    exponent = exponent_of(field, column.header) or 0
    if column.numeric == "TRUE" and exponent:
        number = _exact(f"CAST({quoted(column.sql)} AS VARCHAR)")
        return in_own_unit(number, exponent)
    if column.numeric == "TRUE":
        # 87.3 of single precision is 87.3, not 87.30000305.
        cell = quoted(column.sql)
        number = f"CAST({f'CAST({cell} AS VARCHAR)' if column.type == 'FLOAT' else cell} AS DOUBLE)"
        return f"CASE WHEN isfinite({number}) AND ({number} = 0 OR abs({number}) >= 1e-9) THEN {number} END"
    percent = ""
    if field.high == 1:
        percent = (
            f" WHEN regexp_full_match({text}, '{_PERCENT}') THEN TRY_CAST(rtrim({text}, '%') AS DOUBLE) / 100"
        )
    plain, grouped = text, f"replace({text}, ',', '')"
    read = [f"TRY_CAST({digits} AS DOUBLE)" for digits in (plain, grouped)]
    if exponent:
        read = [in_own_unit(_exact(digits), exponent) for digits in (plain, grouped)]
    return (
        f"CASE WHEN regexp_full_match({text}, '{_NUMBER}') THEN {read[0]}"
        f" WHEN regexp_full_match({text}, '{_GROUPED}') THEN {read[1]}{percent} END"
    )


def _exact(text: str) -> str:
    """Fifteen digits before the point hold every number of the profile; whatever has more is none."""
    return f"TRY_CAST({text} AS DECIMAL({15 + DECIMALS}, {DECIMALS}))"


def _number_fault(field: Field, column: Column, text: str, value: str) -> str:
    cell = quoted(column.sql) if column.numeric == "TRUE" else text
    checks = [f"WHEN {cell} IS NULL THEN NULL", f"WHEN {value} IS NULL THEN 'number'"]
    if field.whole:
        checks.append(f"WHEN floor({value}) <> {value} THEN 'whole'")
    if field.decimals is not None:
        scaled = f"{value} * {10**field.decimals}"
        checks.append(f"WHEN abs({scaled} - round({scaled})) > 1e-6 THEN 'decimals'")
    if field.low is not None and field.high is not None:
        checks.append(f"WHEN {value} NOT BETWEEN {field.low!r} AND {field.high!r} THEN 'range'")
    return f"CASE {' '.join(checks)} END"


def companion_cast(field: Field, column: Column | None, present: bool) -> Cast:
    """Return the companion of a field that can be none.

    ``present`` says whether the file has the field's own column; ``column`` is the file's ``has.FIELD``,
    which may say that a value is there but not known, or (left empty) that nobody knows.
    """
    value, own = quoted(f"value.{field.name}"), quoted(f"value.{field.companion}")
    text, said_text = quoted(f"text.{field.name}"), quoted(f"text.{field.companion}")
    if column is None:
        # The field's text says the same as its value, and stands one step earlier.
        has = f"{text} IS NOT NULL" if present else "CAST(NULL AS BOOLEAN)"
        return Cast("NULL", has, "NULL")
    said = cast_field(Field(field.companion, Kind.BOOLEAN), column)
    if not present:
        return said
    contradiction = f"{value} IS NOT NULL AND {own} IS FALSE"
    return Cast(
        said.text,
        f"CASE WHEN {said_text} IS NULL AND {text} IS NOT NULL THEN TRUE ELSE {said.value} END",
        f"coalesce({said.fault}, CASE WHEN {contradiction} THEN 'companion' END)",
    )
