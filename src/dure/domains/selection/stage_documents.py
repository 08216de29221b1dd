"""The documents of a later stage: who is asked for them, until when, and what of them is there.

They are asked of those who hold an accepted place at the stage before (``stage`` and ``due_on`` of a document
in the programme file). Until its last day a document may be handed in and replaced; after it only what is
missing, was refused or is asked for again, and that is marked as late. Once the selection of the stage is
proposed nothing changes any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from dure.domains.applications.ageing import age_of
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.selection.models import DocumentRequest, Place, Selection
from dure.domains.selection.stages import StageCase, stage_case
from dure.engine.law.deadlines import day_of, end_of
from dure.engine.problems import Refused, msg, refuse
from dure.engine.programme.models.documents import Document

ALIVE = ("proposed", "confirmed", "published")
"""States of a selection that stands: its documents stand fast with it."""


@dataclass(frozen=True, slots=True)
class Held:
    """One document of one applicant: what stands there, and whether it is asked for again."""

    document: Document
    row: ApplicationDocument | None
    """The one that counts; None: nothing was handed in."""
    request: DocumentRequest | None
    """The newest time that it was asked for again."""
    now: datetime

    @property
    def due_at(self) -> datetime:
        """The instant from which on it is late, but for one that is asked for again."""
        return due_at(self.document)

    @property
    def is_asked_again(self) -> bool:
        """Whether another may be handed in because an officer asked for it."""
        return self.request is not None and self.request.state == "open" and self.now < self.request.due_at

    @property
    def is_open(self) -> bool:
        """Whether it may be handed in now, as long as nothing is chosen yet."""
        lacks = self.row is None or self.row.state == "refused"
        return lacks or self.now < self.due_at or self.is_asked_again

    @property
    def is_late(self) -> bool:
        """Whether it came after its last day, and nobody had asked for it again."""
        if self.row is None or self.row.handed_in_at < self.due_at:
            return False
        again, at = self.request, self.row.handed_in_at
        return again is None or not again.asked_at <= at < again.due_at

    @property
    def is_good(self) -> bool:
        return self.row is not None and self.row.state == "accepted"

    @property
    def is_expired(self) -> bool:
        """Whether what is there was good when it came, and is no more today."""
        return self.row is not None and has_expired(self.document, self.row, day_of(self.now))


def due_at(document: Document) -> datetime:
    """Return when the last day of a document of a later stage is over."""
    assert document.due_on is not None, "a document of a later stage has a last day"
    return end_of(document.due_on)


def has_expired(document: Document, row: ApplicationDocument, on: date) -> bool:
    """Say whether a document would be too old if it were handed in on a day.

    What counts is its age on the day on which it came: this only tells that it has grown older since.
    """
    return age_of(document, row, on) == "issued_long_ago"


def documents_of(case: StageCase) -> tuple[Document, ...]:
    """Return the documents that those who take part in a stage hand in; none for the first stage."""
    return case.programme.stage_documents(case.stage.id)


def documented_case(programme: str, stage: str) -> StageCase:
    """Return a later stage that asks for documents; raises Refused where there is none."""
    case = stage_case(programme, stage)
    if not documents_of(case):
        raise refuse("stage_documents.none", msg("this stage asks for no documents"))
    return case


def places_asked(case: StageCase) -> QuerySet[Place]:
    """Return the places whose holders take part in a later stage."""
    assert case.before is not None, "only a later stage asks"
    return Place.objects.filter(
        programme=case.programme.id,
        stage=case.before.id,
        state="accepted",
        application__state="accepted",
    )


def is_chosen(case: StageCase) -> bool:
    """Say whether the selection of a stage is proposed or further: its documents stand fast."""
    of = Selection.objects.filter(programme=case.programme.id, stage=case.stage.id, state__in=ALIVE)
    return of.exists()


def refuse_chosen(case: StageCase) -> None:
    """Raise Refused where the documents of a stage stand fast."""
    if is_chosen(case):
        raise already_chosen()


def already_chosen() -> Refused:
    """Return the refusal where the selection of the stage is under way."""
    return refuse(
        "stage_documents.chosen", msg("the selection of this stage is proposed: its documents stand fast")
    )


def held_by(case: StageCase, application_ids: Collection[int], now: datetime) -> dict[int, tuple[Held, ...]]:
    """Return what some applicants have of the documents of a stage, in the order of the file; two queries."""
    documents = documents_of(case)
    names = [document.id for document in documents]
    of = {"application_id__in": list(application_ids), "document__in": names}
    rows = ApplicationDocument.objects.filter(**of).exclude(state="replaced").select_related("file")
    standing = {(row.application_id, row.document): row for row in rows.order_by("pk")}
    asked = DocumentRequest.objects.filter(**of, stage=case.stage.id).order_by("pk")
    requests = {(one.application_id, one.document): one for one in asked}
    return {
        pk: tuple(
            Held(document, standing.get((pk, document.id)), requests.get((pk, document.id)), now)
            for document in documents
        )
        for pk in application_ids
    }


def required(documents: Iterable[Document]) -> list[str]:
    """Return the ids of the documents without which nobody takes part."""
    return [document.id for document in documents if document.required]


def lacking(case: StageCase) -> Mapping[int, tuple[str, ...]]:
    """Return, by application that takes part in a stage, the required documents that are not accepted.

    Whoever lacks none is not in it. Two queries; none for a stage that requires no documents.
    """
    needed = required(documents_of(case))
    if not needed:
        return {}
    good: dict[int, set[str]] = defaultdict(set)
    accepted = ApplicationDocument.objects.filter(
        application__in=places_asked(case).values("application"), document__in=needed, state="accepted"
    )
    for pk, document in accepted.values_list("application_id", "document"):
        good[pk].add(document)
    found = {}
    for pk in places_asked(case).values_list("application_id", flat=True):
        without = tuple(document for document in needed if document not in good[pk])
        if without:
            found[pk] = without
    return found


def own_case(application: Application, stage: str) -> StageCase:
    """Return the stage whose documents are asked of an application.

    Raises Refused where it does not take part in it, or the stage asks for none.
    """
    case = documented_case(application.programme, stage)
    if not places_asked(case).filter(application_id=application.pk).exists():
        raise refuse(
            "stage_documents.not_asked",
            msg("nothing is asked for: these documents are for those who hold a place at the stage before"),
        )
    return case
