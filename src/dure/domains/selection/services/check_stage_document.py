"""An officer checks a document of a stage: accepts it with its dates, or refuses it with words."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.checking import DocumentDates, changes_of_check, words_of_check
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.applications.policies_officer import allow_checking, refuse_own_business
from dure.domains.applications.states import DOCUMENT_STATES
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import notify
from dure.domains.selection.stage_documents import documented_case, documents_of, refuse_chosen
from dure.domains.selection.stages import texts
from dure.domains.selection.telling import applicants
from dure.engine.problems import msg, refuse


def check_stage_document(
    *,
    actor: SignedActor,
    now: datetime,
    document_id: int,
    stage: str,
    accepted: bool,
    dates: DocumentDates | None = None,
    note: str = "",
) -> None:
    """Accept or refuse a document that was handed in for a stage; twice is once.

    Whoever is refused one is told the words, and may hand in another. Raises NotAllowed; Refused where the
    dates do not fit the programme file, a refusal has no words, or the selection of the stage is proposed.
    """
    row = ApplicationDocument.objects.select_related("application").get(pk=document_id)
    programme = row.application.programme
    allow_checking(actor, programme)
    refuse_own_business(actor, row.application_id)
    case = documented_case(programme, stage)
    spec = next((one for one in documents_of(case) if one.id == row.document), None)
    if spec is None:
        raise refuse("stage_documents.other", msg("this document is not one of the stage"))
    note = words_of_check(note, accepted)
    with act("stage_documents.check", actor=actor, now=now, reason=note) as this:
        alone("selection", programme, stage)
        Application.objects.select_for_update(no_key=True).get(pk=row.application_id)
        refuse_chosen(case)
        document = ApplicationDocument.objects.select_for_update().get(pk=document_id)
        if document.state == "replaced":
            raise refuse("document.replaced", msg("another was handed in since: look at that one"))
        changes = changes_of_check(document, spec, accepted, dates, note)
        moved = move(
            this,
            DOCUMENT_STATES,
            ApplicationDocument,
            [document_id],
            "accept" if accepted else "refuse",
            changes=changes | {"checked_by_id": actor.user_id, "checked_at": now},
            details={"application": row.application_id, "document": document.document, "stage": stage},
        )
        if moved and not accepted:
            told = {"stage": texts(case.stage.title), "document": texts(spec.title), "reason": note}
            people = applicants(case, [row.application_id], lambda _: told)
            notify(this, people, template="stage_document_refused", key=f"{document_id}/{this.id}")
