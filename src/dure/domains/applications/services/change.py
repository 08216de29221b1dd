"""An application that was handed in is changed while the window is open; what it was is kept."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.arrivals import receive, refuse_other_choices
from dure.domains.applications.columns import support_of
from dure.domains.applications.copying import difference
from dure.domains.applications.drafting import read
from dure.domains.applications.handing_in import (
    columns,
    eligible_or_refused,
    held_for_handing_in,
    keep_documents,
    keep_revision,
    keep_verdict,
    refuse_bad_files,
    row_of_application,
)
from dure.domains.applications.models import Application
from dure.domains.applications.policies import allow_applicant, refuse_outside_window
from dure.domains.applications.ready import profile_problems
from dure.domains.applications.telling_own import changed_parts, tell
from dure.domains.events.act import act
from dure.domains.merchants.queries import facts_of
from dure.domains.privacy.services.answer_consents import keep_answers
from dure.domains.programmes.queries import call
from dure.engine.problems import Refused, msg, refuse
from dure.engine.programme.models.window import SEOUL


def change_application(
    *, actor: SignedActor, now: datetime, application_id: int, counter: int | None = None
) -> int:
    """Hand the working copy of a change in; returns the number of the revision. No change is no revision.

    The receipt number and the time of the first handing in stay. ``counter`` is the copy's as it was looked
    at. Raises NotAllowed, and Refused as handing in does, and where there is no change under way.
    """
    row = row_of_application(application_id)
    allow_applicant(actor, row.merchant_id)
    called = call(actor, now, row.programme)
    if called is None:
        raise refuse("apply.unknown", msg("there is no such call"))
    refuse_outside_window(called.version, now)
    if row.draft.get("purpose") != "change":
        if row.state == "submitted":
            return row.revision  # handed in by another window, or put away: nothing is left to change
        raise refuse("change.state", msg("this application cannot be changed now"))
    programme = called.loaded.programme
    reading = read(programme, row.draft, now.astimezone(SEOUL).date())
    if missing := [*profile_problems(row.merchant), *reading.problems]:
        raise Refused(found.problem for found in missing)
    refuse_bad_files(reading.documents.values())
    facts = facts_of(row.merchant)
    found = eligible_or_refused(called, facts, reading.answers, support_of(called, row.merchant_id))
    changes = difference(row, reading, facts)
    seen = row.draft["counter"] if counter is None else counter
    with act("application.change", actor=actor, now=now) as this:
        receive([programme])
        keep_answers(
            this,
            merchant_id=row.merchant_id,
            programme=row.programme,
            version_hash=called.version.hash,
            answers=reading.consents,
        )
        state, count, _ = held_for_handing_in([application_id])[application_id]
        if state == "submitted" and count == -1:
            return int(Application.objects.values_list("revision", flat=True).get(pk=application_id))
        if state != "submitted":
            raise refuse("change.state", msg("this application cannot be changed now"))
        if count != seen or count != row.draft["counter"]:
            raise refuse("draft.newer", msg("this draft was saved in another window meanwhile"))
        if not changes:
            Application.objects.filter(pk=application_id).update(draft={})
            return row.revision
        refuse_other_choices(programme, application_id, reading.choices)
        number = row.revision + 1
        kept = columns(row.merchant, reading, facts, found.verdict)
        Application.objects.filter(pk=application_id).update(
            **kept, version=called.version, revision=number, changed_at=now
        )
        keep_revision(this, application_id, number, "change", kept)
        keep_verdict(this, application_id, number, found)
        keep_documents(this, application_id, reading.documents)
        # What was changed, not to what: events hold no personal data.
        this.record("application", application_id, move="change", revision=number, changed=sorted(changes))
        tell(
            this,
            row,
            programme,
            template="application_changed",
            occasion=number,
            changes=changed_parts(programme, changes),
        )
    return number
