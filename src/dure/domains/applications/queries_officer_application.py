"""One application as officers and the ministry read it: all of it, its neighbours in a list, its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.columns import excluded_by, support_of
from dure.domains.applications.models import (
    Application,
    Nomination,
    Revision,
    Supplement,
    Verdict,
)
from dure.domains.applications.models import ApplicationDocument as ApplicationDocument
from dure.domains.applications.screening import Judged, accepted_documents, answered_rules, judged, published
from dure.domains.events.models import Event
from dure.domains.programmes.queries import Call
from dure.engine.profile.columns import SUPPORTED_IN


@dataclass(frozen=True, slots=True)
class Dossier:
    """An application with everything that belongs to it, in a constant number of queries."""

    application: Application
    called: Call
    documents: tuple[ApplicationDocument, ...]
    """The newest last; replaced ones stand beside those that count."""
    supplements: tuple[Supplement, ...]
    revisions: tuple[Revision, ...]
    verdict: Verdict | None
    judged: Judged
    """As the published rules judge it now, rule by rule."""

    nominations: tuple[Nomination, ...]
    """By executors, of this merchant in this programme, the first one first (발굴·추천)."""

    @property
    def excluded_by(self) -> tuple[str, ...]:
        """Programmes that the merchant was selected in and that exclude it (중복수혜), as is known now."""
        return excluded_by(self.called.loaded.programme, self.judged.given)

    @property
    def not_recorded(self) -> tuple[str, ...]:
        """Programmes that would exclude it, and of which it is not known here."""
        names = self.called.loaded.programme.excludes
        return tuple(name for name in names if self.judged.given.get(f"{SUPPORTED_IN}.{name}") is None)

    @property
    def standing(self) -> dict[str, ApplicationDocument]:
        """Return the documents that count, by their id in the programme file."""
        return {d.document: d for d in self.documents if d.state != "replaced"}

    @property
    def open_supplement(self) -> Supplement | None:
        return next((s for s in self.supplements if s.state == "open"), None)


def application(actor: SignedActor, application_id: int) -> Application | None:
    """Return an application that was handed in to a programme which an actor runs or supervises, or None."""
    seen = Application.objects.visible_to(actor).filter(actor.scope("programme", "officer", "ministry"))
    found = seen.filter(pk=application_id, application_no__isnull=False)
    return found.select_related("merchant").first()


def dossier(application: Application, now: datetime) -> Dossier:
    """Return everything about an application that the caller may see."""
    called = published(application.programme, now)
    documents = ApplicationDocument.objects.filter(application=application).select_related("file")
    overridden = answered_rules(called.loaded.programme, accepted_documents(application.pk))
    return Dossier(
        application=application,
        called=called,
        documents=tuple(documents.order_by("pk")),
        supplements=tuple(Supplement.objects.filter(application=application).order_by("-pk")),
        revisions=tuple(Revision.objects.filter(application=application).order_by("-number")),
        verdict=Verdict.objects.filter(application=application).order_by("-pk").first(),
        judged=judged(
            called,
            application.facts or {},
            overridden,
            answers=application.answers,
            support=support_of(called, application.merchant_id),
        ),
        nominations=tuple(
            Nomination.objects.filter(
                programme=application.programme, merchant_id=application.merchant_id
            ).order_by("pk")
        ),
    )


def document(actor: SignedActor, document_id: int) -> ApplicationDocument | None:
    """Return a document of an application to a programme which an actor runs or supervises, or None."""
    seen = Application.objects.visible_to(actor).filter(
        actor.scope("programme", "officer", "ministry"), application_no__isnull=False
    )
    found = ApplicationDocument.objects.filter(pk=document_id, application__in=seen)
    return found.select_related("file", "application").first()


def next_after(found: QuerySet[Application], application: Application) -> int | None:
    """Return the id of the application that follows in a list ordered by number; None at its end."""
    number = application.application_no or ""
    later = found.filter(
        Q(application_no__gt=number) | Q(application_no=number, pk__gt=application.pk)
    ).order_by("application_no", "pk")
    return later.values_list("pk", flat=True).first()


def history(application_id: int) -> list[dict[str, Any]]:
    """Return what happened to an application and its documents, the newest first."""
    documents = [
        str(pk)
        for pk in ApplicationDocument.objects.filter(application_id=application_id).values_list(
            "pk", flat=True
        )
    ]
    found = Event.objects.filter(
        Q(subject="application", subject_id=str(application_id))
        | Q(subject="application_document", subject_id__in=documents)
    )
    kept = found.order_by("-pk").values(
        "act", "actor_id", "role", "at", "reason", "subject", "subject_id", "details"
    )
    return [dict(event) for event in kept]


def difference(before: Revision | None, after: Revision) -> list[tuple[str, str, Any, Any]]:
    """Return what a revision changed: (fact, answer or choices; name; before; after)."""
    if before is None:
        return []
    changes: list[tuple[str, str, Any, Any]] = []
    for kind in ("fact", "answer"):
        old: dict[str, Any] = before.facts if kind == "fact" else before.answers
        new: dict[str, Any] = after.facts if kind == "fact" else after.answers
        names = dict.fromkeys((*new, *old))
        changes += [
            (kind, name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)
        ]
    if before.choices != after.choices:
        changes.append(("choices", "", before.choices, after.choices))
    return changes


def application_documents(application_id: int) -> dict[str, str]:
    """Return which document of the programme file each document of an application is, by its id as text."""
    of = ApplicationDocument.objects.filter(application_id=application_id)
    return {str(pk): document for pk, document in of.values_list("pk", "document")}
