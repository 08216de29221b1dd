"""What is told of a file's columns: which are missing, which are not read, which are doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from dure.engine.problems import Problem, msg
from dure.engine.profile.fields import PROFILE_COLUMNS, PROFILE_FIELDS, Field
from dure.engine.rules.sql import quoted
from dure.files.headers import SEX, SYNONYMS, VARIANTS, bare
from dure.files.merchants import ProfileRelation
from dure.files.session import Session
from dure.files.table import Table
from dure.files.units import exponent_of

_ALIKE: dict[str, tuple[str, ...]] = {
    "ksic": ("업종", "업태"),
    "region": ("시군구", "시도", "소재지", "지역"),
    "owner_birth_year": ("생년월일", "대표자나이", "연령"),
    "opened_on": ("업력",),
    "business_status": ("휴폐업", "폐업여부"),
    "mail_order_no": ("통신판매",),
    "tax_arrears": ("체납",),
    "annual_sales": ("매출",),
    "owner_female": ("여성기업", "여성대표"),
}
"""Words in headers that tell something near to a column, though not what it holds."""
_NEAR = 0.8
_SHORTEST = 2
_MOST_SHOWN = 20
_NOT_SOUGHT = frozenset({"business_no", "name", "ksic_revision"})


def columns_told(session: Session, profiles: ProfileRelation, read: Iterable[Field]) -> list[Problem]:
    """Return all that is told of a file's columns; ``read`` are those that the rules read."""
    table = profiles.table
    return [
        *absent_columns(table, read),
        *resembling_columns(table),
        *doubtful_shares(session, profiles),
        *unread_columns(table),
    ]


def absent_columns(table: Table, read: Iterable[Field]) -> list[Problem]:
    """Warn of columns that rules read and the file lacks: not known for everybody."""
    # A code without its revision is read as of the rule's own.
    absent = [f.name for f in read if f.name != "ksic_revision" and table.column(f.name) is None]
    if not absent:
        return []
    return [
        Problem(
            "file.absent_columns",
            msg("{file}: the rules read columns that are missing, not known for everybody: {columns}"),
            {"file": table.file, "columns": ", ".join(map(_with_korean, absent))},
            severity="warning",
        )
    ]


def resembling_columns(table: Table) -> list[Problem]:
    """Warn of headers that look like a profile column which the file does not have, and are not read."""
    return [
        Problem(
            "file.resembling_column",
            msg(
                "{file}: the column “{header}” looks like {column} and is not read; if it is that, name it so"
            ),
            {"file": table.file, "header": header, "column": _with_korean(name)},
            severity="warning",
        )
        for header, name in resembling(table).items()
    ]


def unread_columns(table: Table) -> list[Problem]:
    """Note the headers that mean nothing to Dure."""
    headers = [header for header in unread(table) if header not in resembling(table)]
    if not headers:
        return []
    shown = ", ".join(headers[:_MOST_SHOWN]) + (", …" if len(headers) > _MOST_SHOWN else "")
    return [
        Problem(
            "file.unread_columns",
            msg("{file}: {count} columns are not read: {headers}"),
            {"file": table.file, "count": len(headers), "headers": shown},
            severity="note",
        )
    ]


def resembling(table: Table) -> dict[str, str]:
    """Return, by header that is not read, the profile column that it looks like."""
    absent = [f.name for f in PROFILE_COLUMNS if f.name not in _NOT_SOUGHT and table.column(f.name) is None]
    found = {header: _alike(header, absent) for header in unread(table)}
    return {header: name for header, name in found.items() if name is not None}


def unread(table: Table) -> list[str]:
    """Return the headers that mean nothing to Dure, in their order."""
    return [c.header for c in table.columns if c.means == c.header and not _is_known(c.means)]


def doubtful_shares(session: Session, profiles: ProfileRelation) -> list[Problem]:
    """Warn of a column of per cent in which no number is above 1: they may be shares already."""
    problems = []
    for field in profiles.fields:
        column = profiles.table.column(field.name)
        if column is None or field.high != 1 or exponent_of(field, column.header) in (0, None):
            continue
        value = quoted(f"value.{field.name}")
        highest = session.rows(f"SELECT max({value}) FROM {profiles.relation}")[0][0]
        if isinstance(highest, float) and 0 < highest <= 0.01:
            problems.append(
                Problem(
                    "file.doubtful_share",
                    msg(
                        "{file}: no number in the column “{header}” is above 1: 0.5 is read as 0.5 %, and not"
                        " as a half"
                    ),
                    {"file": profiles.table.file, "header": column.header},
                    severity="warning",
                )
            )
    return problems


def _with_korean(name: str) -> str:
    korean = SYNONYMS.get(name, ("",))[0]
    return f"{name} ({korean})" if korean else name


def _is_known(name: str) -> bool:
    head, dot, _ = name.partition(".")
    return name in SYNONYMS or name in PROFILE_FIELDS or bool(dot and head in _OWNED)


_OWNED = ("has", "in", "score", "part", "trait", "answer", "level", "supported_in", "total_support_won")


def _alike(header: str, names: Iterable[str]) -> str | None:
    """Return the column whose words stand in a header, or that it is nearly written as."""
    text = bare(header)
    best: tuple[float, str] | None = None
    for name in names:
        for word, own in _words_of(name):
            likeness = _likeness(text, word, own=own)
            if likeness and (best is None or likeness > best[0]):
                best = (likeness, name)
    return None if best is None else best[1]


def _likeness(text: str, word: str, *, own: bool) -> float:
    if word in text and (len(word) > _SHORTEST or not own or text.endswith(word)):
        return 1 + len(word)
    if not own or len(word) <= _SHORTEST + 1 or abs(len(text) - len(word)) > len(word):
        return 0
    ratio = SequenceMatcher(None, text, word).ratio()
    return ratio if ratio >= _NEAR else 0


def _words_of(name: str) -> Iterator[tuple[str, bool]]:
    for word in (name, *SYNONYMS[name], *VARIANTS.get(name, ()), *(SEX if name == "owner_female" else ())):
        yield bare(word), True
    for word in _ALIKE.get(name, ()):
        yield word, False
