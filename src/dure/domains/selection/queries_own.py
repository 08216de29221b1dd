"""Decisions, places and objections as the people who act for applicants read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries import applications_of
from dure.domains.selection.models import HELD, Decision, Reserve
from dure.domains.selection.models import Disqualification as Disqualification
from dure.domains.selection.models import Objection as Objection
from dure.domains.selection.models import Place as Place
from dure.domains.selection.objected import OPEN
from dure.domains.selection.services.file_objection import last_told
from dure.domains.selection.stages import StageCase, case_of
from dure.domains.selection.support import accepted_beside
from dure.domains.selection.vacancies import candidates, standing
from dure.domains.uploads.queries import StoredFile
from dure.engine.law.deadlines import day_of


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """A decision on one's own application, with the place and the objections that came of it."""

    decision: Decision
    case: StageCase
    place: Place | None
    objections: tuple[Objection, ...]
    object_until: date | None
    """The last day to object to what was told last; empty where the call gives no such right."""
    may_object: bool
    may_accept: bool
    may_give_up: bool
    notice: Disqualification | None
    """The newest notice that the place is to be taken, decided or not."""
    ground: str
    """Why the place was taken by disqualification; empty for any other."""
    excluded_by: tuple[str, ...]
    """Programmes beside which the place offered here is not given, and in which one was taken."""

    @property
    def is_refused(self) -> bool:
        """Whether the place cannot be taken beside them; else whoever takes it is warned."""
        return bool(self.excluded_by) and self.case.programme.exclusion == "refuse"


def own_decisions(actor: SignedActor, now: datetime, application_id: int) -> list[OwnDecision]:
    """Return the published decisions on an application of one's own, the newest stage first."""
    found = (
        Decision.objects.visible_to(actor)
        .filter(application_id__in=applications_of(actor))
        .filter(application_id=application_id, selection__state="published")
        .select_related("selection__version", "application")
        .order_by("-pk")
    )
    return [_own(actor, now, decision) for decision in found]


def own_decision(actor: SignedActor, now: datetime, decision_id: int) -> OwnDecision | None:
    """Return one published decision on an application of one's own, or None."""
    found = (
        Decision.objects.visible_to(actor)
        .filter(application_id__in=applications_of(actor))
        .filter(pk=decision_id, selection__state="published")
        .select_related("selection__version", "application")
        .first()
    )
    return None if found is None else _own(actor, now, found)


def own_place(actor: SignedActor, place_id: int) -> Place | None:
    """Return a place of one's own application, or None."""
    return (
        Place.objects.visible_to(actor)
        .filter(pk=place_id, application_id__in=applications_of(actor))
        .select_related("selection__version", "application")
        .first()
    )


def places_to_answer(actor: SignedActor, now: datetime) -> list[Place]:
    """Return the places of one's own applications that wait to be taken, those due first first."""
    return list(
        Place.objects.visible_to(actor)
        .filter(Q(due_at__isnull=True) | Q(due_at__gt=now), state="offered")
        .filter(application_id__in=applications_of(actor), selection__state="published")
        .select_related("selection__version", "application")
        .order_by("due_at", "pk")
    )


def own_notice(actor: SignedActor, place_id: int) -> Disqualification | None:
    """Return the newest notice that a place of one's own is to be taken, decided or not, or None."""
    found = Disqualification.objects.told_to(actor).filter(place_id=place_id)
    return (
        found.select_related("place__selection__version", "place__application", "answer_file")
        .order_by("pk")
        .last()
    )


def notices_to_answer(actor: SignedActor, now: datetime) -> list[Disqualification]:
    """Return the notices of one's own places that wait for an answer, those due first first."""
    found = Disqualification.objects.told_to(actor).filter(
        place__state__in=HELD, state="noticed", answer_until__gte=day_of(now)
    )
    return list(
        found.select_related("place__selection__version", "place__application").order_by("answer_until", "pk")
    )


def received_programmes(actor: SignedActor, merchant_id: int) -> frozenset[str]:
    """Return the programmes in which a merchant of one's own has accepted a place."""
    found = Place.objects.visible_to(actor).filter(
        application_id__in=applications_of(actor), application__merchant_id=merchant_id, state="accepted"
    )
    return frozenset(found.values_list("programme", flat=True))


def own_objection(actor: SignedActor, objection_id: int) -> Objection | None:
    """Return an objection to a decision on one's own application, or None."""
    return (
        Objection.objects.visible_to(actor)
        .filter(pk=objection_id, application_id__in=applications_of(actor))
        .select_related("application__version", "decision__selection__version", "file", "place")
        .first()
    )


def decision_of_place(actor: SignedActor, place: Place) -> Decision | None:
    """Return the decision of the stage of a place."""
    return (
        Decision.objects.visible_to(actor)
        .filter(selection_id=place.selection_id, application_id=place.application_id)
        .first()
    )


def reserves_now(decision: Decision) -> list[tuple[str, int]]:
    """Return where an application stands on reserve lists now: the executor and the place, from 1.

    In the order of its choices; of a stage over all the executor is the one it names. Whoever an objection
    put on a list stands there too. One query where it stands on none, else one for each list.
    """
    case = case_of(decision.selection)
    listed = set(
        Reserve.objects.filter(
            selection_id=decision.selection_id, application_id=decision.application_id
        ).values_list("executor", flat=True)
    )
    if not listed:
        return []
    _, applications = standing(decision.selection)
    found: dict[str, tuple[str, int]] = {}
    for executor in applications[decision.application_no].choices:
        place = case.place_of(executor)
        if place not in listed:
            continue
        ids = [one.application_id for one in candidates(decision.selection, place)]
        if decision.application_id in ids:
            found.setdefault(place, (executor, ids.index(decision.application_id) + 1))
    return list(found.values())


def objection_file(objection: Objection) -> StoredFile | None:
    """Return the file handed in with an objection; who may open it is the caller's to ask."""
    return objection.file


def _own(actor: SignedActor, now: datetime, decision: Decision) -> OwnDecision:
    place = (
        Place.objects.visible_to(actor)
        .filter(selection_id=decision.selection_id, application_id=decision.application_id)
        .first()
    )
    objections = tuple(
        Objection.objects.visible_to(actor).filter(decision=decision).order_by("-pk").select_related("place")
    )
    told = last_told(decision, place)
    answered = any(
        one.state in OPEN or (one.state != "withdrawn" and one.filed_at >= told.at) for one in objections
    )
    in_time = place is not None and (place.due_at is None or now < place.due_at)
    case = case_of(decision.selection)
    may_accept = place is not None and place.state == "offered" and in_time
    return OwnDecision(
        decision=decision,
        case=case,
        place=place,
        objections=objections,
        object_until=told.until,
        may_object=told.until is not None and day_of(now) <= told.until and not answered,
        may_accept=may_accept,
        may_give_up=place is not None
        and (place.state == "accepted" or (place.state == "offered" and in_time)),
        notice=None if place is None else own_notice(actor, place.pk),
        ground=_ground(place),
        excluded_by=accepted_beside(case, decision.application.merchant_id) if may_accept else (),
    )


def _ground(place: Place | None) -> str:
    if place is None or place.state != "disqualified":
        return ""
    taken = place.disqualifications.filter(state="confirmed").order_by("-pk").first()
    return taken.reason if taken else ""
