"""An applicant objects to the refusal at the document check (요건검토), within the period that was told."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.refusals import refusal_of
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.selection.clocks import right_to_object
from dure.domains.selection.objected import OPEN, judged_or_waiting, objections_to_refusals
from dure.domains.selection.policies import allow_own
from dure.domains.selection.receiving import Said, receive, refuse_late, refuse_wordless
from dure.domains.selection.stages import first_case
from dure.engine.problems import msg, refuse

AT = "document_check"
"""What events say of where it was decided."""


def object_to_refusal(
    *,
    actor: SignedActor,
    now: datetime,
    application_id: int,
    grounds: str,
    file: tuple[str, bytes] | None = None,
    key: str = "",
) -> int:
    """File an objection to a refusal with its grounds and return its id; with a ``key`` twice is once.

    The period is the one that the refusal's notice told. Raises NotAllowed, and Refused where the application
    is not refused, the call gives no such right, the period is over, or one was filed against this refusal.
    """
    allow_own(actor, application_id)
    refuse_wordless(grounds)
    with act("objection.file", actor=actor, now=now, key=key and f"refusal/{application_id}/{key}") as this:
        if this.repeated:
            return int(this.result)
        alone("objection", "refusal", application_id)
        refusal = refusal_of(application_id, hold=True)
        if refusal is None:
            raise refuse(
                "objection.not_refused", msg("this application is not refused at the document check")
            )
        case = first_case(refusal.programme)
        right_to_object(case)
        refuse_late(now, refusal.until)
        against = objections_to_refusals(application_id)
        if judged_or_waiting(refusal.at, against):
            raise refuse("objection.alive", msg("you have objected to this decision already"))
        if any(one.state in OPEN for one in against):
            raise refuse(
                "objection.waiting",
                msg("an earlier objection still waits for its answer: take it back to file another"),
            )
        this.result = receive(
            this,
            case,
            application_id,
            Said(grounds, file),
            at=AT,
            against={
                "refused_at": refusal.at,
                "refused_by_id": refusal.by_id,
                "refused_rules": list(refusal.rules),
                "refused_reason": refusal.reason,
            },
        )
        return int(this.result)
