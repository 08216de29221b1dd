"""Columns beside the profile that rules read: answers of the application, levels, and earlier support.

Levels of diagnoses and earlier support belong to subjects after this one, which hand them in: each registers
what it knows when the service starts (``hand_in``). What nobody hands in is not known: no false, and no 0,
is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dure.domains.programmes.queries import Call, rulebook
from dure.domains.sanctions.standing import bans_of_merchants
from dure.engine.profile.columns import ANSWER, LEVEL, SUPPORTED_IN, own_name, owner_of, support_field
from dure.engine.profile.fields import Kind
from dure.engine.programme.models.programme import Programme
from dure.engine.screening import Rulebook


@dataclass(frozen=True, slots=True)
class Column:
    """What is known in one column: the value of some merchants by id, and of all others."""

    values: Mapping[int, Any] = field(default_factory=dict)
    otherwise: Any = None
    """None: of everybody else it is not known."""

    def of(self, merchant_id: int) -> Any:
        return self.values.get(merchant_id, self.otherwise)


NOT_KNOWN = Column()
BANNED = "sanctioned_until"
"""A fact of the profile that the register of bans tells as well: the later day counts."""
Owner = Callable[[str, Collection[str], Collection[int] | None], Mapping[str, Column]]
"""Takes a programme, names of columns and ids of merchants (None: all); returns the columns that it knows.

Levels are those of the programme; it is empty where several programmes are asked about at once.
"""

_owners: list[Owner] = []


def hand_in(owner: Owner) -> None:
    """Register who knows about levels or earlier support; once is enough."""
    if owner not in _owners:
        _owners.append(owner)


def support_names(called: Call) -> tuple[str, ...]:
    """Return the columns that others hand in and a call reads: in its rules, and for whom it excludes."""
    read = (f.name for f in rulebook(called.version).beside() if is_handed_in(f.name))
    excluded = (f"{SUPPORTED_IN}.{name}" for name in called.loaded.programme.excludes)
    return tuple(dict.fromkeys((*read, *excluded, BANNED)))


def is_handed_in(name: str) -> bool:
    """Say whether a column is one that later subjects hand in: a level, or earlier support."""
    return owner_of(name) == LEVEL or support_field(name) is not None


def support_columns(
    names: Collection[str], merchant_ids: Collection[int] | None, programme: str = ""
) -> dict[str, Column]:
    """Return what is handed in; ``merchant_ids`` None: of everybody. No names, no query.

    Levels are told of one ``programme`` only.
    """
    found = dict.fromkeys(names, NOT_KNOWN)
    if BANNED in found:
        bans = bans_of_merchants(programme, merchant_ids)
        found[BANNED] = Column({merchant: until.isoformat() for merchant, until in bans.items()})
    for owner in _owners if names else ():
        found.update(owner(programme, names, merchant_ids))
    return found


def support_of(called: Call, merchant_id: int) -> dict[str, Any]:
    """Return what a call reads of one merchant's levels and earlier support, None where it is not known."""
    columns = support_columns(support_names(called), [merchant_id], called.version.programme)
    return given_of({name: column.of(merchant_id) for name, column in columns.items()})


def excluded_by(programme: Programme, support: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the programmes that exclude somebody (중복수혜): those where support is known to be there.

    What is not known excludes nobody: it is for the document check to ask.
    """
    return tuple(name for name in programme.excludes if support.get(f"{SUPPORTED_IN}.{name}") is True)


def with_ban(row: Mapping[str, Any], support: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of the engine with the ban that the register has, where it ends later than told."""
    banned = support.get(BANNED)
    if banned is None:
        return dict(row)
    until = date.fromisoformat(banned)
    told = row.get(BANNED)
    return {**row, BANNED: until if told is None else max(told, until), f"has.{BANNED}": True}


def given_of(support: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept with a verdict of what was handed in: a ban only where there is one."""
    return {name: value for name, value in support.items() if name != BANNED or value is not None}


def row_beside(book: Rulebook, answers: Mapping[str, Any], support: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns beside the profile that a rulebook reads, as values of the engine."""
    row: dict[str, Any] = {}
    for column in book.beside():
        own = own_name(column.name)
        value = answers.get(own) if owner_of(column.name) == ANSWER else support.get(column.name)
        row[column.name] = date.fromisoformat(value) if column.kind is Kind.DATE and value else value
    return row
