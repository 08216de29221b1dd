"""States as data: a table of transitions, a trigger that refuses all others, one UPDATE that moves and tells.

A subject declares its table beside its model. From the same table come the trigger, the diagram in
``docs/states.md`` and the moves: whoever loses a race moves nothing, and one event stands for each row moved.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from dure.domains.events.act import SETTINGS, Act, settings_of
from dure.domains.events.statements import rows, send, together


@dataclass(frozen=True, slots=True)
class Transition:
    """One move: its name, from which states, to which, and who makes it (roles, for the diagram)."""

    name: str
    before: tuple[str, ...]
    after: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StateTable:
    """All moves of a subject; ``first`` are the states in which a row may begin."""

    subject: str
    first: tuple[str, ...]
    transitions: tuple[Transition, ...]

    def named(self, name: str) -> Transition:
        """Return a transition by its name; raises LookupError where there is none."""
        for transition in self.transitions:
            if transition.name == name:
                return transition
        raise LookupError(f"{self.subject} has no move {name}")

    def possible(self, state: str) -> tuple[str, ...]:
        """Return the names of the moves that a state allows."""
        return tuple(t.name for t in self.transitions if state in t.before)

    def states(self) -> tuple[str, ...]:
        """Return every state, in the order in which the table names them."""
        named = [*self.first, *(state for t in self.transitions for state in (*t.before, t.after))]
        return tuple(dict.fromkeys(named))

    def last(self) -> tuple[str, ...]:
        """Return the states that no move leaves."""
        return tuple(state for state in self.states() if not self.possible(state))

    def trigger(self) -> pgtrigger.Trigger:
        """Return the trigger that refuses every move that is not in the table, whoever makes it."""
        pairs = sorted({(old, t.after) for t in self.transitions for old in t.before})
        allowed = " OR ".join(f"(OLD.state = '{old}' AND NEW.state = '{new}')" for old, new in pairs)
        return pgtrigger.Trigger(
            name="legal_moves",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]
            condition=pgtrigger.AnyChange("state"),
            func=f"IF NOT ({allowed}) THEN RAISE EXCEPTION 'illegal move of {self.subject}: % to %',"
            " OLD.state, NEW.state; END IF; RETURN NEW;",
        )


def move(
    this: Act,
    table: StateTable,
    model: type[models.Model],
    ids: Iterable[Any],
    name: str,
    *,
    changes: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
) -> list[Any]:
    """Move rows by a transition and return the ids of those that moved, in order.

    One statement locks the rows in order of id, moves those that stand in a state that the transition
    leaves, sets ``changes`` (columns; values or expressions such as ``F("revision") + 1``) in them, and
    writes one event for each. Rows in other states stay: compare what is returned with what was asked.
    """
    wanted = list(ids)
    if not wanted:
        return []
    query, values = _moving(this, table, model, wanted, name, changes or {}, details or {})
    return [row[0] for row in rows(query, values)]


@dataclass(frozen=True, slots=True)
class Move:
    """A move of one row in an act of its own, with what is set in it and what its event tells."""

    act: Act
    id: Any
    changes: Mapping[str, Any]
    details: Mapping[str, Any]


def move_each(table: StateTable, model: type[models.Model], name: str, some: Sequence[Move]) -> list[Any]:
    """Make one move of several rows, each in its own act, and return the ids of those that moved.

    For acts that were opened together (:func:`dure.domains.events.act.acts`). The caller has locked the rows.
    """
    sent = []
    with together():
        for one in some:
            # Its settings are told in the same statement: there are as many as there are moves.
            query, values = _moving(
                one.act, table, model, [one.id], name, one.changes, one.details, speaking=True
            )
            sent.append(send(query, values))
        return [row[0] for cursor in sent for row in cursor.fetchall()]


def _moving(
    this: Act,
    table: StateTable,
    model: type[models.Model],
    wanted: list[Any],
    name: str,
    changes: Mapping[str, Any],
    details: Mapping[str, Any],
    *,
    speaking: bool = False,
) -> tuple[str, list[Any]]:
    """Return the statement that moves rows and tells, and its values.

    ``speaking``: it also tells triggers of its act (:func:`dure.domains.events.act.speak`), before it moves.
    """
    transition = table.named(name)
    sets, values = _assignments(model, {"state": transition.after, **changes})
    told = json.dumps({"move": name, **details}, ensure_ascii=False, cls=DjangoJSONEncoder)
    return _text(model, sets, speaking), [
        *(settings_of(this) if speaking else ()),
        *(wanted, list(transition.before), *values),
        *(this.name, this.id, this.actor.user_id, this.actor.role, this.now),
        *(table.subject, this.reason, told, transition.after),
    ]


@cache
def _text(model: type[models.Model], sets: str, speaking: bool) -> str:
    """Return the text of the statement; what is spoken is joined to, so that it comes before the update."""
    meta = model._meta
    key = meta.pk
    spoken, joined = (f"spoken AS MATERIALIZED ({SETTINGS}),", ", spoken") if speaking else ("", "")
    return f"""
        WITH {spoken} old AS (
            SELECT "{key.column}" AS id, state FROM "{meta.db_table}"
            WHERE "{key.column}" = ANY(%s::{key.rel_db_type(connection)}[]) AND state = ANY(%s::text[])
            ORDER BY "{key.column}" FOR UPDATE
        ), moved AS (
            UPDATE "{meta.db_table}" SET {sets} FROM old{joined}
            WHERE "{meta.db_table}"."{key.column}" = old.id
            RETURNING old.id AS id, old.state AS state
        ), told AS (
            INSERT INTO events_event
                (act, act_id, actor_id, role, at, recorded_at, subject, subject_id, reason, details)
            SELECT %s, %s::uuid, %s::bigint, %s, %s::timestamptz, now(), %s, moved.id::text, %s,
                %s::jsonb || jsonb_build_object('from', state, 'to', %s::text)
            FROM moved ORDER BY moved.id
        )
        SELECT id FROM moved ORDER BY id
    """


def _assignments(model: type[models.Model], columns: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """Return what stands behind SET, and its parameters: values as their fields keep them, or expressions."""
    sets: list[str] = []
    values: list[Any] = []
    for name, value in columns.items():
        field: Any = model._meta.get_field(name)
        if hasattr(value, "resolve_expression"):
            query = models.sql.UpdateQuery(model)
            resolved = value.resolve_expression(query, allow_joins=False, for_save=True)
            sql, params = query.get_compiler(connection=connection).compile(resolved)
        else:
            sql, params = "%s", (field.get_db_prep_save(value, connection),)
        sets.append(f'"{field.column}" = {sql}')
        values += params
    return ", ".join(sets), values
