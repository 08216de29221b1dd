"""An officer checks a document: accepts it with its dates, or refuses it with words for the applicant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.checking import date_faults
from dure.domains.applications.deciding import LONGEST_REASON
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.applications.policies_officer import allow_checking, refuse_own_business
from dure.domains.applications.proving import disprove, prove, speaks_against
from dure.domains.applications.screening import judge_again, published
from dure.domains.applications.states import DOCUMENT_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.merchants.facts import problems_of
from dure.domains.merchants.holding import hold_merchant
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.programme.models.documents import Document


@dataclass(frozen=True, slots=True)
class DocumentDates:
    """The dates that a document bears."""

    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None


def check_document(
    *,
    actor: SignedActor,
    now: datetime,
    document_id: int,
    accepted: bool,
    dates: DocumentDates | None = None,
    note: str = "",
    says: Mapping[str, Any] | None = None,
) -> str:
    """Accept or refuse a document and judge the application anew; return its verdict.

    A document that answers a rule overrides it by this act, or does no more. ``says`` is what it says of
    the facts that it proves (a part of an engine's row); one that speaks against its rule answers nothing.
    Without it no value is shown. Twice is once. Raises NotAllowed; Refused where a value cannot be, where
    dates do not fit the programme file, a refusal has no words, or the application is decided already.
    """
    found = ApplicationDocument.objects.filter(pk=document_id).values(
        "application_id", "application__programme", "application__merchant_id", "document"
    )
    row = found.get()
    allow_checking(actor, row["application__programme"])
    refuse_own_business(actor, row["application_id"])
    called = published(row["application__programme"], now)
    told = {d.id: d for d in called.loaded.programme.documents}
    note = _note(note, accepted)
    spec = told.get(row["document"])
    if problems := problems_of(says or {}):
        raise Refused(problems)
    with act("document.check", actor=actor, now=now, reason=note) as this:
        if spec is not None and spec.proves:
            hold_merchant(row["application__merchant_id"])  # before its application, as everywhere
        applications = Application.objects.select_for_update(no_key=True, of=("self",))
        application = applications.select_related("merchant").get(pk=row["application_id"])
        if application.state not in ("submitted", "supplementing"):
            raise refuse("document.decided", msg("the document check is closed: reopen it first"))
        document = ApplicationDocument.objects.select_for_update().get(pk=document_id)
        if document.state == "replaced":
            raise refuse("document.replaced", msg("another was handed in since: look at that one"))
        changes = _changes(document, spec, accepted, dates, note)
        changes |= {"checked_by_id": actor.user_id, "checked_at": now}
        against = accepted and spec is not None and speaks_against(called, application, spec, says or {})
        changes["speaks_against"] = against
        move(
            this,
            DOCUMENT_STATES,
            ApplicationDocument,
            [document_id],
            "accept" if accepted else "refuse",
            changes=changes,
            details={"application": row["application_id"], "document": document.document},
        )
        if spec is not None and spec.proves:
            programme = called.loaded.programme
            if accepted:
                issued = changes["issued_on"]
                prove(this, application, spec, programme, says=says or {}, issued_on=issued)
            else:
                disprove(this, application, spec)
        return judge_again(this, application_id=row["application_id"], called=called).verdict


def _note(note: str, accepted: bool) -> str:
    note = note.strip()
    if not accepted and not note:
        raise refuse("document.note", msg("say what is wrong with it: the applicant reads this"))
    if len(note) > LONGEST_REASON:
        raise refuse("document.note", msg("the reason is longer than {limit} letters"), limit=LONGEST_REASON)
    return note


def _changes(
    document: ApplicationDocument,
    told: Document | None,
    accepted: bool,
    dates: DocumentDates | None,
    note: str,
) -> dict[str, Any]:
    """Return what is kept of a check; raises Refused where the dates of one to be accepted do not fit."""
    dates = dates or DocumentDates(document.issued_on, document.valid_from, document.valid_until)
    kept = {
        "issued_on": dates.issued_on,
        "valid_from": dates.valid_from,
        "valid_until": dates.valid_until,
    }
    # What a public register tells is of the day it was asked, and bears no dates.
    if accepted and told is not None and document.file_id is not None:
        problems: list[Problem] = date_faults(told, handed_in_at=document.handed_in_at, **kept)
        if problems:
            raise Refused(problems)
    return {**kept, "note": note}
