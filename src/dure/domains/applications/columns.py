"""Columns beside the profile that rules read: answers of the application, and earlier support.

Earlier support belongs to subjects after this one, which hand it in: each registers what it knows when the
service starts (``hand_in``). What nobody hands in is not known: no false, and no 0, is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dure.domains.programmes.queries import Call, rulebook
from dure.engine.profile.columns import ANSWER, SUPPORT_WON, SUPPORTED_IN, own_name, owner_of
from dure.engine.profile.fields import Kind
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
Owner = Callable[[Collection[str], Collection[int] | None], Mapping[str, Column]]
"""Takes names of columns and ids of merchants (None: all), and returns the columns that it knows."""

_owners: list[Owner] = []


def hand_in(owner: Owner) -> None:
    """Register who knows about earlier support; once is enough."""
    if owner not in _owners:
        _owners.append(owner)


def support_names(book: Rulebook) -> tuple[str, ...]:
    """Return the columns of earlier support that a rulebook reads."""
    return tuple(f.name for f in book.beside() if owner_of(f.name) in (SUPPORTED_IN, SUPPORT_WON))


def support_columns(names: Collection[str], merchant_ids: Collection[int] | None) -> dict[str, Column]:
    """Return what is known of earlier support; ``merchant_ids`` None: of everybody. No names, no query."""
    found = dict.fromkeys(names, NOT_KNOWN)
    for owner in _owners if names else ():
        found.update(owner(names, merchant_ids))
    return found


def support_of(called: Call, merchant_id: int) -> dict[str, Any]:
    """Return what a call's rules read of one merchant's earlier support, None where it is not known."""
    columns = support_columns(support_names(rulebook(called.version)), [merchant_id])
    return {name: column.of(merchant_id) for name, column in columns.items()}


def row_beside(book: Rulebook, answers: Mapping[str, Any], support: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns beside the profile that a rulebook reads, as values of the engine."""
    row: dict[str, Any] = {}
    for column in book.beside():
        own = own_name(column.name)
        value = answers.get(own) if owner_of(column.name) == ANSWER else support.get(column.name)
        row[column.name] = date.fromisoformat(value) if column.kind is Kind.DATE and value else value
    return row
