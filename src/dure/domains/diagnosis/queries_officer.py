"""Diagnoses of a programme as officers and the ministry read them: who stands where in the open round."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.applications.queries_officer import SHOWN, applicants
from dure.domains.applications.queries_officer import Wanted as WantedApplicants
from dure.domains.diagnosis.experts import Expert as Expert
from dure.domains.diagnosis.experts import experts_of as experts_of
from dure.domains.diagnosis.experts import experts_offered as experts_offered
from dure.domains.diagnosis.models import EXPERT, MERCHANT, DiagnosisSheet
from dure.domains.diagnosis.rounds import DIAGNOSED
from dure.domains.diagnosis.rounds import current_round as current_round

_ANY_DAY, _ANY_TIME = date(2000, 1, 1), datetime(2000, 1, 1, tzinfo=UTC)
"""Nothing that these lists are filtered by depends on the day."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list of diagnoses is filtered by; an empty text: everything.

    ``merchant`` and ``expert`` are none, draft or handed_in, of the round that is open; ``level`` is that of
    the sheet that counts.
    """

    words: str = ""
    merchant: str = ""
    expert: str = ""
    level: str = ""


def diagnosed(actor: SignedActor, programme: str, form: str, wanted: Wanted) -> QuerySet[Application]:
    """Return the applications in process that a filter leaves, for a form."""
    words = WantedApplicants(words=wanted.words)
    found = applicants(actor, programme, words, on=_ANY_DAY, now=_ANY_TIME).filter(state__in=DIAGNOSED)
    number = current_round(programme, form)
    for who, state in ((MERCHANT, wanted.merchant), (EXPERT, wanted.expert)):
        if state:
            sheets = _sheets(programme, form, who, number)
            if state == "none":
                found = found.filter(~Exists(sheets.alive()))
            else:
                found = found.filter(Exists(sheets.filter(state=state)))
    if wanted.level:
        counting = DiagnosisSheet.objects.filter(
            application=OuterRef("pk"), programme=programme, form=form, counts=True, level=wanted.level
        )
        found = found.filter(Exists(counting))
    return found.only(*SHOWN)


def not_filled_in(found: QuerySet[Application], programme: str, form: str) -> QuerySet[Application]:
    """Return those of a list whose merchant has not handed in the round that is open."""
    sheets = _sheets(programme, form, MERCHANT, current_round(programme, form))
    return found.filter(~Exists(sheets.filter(state="handed_in")))


def without_expert(found: QuerySet[Application], programme: str, form: str) -> QuerySet[Application]:
    """Return those of a list that no expert has in the round that is open."""
    return found.filter(~Exists(_sheets(programme, form, EXPERT, current_round(programme, form)).alive()))


def _sheets(programme: str, form: str, who: str, number: int) -> Any:
    # The programme is that of the application: named, so that all sheets of a round are read from one index.
    return DiagnosisSheet.objects.filter(
        application=OuterRef("pk"), programme=programme, form=form, filled_by=who, round=number
    )


def sheets_of(application_ids: Collection[int], form: str) -> dict[int, dict[str, DiagnosisSheet]]:
    """Return, by application, the newest sheet of each side, and the one that counts; one query.

    Each application has at most ``merchant``, ``expert`` and ``counts``.
    """
    found: dict[int, dict[str, DiagnosisSheet]] = {}
    rows = DiagnosisSheet.objects.alive().filter(application_id__in=application_ids, form=form)
    for sheet in rows.defer("typed", "answers").order_by("round", "pk"):
        of = found.setdefault(sheet.application_id, {})
        of[sheet.filled_by] = sheet
        if sheet.counts:
            of["counts"] = sheet
    return found


def progress(actor: SignedActor, programme: str, form: str) -> dict[str, Any]:
    """Return how the round that is open stands: applications in process, sheets handed in, levels."""
    number = current_round(programme, form)
    seen = DiagnosisSheet.objects.visible_to(actor).filter(programme=programme, form=form)
    alive = seen.filter(application__state__in=DIAGNOSED).order_by()
    by_side = alive.filter(state="handed_in", round=number).values("filled_by").annotate(count=Count("pk"))
    by_level = alive.filter(counts=True).values("level").annotate(count=Count("pk"))
    return {
        "round": number,
        "handed_in": {row["filled_by"]: row["count"] for row in by_side},
        "levels": {row["level"]: row["count"] for row in by_level},
    }


def applications_to_diagnose(actor: SignedActor, programme: str) -> int:
    """Return how many applications of a programme are in process."""
    seen = Application.objects.handed_in_to(actor)
    return seen.filter(programme=programme, state__in=DIAGNOSED).order_by().count()


def diagnosis_of_application(actor: SignedActor, application_id: int, form: str) -> list[DiagnosisSheet]:
    """Return every sheet of a form of an application that an officer may see, the newest round first."""
    found = DiagnosisSheet.objects.visible_to(actor).alive().filter(application_id=application_id, form=form)
    return list(
        found.select_related("application", "version", "expert").order_by("-round", "filled_by", "pk")
    )


def application_to_diagnose(actor: SignedActor, programme: str, application_id: int) -> Application | None:
    """Return an application of a programme that an officer or the ministry may see, with its version."""
    found = Application.objects.handed_in_to(actor).filter(actor.scope("programme", "officer", "ministry"))
    return found.filter(pk=application_id, programme=programme).select_related("version").first()
