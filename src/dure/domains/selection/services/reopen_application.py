"""An officer takes a document check up again that was closed, where no place rests on it."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.reopening import reopen, reopenable
from dure.domains.events.act import act
from dure.domains.selection.leaving import hold_selections
from dure.domains.selection.models import HELD, Decision, Place
from dure.engine.problems import msg, refuse


def reopen_application(*, actor: SignedActor, now: datetime, application_id: int, reason: str) -> None:
    """Take an accepted or refused application back to where it was handed in; the applicant is told why.

    Twice is once. Raises NotAllowed; Refused without a reason, where nothing was decided yet, and while a
    place is held or a confirmed selection is about to give one: a place is lost by disqualification only.
    """
    row = reopenable(actor, now, application_id, reason)
    with act("application.reopen", actor=actor, now=now, reason=row.reason) as this:
        # Before the application's own row: who takes or gives on a place holds its stage first too.
        hold_selections(row.programme)
        if Place.objects.filter(application_id=application_id, state__in=HELD).exists():
            raise refuse(
                "reopen.place",
                msg("the applicant holds a place: it has to be taken by disqualification, with its ground"),
            )
        chosen = Decision.objects.filter(
            application_id=application_id, decision="selected", selection__state="confirmed"
        )
        if chosen.exists():
            raise refuse(
                "reopen.selected",
                msg("a confirmed selection gives the applicant a place: send that selection back first"),
            )
        reopen(this, row)
