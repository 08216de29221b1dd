"""The one door for writes: an act has an actor, a reason, an instant and, to happen once, a key.

Locks. Acts wait for one another only in this order, so that no two of them wait for each other:

1. the act's own key (the row of ``DoneAct``), taken by :func:`act` itself;
2. what has no row yet, by name, with :func:`dure.domains.events.alone.alone`;
3. rows, table after table in the order of the domains (accounts, uploads, notices, merchants, programmes,
   agreements, applications, diagnosis, review, selection, matching, funds, payments, claims, benefits,
   referrals, and the ledger's
   accounts last), what holds others before what it holds (an application before its documents; a provider
   before a round, a round before its matches), and within a table by ascending id.
   :func:`dure.domains.events.transitions.move` does so;
4. events, jobs and seals, which are only added to and lock nothing.

An act within an act is refused: it would commit with the other and not when it says so. A service that takes
part in somebody else's act has the :class:`Act` as its first parameter.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, transaction

from dure.domains.events.models import DoneAct, Event
from dure.domains.events.statements import New, add, new, send

LONGEST_KEY = 120
SETTINGS = "SELECT " + ", ".join(["set_config(%s, %s, true)"] * 4)
"""A query that tells triggers and history of an act, for the parameters of :func:`settings_of`."""


class Actor(Protocol):
    """Who acts: a user in a role, or the system."""

    @property
    def user_id(self) -> int | None: ...

    @property
    def role(self) -> str: ...


@dataclass(slots=True)
class Act:
    """An act under way. ``repeated``: it was done before under its key, and ``result`` is what came of it."""

    name: str
    actor: Actor
    now: datetime
    reason: str
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    """What its events and the history of the rows it changed have in common."""
    repeated: bool = False
    result: Any = None
    _events: list[New] = field(default_factory=list)
    _undo: list[Callable[[], None]] = field(default_factory=list)

    def record(self, subject: str, subject_id: object, **details: Any) -> None:
        """Note what the act did to a subject; written with the act, or not at all."""
        self._events.append(
            new(
                Event,
                act=self.name,
                act_id=self.id,
                actor_id=self.actor.user_id,
                role=self.actor.role,
                at=self.now,
                subject=subject,
                subject_id=str(subject_id),
                reason=self.reason,
                details=details,
            )
        )

    def undo(self, step: Callable[[], None]) -> None:
        """Have something done should the act be rolled back: for what no database takes back (a file)."""
        self._undo.append(step)


_under_way: ContextVar[Act | None] = ContextVar("act", default=None)


def acting() -> Act | None:
    """Return the act that is under way, or None."""
    return _under_way.get()


@contextmanager
def act(name: str, *, actor: Actor, now: datetime, reason: str = "", key: str = "") -> Iterator[Act]:
    """Open the transaction of an act.

    Sets the transaction's own settings (:func:`speak`).
    With a ``key`` the act is done once: whoever comes second waits for the first, finds ``repeated`` true
    and must do nothing. Everything is rolled back when the block raises.
    """
    this = Act(name, actor, now, reason)
    with _door([this]):
        speak(this)
        if key:
            _claim(this, _fitting(key))
        yield this
        if this.repeated:
            assert not this._events, f"{name} was done before and must do nothing"
        elif key:
            DoneAct.objects.filter(name=name, key=_fitting(key)).update(result=this.result)


@contextmanager
def acts(some: Sequence[Act]) -> Iterator[None]:
    """Open one transaction for several people's acts, each with events of its own: all are done, or none.

    Whatever a statement changes, history lays to the act for which :func:`speak` was called last.
    """
    with _door(some):
        yield


@contextmanager
def _door(some: Sequence[Act]) -> Iterator[None]:
    if acting() is not None:
        raise RuntimeError(f"{some[0].name} within {_under_way.get()}: an act within an act")
    token = _under_way.set(some[0])
    try:
        # Durable: what is inside another transaction would be committed, or not, by somebody else.
        with transaction.atomic(durable=True):
            yield
            add([event for this in some for event in this._events])
    except BaseException:
        for step in reversed([step for this in some for step in this._undo]):
            step()
        raise
    finally:
        _under_way.reset(token)


@contextmanager
def brought_about(this: Act, name: str, actor: Actor) -> Iterator[Act]:
    """Open an act of somebody else that an act under way brings about, in its transaction.

    For what the service does by itself then: its events have its own name, actor and id, and are written
    with those of the act, or not at all.
    """
    assert _under_way.get() is not None, "brought about by an act under way"
    own = Act(name, actor, this.now, "", _events=this._events, _undo=this._undo)
    token = _under_way.set(own)
    try:
        speak(own)
        yield own
        speak(this)
    finally:
        _under_way.reset(token)


def speak(this: Act) -> None:
    """Tell triggers and history to which act what follows belongs; it ends with the transaction."""
    send(SETTINGS, settings_of(this))


def settings_of(this: Act) -> list[str]:
    """Return the names and values of the settings of an act, one after the other."""
    told = {
        "act": this.name,
        "actor": this.actor.user_id,
        "role": this.actor.role,
        "reason": this.reason,
        "at": this.now.isoformat(),
    }
    settings = {
        "dure.act": this.name,
        "dure.actor": str(this.actor.user_id or ""),
        "pghistory.context_id": str(this.id),
        "pghistory.context_metadata": json.dumps(told, ensure_ascii=False),
    }
    return [part for pair in settings.items() for part in pair]


def _claim(this: Act, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_doneact (name, key, at) VALUES (%s, %s, %s)"
            " ON CONFLICT (name, key) DO NOTHING RETURNING id",
            [this.name, key, this.now],
        )
        if cursor.fetchone() is None:
            this.repeated = True
            this.result = DoneAct.objects.values_list("result", flat=True).get(name=this.name, key=key)


def _fitting(key: str) -> str:
    """Return a key that fits its column: a longer one by its hash, which is as good at telling apart."""
    return key if len(key) <= LONGEST_KEY else "sha256:" + hashlib.sha256(key.encode()).hexdigest()
