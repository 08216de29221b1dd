"""Documents of a later stage as officers, the ministry and applicants read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.applications.queries_officer import SHOWN, applicants
from dure.domains.applications.queries_officer import Wanted as WantedApplicants
from dure.domains.selection.models import DocumentRequest as DocumentRequest
from dure.domains.selection.models import Place
from dure.domains.selection.stage_documents import Held as Held
from dure.domains.selection.stage_documents import documented_case as documented_case
from dure.domains.selection.stage_documents import (
    documents_of,
    due_at,
    places_asked,
    required,
)
from dure.domains.selection.stage_documents import held_by as held_by
from dure.domains.selection.stage_documents import is_chosen as is_chosen
from dure.domains.selection.stages import StageCase, case_of
from dure.engine.law.deadlines import day_of
from dure.engine.programme.models.programme import Programme

STATES = ("missing", "waiting", "refused", "asked", "overdue", "late", "expired", "complete")
"""What the list can be filtered by."""
_ANY_DAY, _ANY_TIME = date(2000, 1, 1), datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is filtered by; an empty text: everything."""

    words: str = ""
    state: str = ""
    document: str = ""
    """Of which document the state is; empty: of any (of all required ones for ``missing``, ``complete``)."""


def asked_applications(
    actor: SignedActor, case: StageCase, wanted: Wanted, now: datetime
) -> QuerySet[Application]:
    """Return the applications that take part in a stage and that a filter leaves."""
    words = WantedApplicants(words=wanted.words, state="accepted")
    found = applicants(actor, case.programme.id, words, on=_ANY_DAY, now=now)
    found = found.filter(actor.scope("programme", "officer", "ministry"))
    found = found.filter(Exists(places_asked(case).filter(application=OuterRef("pk"))))
    if wanted.state:
        found = found.filter(_state(case, wanted, now))
    return found.only(*SHOWN)


def not_handed_in(actor: SignedActor, case: StageCase) -> QuerySet[Application]:
    """Return the applications that lack a required document of a stage, or had one refused."""
    # Which documents are there depends on no clock.
    return asked_applications(actor, case, Wanted(state="missing"), _ANY_TIME)


def waiting_documents(actor: SignedActor, programmes: Iterable[Programme]) -> dict[tuple[str, str], int]:
    """Return, by programme and stage, how many documents of later stages wait to be checked; one query.

    No stage is chosen while one waits. None is asked for where no programme has any.
    """
    stages = {
        (programme.id, document.id): stage.id
        for programme in programmes
        for stage in programme.stages
        for document in programme.stage_documents(stage.id)
    }
    if not stages:
        return {}
    of = Q(application__programme__in={one for one, _ in stages}, document__in={name for _, name in stages})
    rows = ApplicationDocument.objects.filter(
        of, state="handed_in", application__in=Application.objects.handed_in_to(actor)
    )
    counted = rows.values("application__programme", "document").annotate(many=Count("pk")).order_by()
    found: Counter[tuple[str, str]] = Counter()
    for programme, document, many in counted.values_list("application__programme", "document", "many"):
        if (programme, document) in stages:
            found[programme, stages[programme, document]] += many
    return dict(found)


def _state(case: StageCase, wanted: Wanted, now: datetime) -> Q:
    documents = [one for one in documents_of(case) if wanted.document in ("", one.id)]
    names = [one.id for one in documents]
    rows = ApplicationDocument.objects.filter(application=OuterRef("pk"), document__in=names)
    match wanted.state:
        case "missing":
            there = rows.filter(state__in=("handed_in", "accepted"))
            return _any(~Q(Exists(there.filter(document=name))) for name in _needed(wanted, case))
        case "complete":
            condition = Q()
            for name in _needed(wanted, case):
                condition &= Q(Exists(rows.filter(document=name, state="accepted")))
            return condition
        case "waiting":
            return Q(Exists(rows.filter(state="handed_in")))
        case "refused":
            return Q(Exists(rows.filter(state="refused")))
        case "late":
            late = _any(Q(document=one.id, handed_in_at__gte=due_at(one)) for one in documents)
            again = DocumentRequest.objects.filter(
                application=OuterRef("application"),
                document=OuterRef("document"),
                asked_at__lte=OuterRef("handed_in_at"),
                due_at__gt=OuterRef("handed_in_at"),
            )
            return Q(Exists(rows.filter(late).exclude(state="replaced").filter(~Exists(again))))
        case "expired":
            old = _any(
                Q(document=one.id, issued_on__lt=day_of(now) - timedelta(days=one.validity_days))
                for one in documents
                if one.validity_days is not None
            )
            return Q(Exists(rows.filter(old, state__in=("handed_in", "accepted"))))
        case _:
            asked = DocumentRequest.objects.filter(
                application=OuterRef("pk"), stage=case.stage.id, document__in=names, state="open"
            )
            side = Q(due_at__gt=now) if wanted.state == "asked" else Q(due_at__lte=now)
            return Q(Exists(asked.filter(side)))


def _needed(wanted: Wanted, case: StageCase) -> list[str]:
    return [wanted.document] if wanted.document else required(documents_of(case))


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=())
    for condition in conditions:
        found |= condition
    return found


@dataclass(frozen=True, slots=True)
class OwnStage:
    """A stage whose documents are asked of one's own application."""

    case: StageCase
    held: tuple[Held, ...]
    is_chosen: bool
    """Whether the selection is proposed: nothing can be handed in any more."""

    @property
    def is_open(self) -> bool:
        return not self.is_chosen and any(one.is_open for one in self.held)

    @property
    def to_do(self) -> list[Held]:
        """Return what waits for the applicant: required and not there, refused, or asked for again."""
        if self.is_chosen:
            return []
        return [
            one
            for one in self.held
            if one.is_asked_again
            or (one.row is not None and one.row.state == "refused")
            or (one.row is None and (one.document.required or one.now < one.due_at))
        ]

    @property
    def until(self) -> datetime | None:
        """When the first of what waits is due; None where nothing waits."""
        return min((_due(one) for one in self.to_do), default=None)


def _due(one: Held) -> datetime:
    again = one.request
    return again.due_at if again is not None and one.is_asked_again else one.due_at


def own_stages(
    actor: SignedActor, application_ids: Collection[int], now: datetime
) -> dict[int, list[OwnStage]]:
    """Return the stages whose documents are asked of applications of one's own, by application.

    One query for the places; three more for each stage that asks for documents.
    """
    places = (
        Place.objects.visible_to(actor)
        .filter(application_id__in=application_ids, state="accepted", application__state="accepted")
        .select_related("selection__version")
        .order_by("application_id", "pk")
    )
    by_stage: dict[tuple[str, str], tuple[StageCase, list[int]]] = {}
    for place in places:
        case = case_of(place.selection)
        if case.after is None:
            continue
        after = StageCase(case.version, case.loaded, case.after)
        if documents_of(after):
            by_stage.setdefault((place.programme, case.after.id), (after, []))[1].append(place.application_id)
    found: dict[int, list[OwnStage]] = {}
    for case, ids in by_stage.values():
        held, chosen = held_by(case, ids, now), is_chosen(case)
        for pk in ids:
            found.setdefault(pk, []).append(OwnStage(case, held[pk], chosen))
    return found
