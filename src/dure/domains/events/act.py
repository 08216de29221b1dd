"""The one door for writes: an act has an actor, a reason, an instant and, to happen once, a key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, transaction

from dure.domains.events.models import DoneAct, Event


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
    repeated: bool = False
    result: Any = None
    _events: list[Event] = field(default_factory=list)

    def record(self, subject: str, subject_id: object, **details: Any) -> None:
        """Note what the act did to a subject; written with the act, or not at all."""
        self._events.append(
            Event(
                act=self.name,
                actor_id=self.actor.user_id,
                role=self.actor.role,
                at=self.now,
                subject=subject,
                subject_id=str(subject_id),
                reason=self.reason,
                details=details,
            )
        )


@contextmanager
def act(name: str, *, actor: Actor, now: datetime, reason: str = "", key: str = "") -> Iterator[Act]:
    """Open the transaction of an act.

    Sets the transaction's own settings (``dure.act``, ``dure.actor``), which history and triggers read. With
    a ``key`` the act is done once: whoever comes second waits for the first, finds ``repeated`` true and
    must do nothing. Everything is rolled back when the block raises.
    """
    with transaction.atomic():
        this = Act(name, actor, now, reason)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('dure.act', %s, true), set_config('dure.actor', %s, true)",
                [name, str(actor.user_id or "")],
            )
            if key:
                cursor.execute(
                    "INSERT INTO events_doneact (name, key, at) VALUES (%s, %s, %s)"
                    " ON CONFLICT (name, key) DO NOTHING RETURNING id",
                    [name, key, now],
                )
                if cursor.fetchone() is None:
                    this.repeated = True
                    this.result = DoneAct.objects.values_list("result", flat=True).get(name=name, key=key)
        yield this
        if this.repeated:
            return
        Event.objects.bulk_create(this._events)
        if key:
            DoneAct.objects.filter(name=name, key=key).update(result=this.result)
