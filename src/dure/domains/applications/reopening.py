"""An officer takes a document check up again that was closed, with a reason."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.deciding import reason_told, reopen_this
from dure.domains.applications.models import Application
from dure.domains.applications.policies_officer import allow_checking
from dure.domains.applications.screening import published
from dure.domains.applications.telling import recipients
from dure.domains.events.act import act
from dure.domains.notices.services.notify import notify
from dure.engine.problems import msg, refuse


def reopen(*, actor: SignedActor, now: datetime, application_id: int, reason: str) -> None:
    """Take an accepted or refused application back to where it was handed in; the applicant is told why.

    Twice is once. Raises NotAllowed; Refused without a reason, or where nothing was decided yet.
    """
    programme = Application.objects.values_list("programme", flat=True).get(pk=application_id)
    allow_checking(actor, programme)
    reason = reason_told(reason)
    called = published(programme, now)
    with act("application.reopen", actor=actor, now=now, reason=reason) as this:
        state = (
            Application.objects.select_for_update(no_key=True)
            .values_list("state", flat=True)
            .get(pk=application_id)
        )
        if state == "submitted":
            return
        if not reopen_this(this, application_id):
            raise refuse("reopen.state", msg("only an application that was accepted or refused is reopened"))
        notify(
            this,
            recipients([application_id], called.loaded.programme.title, lambda _: {"reason": reason}),
            template="application_reopened",
            key=str(this.id),
        )
