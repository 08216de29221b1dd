"""An application is handed in: whole, eligible or not known to be otherwise, once, with a receipt number."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.drafting import read
from dure.domains.applications.handing_in import (
    add_documents,
    columns,
    eligible_or_refused,
    held_for_handing_in,
    keep_revision,
    keep_verdict,
    refuse_bad_files,
    row_of_application,
)
from dure.domains.applications.models import Application
from dure.domains.applications.policies import allow_applicant, refuse_outside_window
from dure.domains.applications.ready import profile_problems
from dure.domains.applications.states import APPLICATION_STATES
from dure.domains.applications.telling_own import next_step, tell
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.merchants.queries import facts_of
from dure.domains.privacy.services.answer_consents import keep_answers
from dure.domains.programmes.queries import call
from dure.engine.problems import Refused, msg, refuse
from dure.engine.programme.models.window import SEOUL


def submit_application(
    *, actor: SignedActor, now: datetime, application_id: int, counter: int | None = None
) -> str:
    """Hand a draft in and return its receipt number (접수번호). Twice, also at once, is once.

    ``counter`` is the draft's as it was looked at: another one is refused. Raises NotAllowed, and Refused
    outside the window, under a version that is not in force, where something is missing or wrong (all of it),
    and where a rule is known not to be met. What no rule knows is left to the document check.
    """
    row = row_of_application(application_id)
    allow_applicant(actor, row.merchant_id)
    if row.application_no is not None:
        return row.application_no
    called = call(actor, now, row.programme)
    if called is None or called.version.pk != row.version_id:
        raise refuse("apply.moved", msg("the call was changed meanwhile: look at what changed, then apply"))
    refuse_outside_window(called.version, now)
    programme = called.loaded.programme
    reading = read(programme, row.draft, now.astimezone(SEOUL).date())
    if missing := [*profile_problems(row.merchant), *reading.problems]:
        raise Refused(found.problem for found in missing)
    refuse_bad_files(reading.documents.values())
    facts = facts_of(row.merchant)
    found = eligible_or_refused(called, facts)
    seen = row.draft["counter"] if counter is None else counter
    with act("application.submit", actor=actor, now=now) as this:
        if reading.consents:
            keep_answers(
                this,
                merchant_id=row.merchant_id,
                programme=row.programme,
                version_hash=called.version.hash,
                answers=reading.consents,
            )
        state, count, number = held_for_handing_in(application_id)
        if state != "draft":
            return _receipt(application_id)
        if count != seen or count != row.draft["counter"]:
            raise refuse("draft.newer", msg("this draft was saved in another window meanwhile"))
        row.application_no = f"{row.programme.upper()}-{number:06d}"
        kept = columns(row.merchant, reading, facts, found.verdict)
        given = {
            "application_no": row.application_no, "revision": 1, "submitted_at": now, "changed_at": now,
        }  # fmt: skip
        told = {"application_no": row.application_no, "verdict": found.verdict}
        move(
            this,
            APPLICATION_STATES,
            Application,
            [application_id],
            "submit",
            changes=kept | given,
            details=told,
        )
        keep_revision(this, application_id, 1, "submit", kept)
        keep_verdict(this, application_id, 1, found)
        add_documents(this, application_id, reading.documents.values())
        tell(
            this,
            row,
            programme,
            template="application_received",
            occasion="submit",
            next=next_step(programme),
        )
    return row.application_no


def _receipt(application_id: int) -> str:
    """Return the number that somebody else's submit gave; raise Refused where the draft was put away."""
    number = Application.objects.values_list("application_no", flat=True).get(pk=application_id)
    if number is None:
        raise refuse("draft.gone", msg("this draft was handed in or put away meanwhile"))
    return number
