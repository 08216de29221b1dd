"""An officer asks for documents of a stage again (보완요청): only those named, until the deadline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.applications.policies_officer import allow_checking
from dure.domains.applications.services.ask_supplement import LONGEST_NOTE, supplement_due
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import notify
from dure.domains.selection.models import DocumentRequest
from dure.domains.selection.stage_documents import documents_of, own_case, refuse_chosen
from dure.domains.selection.stages import texts
from dure.domains.selection.states import REQUEST_STATES
from dure.domains.selection.telling import applicants, last_day_before
from dure.engine.problems import Problem, Refused, msg


def ask_stage_documents(
    *, actor: SignedActor, now: datetime, application_id: int, stage: str, notes: Mapping[str, str]
) -> int:
    """Ask for documents again, each with a note for the applicant; return how many are asked for anew.

    The deadline is that of supplements. What is asked for already with the same words stays as it is, so
    that twice is once; with other words it begins anew. Raises NotAllowed; Refused where nothing is named, a
    document is not one of the stage, a note is missing, the call gives no time for supplements, or the
    selection of the stage is proposed.
    """
    application = Application.objects.get(pk=application_id)
    allow_checking(actor, application.programme)
    case = own_case(application, stage)
    titles = {one.id: one.title for one in documents_of(case)}
    _refuse_wrong(notes, titles)
    due_at = supplement_due(case.programme, now)
    with act("stage_documents.ask", actor=actor, now=now) as this:
        alone("selection", application.programme, stage)
        Application.objects.select_for_update(no_key=True).get(pk=application_id)
        refuse_chosen(case)
        open_ones = DocumentRequest.objects.filter(
            application_id=application_id, document__in=notes, state="open"
        )
        same = {
            one.document for one in open_ones if one.note == notes[one.document].strip() and now < one.due_at
        }
        anew = [name for name in titles if name in notes and name not in same]
        ended = open_ones.filter(document__in=anew).order_by("pk")
        move(this, REQUEST_STATES, DocumentRequest, ended.values_list("pk", flat=True), "take_back")
        made = DocumentRequest.objects.bulk_create(
            DocumentRequest(
                application_id=application_id,
                stage=stage,
                document=name,
                note=notes[name].strip(),
                asked_by_id=actor.user_id,
                asked_at=now,
                due_at=due_at,
            )
            for name in anew
        )
        if not made:
            return 0
        this.record("application", application_id, stage_documents_asked=anew, stage=stage)
        items = [
            {language: f"{title}: {notes[name].strip()}" for language, title in texts(titles[name]).items()}
            for name in anew
        ]
        told = {"stage": texts(case.stage.title), "items": items, "due": last_day_before(due_at)}
        link = f"/my/applications/{application_id}/stage/{stage}/"
        people = applicants(case, [application_id], lambda _: told, link)
        notify(this, people, template="stage_documents_again", key=f"{application_id}/{this.id}")
    return len(made)


def _refuse_wrong(notes: Mapping[str, str], titles: Mapping[str, object]) -> None:
    problems = []
    if not notes:
        problems.append(Problem("request.items", msg("choose at least one document")))
    for name, note in notes.items():
        field = f"request.{name}"
        if name not in titles:
            problems.append(Problem(field, msg("this document is not one of the stage")))
        elif not note.strip():
            problems.append(Problem(field, msg("say what is to be mended: the applicant reads this")))
        elif len(note) > LONGEST_NOTE:
            message = msg("the note is longer than {limit} letters")
            problems.append(Problem(field, message, {"limit": LONGEST_NOTE}))
    if problems:
        raise Refused(problems)
