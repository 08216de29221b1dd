"""An applicant hands in what was put together of the documents of a stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.drafting import Handed
from dure.domains.applications.handing_in import keep_documents, refuse_bad_files
from dure.domains.applications.models import Application
from dure.domains.applications.policies import allow_applicant
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.merchants.queries import Merchant
from dure.domains.notices.services.notify import notify
from dure.domains.selection.models import DocumentRequest
from dure.domains.selection.stage_documents import Held, held_by, own_case, refuse_chosen
from dure.domains.selection.stage_drafts import draft_of, drafted, read_draft
from dure.domains.selection.stages import texts
from dure.domains.selection.states import REQUEST_STATES
from dure.domains.selection.telling import applicants
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.programme.registers import register_of


def hand_in_stage_documents(
    *, actor: SignedActor, now: datetime, application_id: int, stage: str
) -> tuple[str, ...]:
    """Hand in the draft of a stage's documents, and return which they were; twice is once.

    What stood there is replaced. What was asked for again is answered by it. Raises NotAllowed; Refused with
    each day that does not do, for a register that has not answered, for documents that cannot be handed in
    any more, and where the application does not take part in the stage.
    """
    found = Application.objects.get(pk=application_id)
    allow_applicant(actor, found.merchant_id)
    case = own_case(found, stage)
    with act("stage_documents.hand_in", actor=actor, now=now) as this:
        alone("selection", case.programme.id, stage)
        application = Application.objects.select_for_update(no_key=True).get(pk=application_id)
        if application.state != "accepted":
            raise refuse("stage_documents.not_asked", msg("nothing is asked for at the moment"))
        draft = draft_of(application, stage)
        held = held_by(case, [application_id], now)[application_id]
        there = drafted(draft, held)
        if not there:
            if any(one.row is not None for one in held):
                return ()  # it was handed in before
            raise refuse("stage_documents.empty", msg("choose at least one document to hand in"))
        refuse_chosen(case)
        handed, wrong = read_draft(draft, held)
        problems = [Problem(one.name, one.problem.message, one.problem.params) for one in wrong]
        problems += _closed(there)
        problems += _unanswered(there, handed, application.merchant_id)
        if problems:
            raise Refused(problems)
        refuse_bad_files(handed.values())
        names = keep_documents(this, application_id, handed)
        Application.objects.filter(pk=application_id).update(draft={}, changed_at=now)
        open_ones = DocumentRequest.objects.filter(
            application_id=application_id, document__in=names, state="open"
        )
        keys = open_ones.order_by("pk").values_list("pk", flat=True)
        move(this, REQUEST_STATES, DocumentRequest, keys, "answer", changes={"answered_at": now})
        this.record("application", application_id, stage_documents=names, stage=stage)
        titles = [texts(one.document.title) for one in there]
        told = {"stage": texts(case.stage.title), "at": now.isoformat(), "items": titles}
        people = applicants(case, [application_id], lambda _: told)
        notify(this, people, template="stage_documents_received", key=f"{application_id}/{this.id}")
    return tuple(names)


def _closed(there: Sequence[Held]) -> list[Problem]:
    message = msg("{document}: its last day is over, and it was not asked for again")
    return [
        Problem(f"file.{one.document.id}", message, {"document": one.document.title})
        for one in there
        if not one.is_open
    ]


def _unanswered(there: Sequence[Held], handed: dict[str, Handed], merchant_id: int) -> list[Problem]:
    """Return the registers that have not told what would stand for the document."""
    merchant = Merchant.objects.get(pk=merchant_id)
    message = msg("{document}: the register has not told it yet: ask it, or hand in a file")
    problems = []
    for one in there:
        register, new = register_of(one.document), handed.get(one.document.id)
        if register is None or new is None or new.file_id is not None:
            continue
        asked = merchant.origins.get(register.column, [""])[0] == register.origin
        if not asked or not register.is_settled_by(getattr(merchant, register.column)):
            problems.append(Problem(f"from.{one.document.id}", message, {"document": one.document.title}))
    return problems
