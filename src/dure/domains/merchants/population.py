"""The merchants of the service as a file: what a trial run judges when nobody brings a population."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.merchants.models import Merchant
from dure.engine.profile.fields import PROFILE_COLUMNS, Field, Kind

_LEFT_OUT = frozenset({"name"})
"""Rules may not need it, and a trial shows counts only: names stay where they are."""


def population_size(actor: SignedActor, applicants: QuerySet[Any] | None = None) -> int:
    """Return how many merchants an actor's trial run would judge."""
    return Merchant.objects.visible_to(actor, applicants).count()


def has_population(actor: SignedActor, applicants: QuerySet[Any] | None = None) -> bool:
    """Say whether there is anybody whom an actor's trial run would judge: quick, however many there are."""
    return Merchant.objects.visible_to(actor, applicants).exists()


def write_population(actor: SignedActor, path: Path, applicants: QuerySet[Any] | None = None) -> None:
    """Write the merchants that an actor may see as csv, with companions: empty is not known, never none.

    ``applicants`` are ids that a role for some programmes lets see, as ``visible_to`` takes them.
    """
    items: list[str] = []
    for field in PROFILE_COLUMNS:
        if field.name in _LEFT_OUT:
            continue
        items.append(f'{_cell(field)} AS "{field.name}"')
        if field.none_able:
            items.append(f'CAST("has_{field.name}" AS text) AS "{field.companion}"')
    rows, parameters = Merchant.objects.visible_to(actor, applicants).order_by("pk").query.sql_with_params()
    query = f"COPY (SELECT {', '.join(items)} FROM ({rows}) AS merchants) TO STDOUT (FORMAT csv, HEADER)"
    with connection.cursor() as cursor, path.open("wb") as target:
        raw: Any = cursor.cursor
        with raw.copy(query, parameters) as copy:
            for part in copy:
                target.write(part)


def _cell(field: Field) -> str:
    """Return the SQL of a field as files have it: lists joined, true and false in full."""
    column = f'"{field.name}"'
    if field.kind is Kind.LIST:
        return f"array_to_string({column}, ';')"
    return f"CAST({column} AS text)" if field.kind is Kind.BOOLEAN else column
