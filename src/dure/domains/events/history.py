"""What rows were before they were changed: kept by the database, whoever changes them, and with which act.

For each change the row as it *was* is kept (what it *is* stands in its own table), in one statement however
many rows change. The transaction's settings that :func:`dure.domains.events.act.act` makes say which act it
was; the package's own way, which puts them before every statement, breaks functions of the server and COPY.
Encrypted columns are kept as they are: encrypted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import pghistory
import pgtrigger
from django.apps import apps
from django.db import connection, models
from django.db.models.functions import Cast

from dure.domains.events.act import Act, acting

M = TypeVar("M", bound=type[models.Model])
_FORGET = "dure.forget"


def with_history(*, without: Collection[str] = ()) -> Callable[[M], M]:
    """Keep the history of a model but for some columns: those worked out from others, or no decision."""

    def keep(model: M) -> M:
        name = f"{model.__name__}History"
        tracked: M = pghistory.track(
            pghistory.UpdateEvent(row=pghistory.Old),
            pghistory.DeleteEvent(),
            exclude=list(without),
            model_name=name,
            obj_field=pghistory.ObjForeignKey(related_name="+", related_query_name="+", db_index=False),
            context_field=pghistory.ContextForeignKey(
                related_name="+", related_query_name="+", db_index=False
            ),
            level=pghistory.Statement,
            attrs={"pgh_id": models.BigAutoField(primary_key=True)},
            meta={
                "indexes": [
                    models.Index(
                        fields=["pgh_obj", "pgh_id"], name=f"{model.__name__.lower()[:20]}_was_by_row"[:30]
                    )
                ],
                "triggers": [_kept()],
            },
        )(model)
        return tracked

    return keep


def _kept() -> pgtrigger.Trigger:
    """Return the trigger that lets nobody change history, nor take it away but by :func:`forget_history`."""
    return pgtrigger.Trigger(
        name="append_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"IF TG_OP = 'DELETE' AND current_setting('{_FORGET}', true) = 'yes' THEN RETURN OLD; END IF;"
        " RAISE EXCEPTION 'history is only added to';",
    )


def forget_history(this: Act, model: type[models.Model], ids: Iterable[Any]) -> int:
    """Take away what rows were before, in an act that destroys personal data; returns how many changes.

    To be called after the rows themselves were emptied: that change too keeps what they were.
    """
    assert acting() is this, "history is forgotten in an act"
    history = history_of(model)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'yes', true)", [_FORGET])
        try:
            taken: int
            taken, _ = history.objects.filter(pgh_obj_id__in=list(ids)).delete()
        finally:
            cursor.execute("SELECT set_config(%s, '', true)", [_FORGET])
    return taken


def history_of(model: type[models.Model]) -> Any:
    """Return the model that holds the history of another; raises LookupError where none is kept."""
    for found in apps.get_app_config(model._meta.app_label).get_models():
        if getattr(found, "pgh_tracked_model", None) is model:
            return found
    raise LookupError(f"no history is kept of {model.__name__}")


def tracked_models() -> dict[str, type[models.Model]]:
    """Return every model whose history is kept, by the name of its subject (``application_document``)."""
    found = (getattr(model, "pgh_tracked_model", None) for model in apps.get_models())
    return {_subject(model): model for model in found if model is not None}


def _subject(model: type[models.Model]) -> str:
    return "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in model.__name__).lstrip("_")


@dataclass(frozen=True, slots=True)
class Change:
    """One column of a row changed in an act; ``before`` and ``after`` are None where it is encrypted."""

    act_id: UUID | None
    at: datetime
    column: str
    before: Any
    after: Any
    encrypted: bool


def changes_of(model: type[models.Model], row_id: Any) -> list[Change]:
    """Return every change of a row, the oldest first: what each column was, and what it became."""
    history = history_of(model)
    key = model._meta.pk
    columns = [f for f in history._meta.fields if not f.name.startswith("pgh_") and f.name != key.name]
    was = list(_read(history.objects.filter(pgh_obj_id=row_id).order_by("pgh_id"), columns, _ABOUT))
    current = next(iter(_read(model._base_manager.filter(pk=row_id), columns, ())), None)
    changes: list[Change] = []
    for place, before in enumerate(was):
        after = was[place + 1] if place + 1 < len(was) else current
        if after is None or before["pgh_label"] == "delete":
            continue
        for column in columns:
            old, new = before[column.attname], after[column.attname]
            if old != new:
                hidden = _is_encrypted(column)
                changes.append(
                    Change(
                        act_id=before["pgh_context_id"],
                        at=before["pgh_created_at"],
                        column=column.attname,
                        before=None if hidden else old,
                        after=None if hidden else new,
                        encrypted=hidden,
                    )
                )
    return changes


_ABOUT = ("pgh_context_id", "pgh_created_at", "pgh_label")


def _is_encrypted(column: Any) -> bool:
    return getattr(column, "kept_encrypted", False)


def _read(rows: Any, columns: Collection[Any], more: Collection[str]) -> list[dict[str, Any]]:
    """Return rows as tables of their columns; encrypted ones opened where their key is still told.

    History keeps what was written under keys that may be gone: two such values are compared as they are kept.
    """
    plain = [column.attname for column in columns if not _is_encrypted(column)]
    closed = {f"kept_{column.attname}": column for column in columns if _is_encrypted(column)}
    casts = {name: Cast(column.attname, models.TextField()) for name, column in closed.items()}
    found: list[dict[str, Any]] = list(rows.annotate(**casts).values(*more, *plain, *casts))
    for row in found:
        for name, column in closed.items():
            kept = row.pop(name)
            try:
                row[column.attname] = column.from_db_value(kept, None, None)
            except KeyError:
                row[column.attname] = kept
    return found
