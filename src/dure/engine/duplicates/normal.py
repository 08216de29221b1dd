"""How texts are brought to one form before they are compared: steps as data, for Python and for SQL.

A step is a pattern and what takes its place. Only what ``re`` and RE2 read alike is used: no look-around, no
``\\s`` and ``\\d`` (which differ beyond ASCII), no ``$`` before a line end (there is none after folding).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from dure.engine.jamo import FINALS, FIRST, INITIALS, LAST, MEDIALS, SPLIT, strokes
from dure.engine.profile.region import REGROUPED
from dure.engine.profile.region_changes import CODE_CHANGES
from dure.engine.rules.sql import text_literal

_WIDE = {chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)}
_UPPER = {chr(code): chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
_SPACES = dict.fromkeys("\t\r\n\u00a0\u3000\u2028\u2029", " ")
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
FOLD = _SPACES | _DASHES | _UPPER | {wide: _UPPER.get(plain, plain) for wide, plain in _WIDE.items()}
"""One letter for another: full width to plain, capitals to small ones, any space to a space."""


@dataclass(frozen=True, slots=True)
class Normal:
    """A normal form: the steps after folding, and the pattern that a result must match to count at all.

    Codes that were checked when they were read need no folding. ``same``: results and what stands for them.
    """

    steps: tuple[tuple[str, str], ...]
    valid: str = ""
    folds: bool = True
    same: Mapping[str, str] = field(default_factory=dict)


# Few patterns with many ways each: every pass over a million cells is a tenth of a second.
_LEGAL_FORMS = (
    "주식회사|유한책임회사|유한회사|합자회사|합명회사|농업회사법인|영농조합법인|협동조합"
    "|[(](주|유|사|재|합|자|명)[)]|㈜|㈔|㈐"
)
NAME = Normal(
    (
        (f"{_LEGAL_FORMS}|[^0-9a-z가-힣ㄱ-ㅎㅏ-ㅣ]+", ""),
        # The first shop of a chain is the chain; a shop called by its place (강남점) is one of its own.
        ("^(.+?)(본점|본사|[0-9]{1,3}호점)$", r"\1"),
    )
)
ADDRESS = Normal(
    (
        ("[(][^)]*[)]|,.*$", " "),
        (
            "^ *(서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|전북|제주)"
            "(특별자치시|특별자치도|특별시|광역시|시|도)",
            r"\1",
        ),
        ("^ *(충|전|경)(청|라|상)(북|남)도", r"\1\3"),
        # Floors and rooms: one writes them, another does not.
        ("[ ](지하|지상|b)? *[0-9]+(-[0-9]+)? *(층|호|f|동)([ 0-9].*)?$", ""),
        ("번지|[^0-9a-z가-힣-]+", ""),
    )
)
PHONE = Normal(
    (
        ("[^0-9+]+", ""),
        ("^([+]|00)?820?(1[016789]|2|[3-6][1-5]|[57]0)", r"0\2"),
        # A spreadsheet drops the zero of a mobile number that it takes for a number.
        ("^(1[016789][0-9]{8})$", r"0\1"),
    ),
    "^(0[0-9]{8,11}|1[0-9]{7})$",
)
EMAIL = Normal(((" +", ""),), "^[^@]+@[^@]+$")
OWNER = Normal((("[(][^)]*[)]|외 *[0-9]+ *[명인]$|[^a-z가-힣]+", ""),), "^..+$")
NUMBER = Normal((), "^[0-9]{10}$", folds=False)
REGION = Normal(
    (*((f"^{change.old}", change.new) for change in CODE_CHANGES), ("^([0-9]{5}).*$", r"\1")),
    "^[0-9]{5}$",
    folds=False,
    same=REGROUPED,
)
ONLY_DIGITS = ("[^0-9]+", "-")
"""What is left of a text when only its numbers count: a house number is never a slip of the finger."""


def normal(text: str | None, form: Normal) -> str | None:
    """Return a text in its normal form, or None where nothing that counts is left.

    >>> normal("（주）두레 상회 1호점", NAME), normal("+82 10-0000-1234", PHONE)
    ('두레상회', '01000001234')
    >>> normal("서울특별시 마포구 월드컵로 12, 3층 301호", ADDRESS)
    '서울마포구월드컵로12'
    """
    if text is None:
        return None
    if form.folds:
        text = unicodedata.normalize("NFC", text).translate(_FOLDING)
    for pattern, instead in form.steps:
        text = re.sub(pattern, instead, text)
    text = form.same.get(text, text)
    return text if text and re.search(form.valid, text) else None


def normal_sql(expression: str, form: Normal) -> str:
    """Return the DuckDB SQL of :func:`normal` for a text expression."""
    sql = expression
    if form.folds:
        # Nearly all cells are plain, and to fold costs ten times as much as to see that it need not be.
        folded = f"translate(nfc_normalize({sql}), {_letters(FOLD)}, {_letters(FOLD, values=True)})"
        sql = f"CASE WHEN regexp_matches({sql}, '[^ -~가-힣]') THEN {folded} ELSE lower({sql}) END"
    for pattern, instead in form.steps:
        sql = f"regexp_replace({sql}, {text_literal(pattern)}, {text_literal(instead)}, 'g')"
    if form.same:
        cases = " ".join(
            f"WHEN {text_literal(was)} THEN {text_literal(now)}" for was, now in form.same.items()
        )
        first = sorted({was[:2] for was in form.same})
        sql = (
            f"CASE WHEN left({sql}, 2) NOT IN ({', '.join(map(text_literal, first))}) THEN {sql}"
            f" ELSE CASE {sql} {cases} ELSE {sql} END END"
        )
    return f"nullif({sql if not form.valid else f'regexp_extract({sql}, {text_literal(form.valid)})'}, '')"


_FOLDING = str.maketrans(FOLD)


def _letters(table: dict[str, str], *, values: bool = False) -> str:
    return text_literal("".join(table.values() if values else table))


# --- texts as strokes, one byte each -------------------------------------------------------------------

_STROKES = "".join(dict.fromkeys("".join(strokes(letter) for letter in INITIALS + MEDIALS)))
# DuckDB counts edits in bytes: a stroke must be one. Small letters and digits stand for themselves.
BYTES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&*+"
_BYTE_OF = dict(zip(_STROKES, BYTES, strict=True))


def as_bytes(text: str) -> str:
    """Return a normal text as strokes of the keyboard, each one ASCII character.

    >>> len(as_bytes("두레")), as_bytes("a1")
    (4, 'a1')
    """
    return "".join(_BYTE_OF.get(stroke, stroke) for letter in text for stroke in strokes(letter))


def as_bytes_sql(expression: str) -> str:
    """Return the DuckDB SQL of :func:`as_bytes`."""
    tables = [_list(INITIALS), _list(MEDIALS), _list(FINALS)]
    place = f"unicode(c) - {FIRST}"
    syllable = (
        f"{tables[0]}[1 + ({place}) // 588] || {tables[1]}[1 + ({place}) % 588 // 28]"
        f" || {tables[2]}[1 + ({place}) % 28]"
    )
    alone = {letter: as_bytes(letter) for letter in dict.fromkeys(INITIALS + MEDIALS + FINALS.strip())}
    one = {letter: byte for letter, byte in alone.items() if letter not in SPLIT}
    two = "".join(f" WHEN {text_literal(letter)} THEN {text_literal(alone[letter])}" for letter in SPLIT)
    other = f"CASE c{two} ELSE translate(c, {_letters(one)}, {_letters(one, values=True)}) END"
    return (
        f"array_to_string(list_transform(string_split({expression}, ''), lambda c:"
        f" CASE WHEN unicode(c) BETWEEN {FIRST} AND {LAST} THEN {syllable} ELSE {other} END), '')"
    )


def _list(letters: str) -> str:
    return "[" + ", ".join(text_literal(as_bytes(letter.strip())) for letter in letters) + "]"
