"""An officer checks a document: accepts it with its dates, or refuses it with words for the applicant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.checking import DocumentDates, changes_of_check, words_of_check
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.applications.policies_officer import allow_checking, refuse_own_business
from dure.domains.applications.proving import disprove, prove, speaks_against
from dure.domains.applications.screening import judge_again, published
from dure.domains.applications.states import DOCUMENT_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.merchants.facts import problems_of
from dure.domains.merchants.holding import hold_merchant
from dure.engine.problems import Refused, msg, refuse


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
    note = words_of_check(note, accepted)
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
        changes = changes_of_check(document, spec, accepted, dates, note)
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
