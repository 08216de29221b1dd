"""All merchants judged where they lie: what each rule lets through, without a row leaving the database."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.merchants.models import Merchant
from dure.engine.profile.fields import Kind
from dure.engine.rules.dialects import POSTGRESQL
from dure.engine.screening import Rulebook
from dure.engine.screening.counting import Counting, counting_of, counting_query

TYPES = {
    Kind.TEXT: "text",
    Kind.NUMBER: "double precision",
    Kind.DATE: "date",
    Kind.BOOLEAN: "boolean",
    Kind.LIST: "text[]",
}
"""The types of PostgreSQL that hold the kinds of fields."""


def count_population(actor: SignedActor, book: Rulebook, applicants: QuerySet[Any] | None = None) -> Counting:
    """Count the merchants that an actor may see by a rulebook: by verdict, and each rule by itself.

    ``applicants`` are ids that a role for some programmes lets see, as ``visible_to`` takes them.
    """
    rows, parameters = Merchant.objects.visible_to(actor, applicants).order_by().query.sql_with_params()
    # What a rule says is no placeholder, even where it says 100%.
    counting = counting_query(book, "seen", POSTGRESQL).replace("%", "%%")
    query = f"WITH seen AS (SELECT {columns_read(book)} FROM ({rows}) AS merchants) {counting}"
    with transaction.atomic(), connection.cursor() as cursor:
        # To compile a plan as long as this costs more than it saves.
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(query, parameters)
        return counting_of(book, cursor.fetchone())


def columns_read(book: Rulebook) -> str:
    """Return the columns that a rulebook reads, under the names that the engine has for them."""
    items = []
    beside = {field.name for field in book.beside()}
    for field in book.columns():
        if field.name in beside:  # what a call asks, or others know: of merchants as such it is not known
            items.append(f'CAST(NULL AS {TYPES[field.kind]}) AS "{field.name}"')
            continue
        # A name that nobody told is an empty text in the table; to a rule it is not known.
        column = f"NULLIF({field.name}, '')" if field.name == "name" else field.name
        items.append(f'{column} AS "{field.name}"')
        if field.none_able:
            items.append(f'has_{field.name} AS "{field.companion}"')
    return ", ".join(items) or "1"
