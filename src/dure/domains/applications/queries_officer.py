"""Applications as officers and the ministry read them: the list of applicants and what it is filtered by."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.ageing import IN_CHECK as IN_CHECK
from dure.domains.applications.ageing import age_of as age_of
from dure.domains.applications.ageing import ages_of as ages_of
from dure.domains.applications.ageing import with_old_documents
from dure.domains.applications.deciding import acceptable
from dure.domains.applications.models import Application, ApplicationDocument, Supplement
from dure.domains.merchants.near import merchants_near
from dure.domains.merchants.queries_officer import MOST_COUNTED as MOST_COUNTED
from dure.domains.merchants.queries_officer import (
    business_number_in,
    in_province,
    in_section,
    named,
)
from dure.domains.programmes.queries import call
from dure.engine.law.deadlines import day_of
from dure.engine.programme.models.programme import Programme

SHOWN = (
    "pk",
    "application_no",
    "name",
    "region",
    "ksic",
    "state",
    "verdict",
    "entry",
    "choices",
    "submitted_at",
    "merchant__business_no",
)
"""The columns of a list: facts, answers and drafts stay in the database."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list of applicants is filtered by; an empty text: everything.

    ``verdict`` and ``choices`` also take ``none``; ``documents`` is waiting, refused, accepted or old;
    ``supplement`` is open, overdue or answered.
    """

    words: str = ""
    state: str = ""
    verdict: str = ""
    executor: str = ""
    province: str = ""
    section: str = ""
    entry: str = ""
    documents: str = ""
    supplement: str = ""

    def is_empty(self) -> bool:
        """Say whether nothing is filtered by."""
        return not any(getattr(self, field.name) for field in fields(self))


def applicants(
    actor: SignedActor, programme: str, wanted: Wanted, *, on: date, now: datetime
) -> QuerySet[Application]:
    """Return the applications handed in to a programme that a filter leaves.

    Region codes are those of the day ``on``; ``now`` tells which supplements are overdue.
    """
    found = Application.objects.handed_in_to(actor).filter(programme=programme)
    for field in ("state", "entry"):
        if value := getattr(wanted, field):
            found = found.filter(**{field: value})
    if wanted.verdict:
        found = found.filter(verdict=None if wanted.verdict == "none" else wanted.verdict)
    if wanted.executor:
        found = found.filter(
            Q(choices=[]) if wanted.executor == "none" else Q(choices__contains=[wanted.executor])
        )
    if wanted.province:
        found = found.filter(in_province(wanted.province, on))
    if wanted.section:
        found = found.filter(in_section(wanted.section))
    if wanted.words.strip():
        found = found.filter(_searched(programme, wanted.words))
    if wanted.documents == "old":
        called = call(actor, now, programme)
        asked = called.loaded.programme.application_documents if called else ()
        found = found.filter(with_old_documents(asked, day_of(now)))
    elif wanted.documents:
        found = found.filter(_documents(wanted.documents))
    if wanted.supplement:
        found = found.filter(_supplement(wanted.supplement, now))
    return found.select_related("merchant").only(*SHOWN)


def receipt_number_in(programme: str, words: str) -> str:
    """Return the receipt number that somebody searches for, or nothing; its last digits are enough.

    >>> receipt_number_in("tops-2025", "tops-2025-000012"), receipt_number_in("tops-2025", "12")
    ('TOPS-2025-000012', 'TOPS-2025-000012')
    >>> receipt_number_in("tops-2025", "두레"), receipt_number_in("tops-2025", "1248100998")
    ('', '')
    """
    text = words.strip().upper()
    if re.fullmatch(r"[0-9]{1,6}", text):
        return f"{programme.upper()}-{int(text):06d}"
    return text if text.startswith(f"{programme.upper()}-") else ""


def _searched(programme: str, words: str) -> Q:
    if number := business_number_in(words):
        return Q(merchant__business_no=number)
    condition = named(words)
    if receipt := receipt_number_in(programme, words):
        condition |= Q(application_no=receipt)
    return condition


def _documents(state: str) -> Q:
    of = ApplicationDocument.objects.filter(application=OuterRef("pk"))
    waiting, refused = Exists(of.filter(state="handed_in")), Exists(of.filter(state="refused"))
    if state == "waiting":
        return Q(waiting)
    if state == "refused":
        return Q(refused)
    return Q(Exists(of.filter(state="accepted"))) & ~Q(waiting) & ~Q(refused)


def _supplement(state: str, now: datetime) -> Q:
    """A lapsed or answered one counts as long as it is the newest and nothing was decided since."""
    match state:
        case "open":
            due = Supplement.objects.filter(state="open", due_at__gt=now)
            return Q(state="supplementing", pk__in=due.values("application"))
        case "overdue":
            late = Supplement.objects.filter(Q(state="lapsed") | Q(state="open", due_at__lte=now))
            return Q(state__in=("submitted", "supplementing"), pk__in=_newest(late).values("application"))
        case _:
            answered = Supplement.objects.filter(state="answered")
            return Q(state="submitted", pk__in=_newest(answered).values("application"))


def _newest(found: QuerySet[Supplement]) -> QuerySet[Supplement]:
    later = Supplement.objects.filter(application=OuterRef("application"), pk__gt=OuterRef("pk"))
    return found.filter(~Exists(later))


def can_be_accepted(
    actor: SignedActor, found: QuerySet[Application], programme: Programme
) -> QuerySet[Application]:
    """Return those of a list that can be accepted at the document check by an officer: none of their own."""
    return found.filter(acceptable(programme), state="submitted").exclude(_near(actor))


def can_be_refused(actor: SignedActor, found: QuerySet[Application]) -> QuerySet[Application]:
    """Return those that the rules call ineligible and nobody has decided yet: none of an officer's own."""
    return found.filter(state="submitted", verdict="ineligible").exclude(_near(actor))


def own_in_check(actor: SignedActor, found: QuerySet[Application]) -> int:
    """Return how many of a list wait for a decision that is not the officer's, who stands near to them."""
    return found.filter(_near(actor), state="submitted").count()


def _near(actor: SignedActor) -> Q:
    return Q(merchant_id__in=merchants_near(actor.user_id or 0))


def count_applicants(found: QuerySet[Any]) -> int:
    """Return how many there are, exactly up to 10,000, and 10,001 where there are more."""
    # In no order: the index of the numbers has every column that a filter reads.
    return found.order_by().values("pk")[: MOST_COUNTED + 1].count()


def applications_of_merchant(actor: SignedActor, *merchant_ids: int) -> QuerySet[Application]:
    """Return what a merchant (or several) handed in, of what an actor may see, the newest first."""
    found = Application.objects.visible_to(actor).filter(
        merchant_id__in=merchant_ids, application_no__isnull=False
    )
    return found.order_by("-id").select_related("merchant").only(*SHOWN, "programme")
