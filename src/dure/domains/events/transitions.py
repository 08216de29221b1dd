"""States as data: a table of transitions, a trigger that refuses all others, one UPDATE that moves and tells.

A subject declares its table beside its model. From the same table come the trigger, the diagram in
``docs/states.md`` and the moves: whoever loses a race moves nothing, and one event stands for each row moved.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from dure.domains.events.act import Act, settings_of
from dure.domains.events.statements import as_json, kept_as, kind_of, rows, send, together


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
    transition = table.named(name)
    sent = []
    with together():
        for one in some:
            columns = tuple(one.changes)
            readers, text = _moving_one(model, columns)
            given = zip(readers, one.changes.values(), strict=True)
            told = {column: read(value) if read else value for (column, read), value in given}
            # All in one text: forty parameters a statement cost more to send than to obey.
            told["state"] = transition.after
            own = _told_of(one.act, table, transition, one.details)
            sent.append(send(text, [as_json({**told, **own}), one.id, list(transition.before)]))
        return [row[0] for cursor in sent for row in cursor.fetchall()]


def _told_of(
    this: Act, table: StateTable, transition: Transition, details: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a move tells triggers and its event, under names that no column has."""
    return {
        "told.settings": settings_of(this),
        "told.act": this.name,
        "told.act_id": this.id,
        "told.actor": this.actor.user_id,
        "told.role": this.actor.role,
        "told.at": this.now,
        "told.subject": table.subject,
        "told.reason": this.reason,
        "told.details": {"move": transition.name, **details, "to": transition.after},
    }


_TOLD = """
    WITH given AS MATERIALIZED (
        SELECT * FROM jsonb_to_record(%s::jsonb) AS row ({kinds}, "told.settings" text[], "told.act" text,
            "told.act_id" uuid, "told.actor" bigint, "told.role" text, "told.at" timestamptz,
            "told.subject" text, "told.reason" text, "told.details" jsonb)
    ), spoken AS MATERIALIZED (
        SELECT set_config(part[1], part[2], true), set_config(part[3], part[4], true),
            set_config(part[5], part[6], true), set_config(part[7], part[8], true)
        FROM (SELECT "told.settings" AS part FROM given) AS settings
    ), old AS (
        SELECT "{key}" AS id, state FROM "{table}"
        WHERE "{key}" = %s::{kind} AND state = ANY(%s::text[]) FOR UPDATE
    ), moved AS (
        UPDATE "{table}" SET {sets} FROM old, given, spoken WHERE "{table}"."{key}" = old.id
        RETURNING old.id AS id, old.state AS state
    ), told AS (
        INSERT INTO events_event
            (act, act_id, actor_id, role, at, recorded_at, subject, subject_id, reason, details)
        SELECT "told.act", "told.act_id", "told.actor", "told.role", "told.at", now(), "told.subject",
            moved.id::text, "told.reason", "told.details" || jsonb_build_object('from', moved.state)
        FROM moved, given
    )
    SELECT id FROM moved
"""


@cache
def _moving_one(
    model: type[models.Model], columns: tuple[str, ...]
) -> tuple[list[tuple[str, Callable[[Any], Any] | None]], str]:
    """Return what values go through, by column, and the statement that moves one row and tells of it.

    What is spoken is joined to the update, so that it comes before it.
    """
    meta = model._meta
    key = meta.pk
    fields: list[Any] = [meta.get_field(name) for name in ("state", *columns)]
    kinds = ", ".join(f'"{field.column}" {kind_of(field)}' for field in fields)
    sets = ", ".join(f'"{field.column}" = given."{field.column}"' for field in fields)
    text = _TOLD.format(
        key=key.column, table=meta.db_table, kind=key.rel_db_type(connection), kinds=kinds, sets=sets
    )
    return [(field.column, kept_as(field)) for field in fields[1:]], text


def _moving(
    this: Act,
    table: StateTable,
    model: type[models.Model],
    wanted: list[Any],
    name: str,
    changes: Mapping[str, Any],
    details: Mapping[str, Any],
) -> tuple[str, list[Any]]:
    """Return the statement that moves rows and tells, and its values."""
    transition = table.named(name)
    sets, values = _assignments(model, {"state": transition.after, **changes})
    told = json.dumps({"move": name, **details}, ensure_ascii=False, cls=DjangoJSONEncoder)
    return _text(model, sets), [
        *(wanted, list(transition.before), *values),
        *(this.name, this.id, this.actor.user_id, this.actor.role, this.now),
        *(table.subject, this.reason, told, transition.after),
    ]


@cache
def _text(model: type[models.Model], sets: str) -> str:
    meta = model._meta
    key = meta.pk
    return f"""
        WITH old AS (
            SELECT "{key.column}" AS id, state FROM "{meta.db_table}"
            WHERE "{key.column}" = ANY(%s::{key.rel_db_type(connection)}[]) AND state = ANY(%s::text[])
            ORDER BY "{key.column}" FOR UPDATE
        ), moved AS (
            UPDATE "{meta.db_table}" SET {sets} FROM old
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
