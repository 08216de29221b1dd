"""The officer's desk: what waits in each programme, as numbers that lead to lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import (
    Application,
    ApplicationDocument,
    ImportRun,
    Screening,
    Supplement,
)
from dure.domains.applications.screening import IN_PROCESS


@dataclass(slots=True)
class Desk:
    """What waits in one programme, and where its applications stand."""

    states: dict[str, int] = field(default_factory=dict)
    """Applications by state, handed in ones only."""
    unjudged: int = 0
    unknown: int = 0
    to_decide: int = 0
    """Handed in, eligible, and not yet accepted or refused."""
    refusable: int = 0
    """Handed in, and the rules say no."""
    documents: int = 0
    """Applications with a document that nobody has checked."""
    answered: int = 0
    overdue: int = 0
    due: int = 0
    imports: dict[str, int] = field(default_factory=dict)

    @property
    def handed_in(self) -> int:
        return sum(self.states.values())

    @property
    def new(self) -> int:
        return self.states.get("submitted", 0)

    @property
    def imports_waiting(self) -> int:
        return sum(self.imports.get(state, 0) for state in ("checked", "faulty"))


def desks(actor: SignedActor, programmes: Iterable[str], now: datetime) -> dict[str, Desk]:
    """Return the desk of each programme, in a constant number of queries."""
    wanted = list(programmes)
    found = {programme: Desk() for programme in wanted}
    seen = Application.objects.handed_in_to(actor).filter(programme__in=wanted)
    for programme, state, verdict, n in _counted(seen, "programme", "state", "verdict"):
        _count(found[programme], state, verdict, n)
    waiting = ApplicationDocument.objects.filter(state="handed_in").values("application")
    to_check = seen.filter(pk__in=waiting, state__in=("submitted", "supplementing"))
    for programme, n in _counted(to_check, "programme"):
        found[programme].documents = n
    for programme, due, overdue, answered in _supplements(wanted, now):
        desk = found[programme]
        desk.due, desk.overdue, desk.answered = due, overdue, answered
    runs = ImportRun.objects.visible_to(actor).filter(programme__in=wanted)
    for programme, state, n in _counted(runs, "programme", "state"):
        found[programme].imports[state] = n
    return found


def _counted(found: QuerySet[Any], *by: str) -> Iterable[tuple[Any, ...]]:
    # The rows and not their ids: so the index of the columns counted by answers alone.
    counted: Iterable[tuple[Any, ...]] = found.order_by().values_list(*by).annotate(n=Count("*"))
    return counted


def _count(desk: Desk, state: str, verdict: str | None, n: int) -> None:
    desk.states[state] = desk.states.get(state, 0) + n
    if verdict is None and state in IN_PROCESS:
        desk.unjudged += n
    if state == "submitted":
        match verdict:
            case "unknown":
                desk.unknown += n
            case "eligible":
                desk.to_decide += n
            case "ineligible":
                desk.refusable += n


def _supplements(programmes: list[str], now: datetime) -> Iterable[tuple[Any, ...]]:
    """Count the newest supplement of each application that is not decided yet."""
    later = Supplement.objects.filter(application=OuterRef("application"), pk__gt=OuterRef("pk"))
    newest = Supplement.objects.filter(
        ~Exists(later),
        application__programme__in=programmes,
        application__state__in=("submitted", "supplementing"),
    )
    late = Q(state="lapsed") | Q(state="open", due_at__lte=now)
    return (
        newest.order_by()
        .values_list("application__programme")
        .annotate(
            due=Count("pk", filter=Q(state="open", due_at__gt=now)),
            overdue=Count("pk", filter=late),
            answered=Count("pk", filter=Q(state="answered", application__state="submitted")),
        )
    )


def last_screening(programme: str) -> Screening | None:
    """Return the newest screening of a programme, or None."""
    return Screening.objects.filter(programme=programme).order_by("-pk").first()
