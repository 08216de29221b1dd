"""Documents that have grown old by a day: issued too long ago, or past the day until which they are good.

What counts at the document check is a document's age on the day on which it came (``checking.date_faults``).
This only tells an officer who looks at it later how old it is by then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

from django.db.models import Exists, OuterRef, Q

from dure.domains.applications.models import ApplicationDocument
from dure.engine.programme.models.documents import Document

Age = Literal["issued_long_ago", "ended"]
IN_CHECK = ("submitted", "supplementing")
"""States of an application whose documents are still to be decided on."""
STANDING = ("handed_in", "accepted")
"""States of a document that counts."""


def age_of(document: Document | None, row: ApplicationDocument, on: date) -> Age | None:
    """Return in which way a document is old on a day; None: it is not, or nothing tells.

    A document of which the file limits the age is old once it would be refused if it were handed in on that
    day; one that bears a last day of its own, once that day is over. The register's answer bears no dates.
    """
    if row.state not in STANDING or row.file_id is None:
        return None
    days = None if document is None else document.validity_days
    if days is not None and row.issued_on is not None and row.issued_on < on - timedelta(days=days):
        return "issued_long_ago"
    return "ended" if row.valid_until is not None and row.valid_until < on else None


def ages_of(
    documents: Iterable[Document], application_ids: Collection[int], on: date
) -> Mapping[int, tuple[Age, ...]]:
    """Return, by application in check, in which ways its documents are old on a day; one query.

    Whoever has none that is old is not in it.
    """
    specs = {document.id: document for document in documents}
    rows = ApplicationDocument.objects.filter(
        application__in=application_ids, application__state__in=IN_CHECK, document__in=specs
    )
    found: dict[int, set[Age]] = {}
    for row in rows.filter(state__in=STANDING).only("application_id", "document", "state", "file_id", *_DAYS):
        age = age_of(specs[row.document], row, on)
        if age is not None:
            found.setdefault(row.application_id, set()).add(age)
    return {pk: tuple(sorted(ages)) for pk, ages in found.items()}


_DAYS = ("issued_on", "valid_until")


def with_old_documents(documents: Iterable[Document], on: date) -> Q:
    """Return the condition of applications in check that have a document which is old on a day."""
    old = Q(pk__in=())
    for document in documents:
        days = Q(valid_until__lt=on)
        if document.validity_days is not None:
            days |= Q(issued_on__lt=on - timedelta(days=document.validity_days))
        old |= Q(document=document.id) & days
    rows = ApplicationDocument.objects.filter(
        old, application=OuterRef("pk"), state__in=STANDING, file__isnull=False
    )
    return Q(Exists(rows), state__in=IN_CHECK)
