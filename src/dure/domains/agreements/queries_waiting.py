"""What executors and firms put before the agency: amendments to approve, answers to checks, objections."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.models import Amendment, FirmObjection, MidtermCheck
from dure.domains.programmes.objecting import OPEN


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for the agency in one programme."""

    amendments: int = 0
    answers: int = 0
    """Mid-term checks that the executor has answered and nobody has closed."""
    objections: int = 0
    next_due: date | None = None
    """The last day to answer the first of the objections."""


def waiting(actor: SignedActor) -> dict[str, Waiting]:
    """Return, by programme that an actor runs, what waits there; three queries."""
    mine = actor.scope("agreement__programme", "officer", "ministry")
    amended = Amendment.objects.visible_to(actor).filter(mine, side="executor", state="proposed")
    amendments = _by_programme(amended)
    answers = _by_programme(MidtermCheck.objects.visible_to(actor).filter(mine, state="answered"))
    objections = FirmObjection.objects.visible_to(actor).filter(
        actor.scope("proposal__programme", "officer", "ministry"), state__in=OPEN
    )
    counted = (
        objections.order_by().values("proposal__programme").annotate(many=Count("pk"), due=Min("due_on"))
    )
    objected = {one["proposal__programme"]: (one["many"], one["due"]) for one in counted}
    return {
        one: Waiting(amendments.get(one, 0), answers.get(one, 0), *objected.get(one, (0, None)))
        for one in amendments.keys() | answers.keys() | objected.keys()
    }


@dataclass(frozen=True, slots=True)
class OfAgreement:
    """What is open in one agreement: an amendment by its state, and the next day of a check's measures."""

    amendment: str = ""
    measures_due_on: date | None = None


def open_in(actor: SignedActor, agreement_ids: Collection[int]) -> dict[int, OfAgreement]:
    """Return, by agreement, what is open in it; those without anything are not in it. Two queries."""
    of = {"agreement_id__in": list(agreement_ids)}
    amended = dict(
        Amendment.objects.visible_to(actor)
        .filter(**of, state__in=("proposed", "agreed"))
        .values_list("agreement_id", "state")
    )
    checks = MidtermCheck.objects.visible_to(actor).filter(**of, state__in=("told", "answered"))
    due = dict(
        checks.filter(due_on__isnull=False)
        .order_by()
        .values("agreement_id")
        .annotate(due=Min("due_on"))
        .values_list("agreement_id", "due")
    )
    return {pk: OfAgreement(amended.get(pk, ""), due.get(pk)) for pk in amended.keys() | due.keys()}


def _by_programme(rows: QuerySet[Any]) -> dict[str, int]:
    counted = rows.order_by().values("agreement__programme").annotate(many=Count("pk"))
    return {one["agreement__programme"]: one["many"] for one in counted}
