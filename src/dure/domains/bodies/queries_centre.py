"""What a regional centre sees: who applied from its region, who is supported, and its visits to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.bodies.models import CentreArea, Visit
from dure.domains.bodies.reach import of_area, own_centres
from dure.domains.merchants.queries_officer import named
from dure.domains.programmes.queries import Call, published_calls
from dure.domains.selection.models import HELD, Place

SHOWN = ("pk", "application_no", "name", "region", "ksic", "state", "submitted_at", "merchant__business_no")
"""The columns of a list: facts, answers and choices stay in the database."""


@dataclass(frozen=True, slots=True)
class CentreDesk:
    """One centre at work for one programme; ``regions`` is empty where no officer has set its area yet."""

    centre: str
    called: Call
    regions: tuple[str, ...]

    @property
    def programme(self) -> str:
        """The programme's id."""
        return self.called.version.programme

    @property
    def key(self) -> str:
        """What names it in addresses."""
        return f"{self.programme}@{self.centre}"


def desks(actor: SignedActor, now: datetime) -> list[CentreDesk]:
    """Return the desks of somebody's centres, those whose calls close last first; two queries."""
    codes = own_centres(actor)
    if not codes:
        return []
    areas = dict(CentreArea.objects.filter(centre__in=codes).values_list("centre", "regions"))
    calls = sorted(published_calls(now), key=lambda one: one.version.closes_at, reverse=True)
    return [
        CentreDesk(code, called, tuple(areas.get(code, ())))
        for called in calls
        for code in own_centres(actor, called.version.programme)
    ]


def desk(actor: SignedActor, now: datetime, key: str) -> CentreDesk | None:
    """Return the desk that an address names, or None where it is not the actor's."""
    return next((one for one in desks(actor, now) if one.key == key), None)


def applicants(
    actor: SignedActor, at: CentreDesk, on: date, *, words: str = "", supported: bool = False
) -> QuerySet[Application]:
    """Return who applied from the region of a centre; ``supported``: who holds a place that was published."""
    found = of_area(actor, at.programme, list(at.regions), on)
    if supported:
        found = found.filter(Exists(_held(at.programme).filter(application_id=OuterRef("pk"))))
    words = words.strip()
    if words:
        number = words.upper()
        own = number.startswith(f"{at.programme.upper()}-")
        found = found.filter(application_no=number) if own else found.filter(named(words))
    return found.select_related("merchant").only(*SHOWN)


def applicant(actor: SignedActor, at: CentreDesk, on: date, application_id: int) -> Application | None:
    """Return one applicant of the region with the merchant, or None."""
    found = of_area(actor, at.programme, list(at.regions), on).filter(pk=application_id)
    return found.select_related("merchant", "version").defer("choices", "draft", "search").first()


def places_of(application_ids: list[int]) -> dict[int, list[Place]]:
    """Return the places that applicants hold by published selections, in order of the stages."""
    found: dict[int, list[Place]] = {}
    rows = Place.objects.filter(
        application_id__in=application_ids, state__in=HELD, selection__state="published"
    )
    for one in rows.order_by("pk"):
        found.setdefault(one.application_id, []).append(one)
    return found


def visits(actor: SignedActor, at: CentreDesk) -> QuerySet[Visit]:
    """Return the visits of a centre for a programme that are still to be made, the next first."""
    found = Visit.objects.visible_to(actor).filter(centre=at.centre, programme=at.programme, state="planned")
    return found.select_related("application").defer("application__facts", "application__answers")


def visit(actor: SignedActor, at: CentreDesk, visit_id: int) -> Visit | None:
    """Return one of the centre's visits, or None."""
    found = Visit.objects.visible_to(actor).filter(centre=at.centre, programme=at.programme, pk=visit_id)
    return found.select_related("application").first()


def visit_counts(actor: SignedActor, some: list[CentreDesk]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return how many visits are planned and were made, by centre and programme; one query."""
    rows = (
        Visit.objects.visible_to(actor)
        .filter(centre__in={one.centre for one in some}, programme__in={one.programme for one in some})
        .order_by()
        .values_list("centre", "programme")
        .annotate(planned=Count("pk", filter=Q(state="planned")), done=Count("pk", filter=Q(state="done")))
    )
    return {(centre, programme): (planned, done) for centre, programme, planned, done in rows}


def _held(programme: str) -> QuerySet[Place]:
    return Place.objects.filter(programme=programme, state__in=HELD, selection__state="published")
