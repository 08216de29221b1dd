"""Somebody takes up an application that was handed in, to change it; it stands until that is done."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.copying import copied
from dure.domains.applications.handing_in import row_of_application
from dure.domains.applications.models import Application
from dure.domains.applications.policies import allow_applicant, refuse_outside_window
from dure.domains.events.act import act
from dure.domains.programmes.queries import call
from dure.engine.problems import msg, refuse


def begin_change(*, actor: SignedActor, now: datetime, application_id: int) -> None:
    """Make the working copy of a change, or go on with the one that is there. Twice is once.

    Raises NotAllowed, and Refused outside the window, or where the application cannot be changed.
    """
    row = row_of_application(application_id)
    allow_applicant(actor, row.merchant_id)
    called = call(actor, now, row.programme)
    if called is None:
        raise refuse("apply.unknown", msg("there is no such call"))
    refuse_outside_window(called.version, now)
    with act("application.begin_change", actor=actor, now=now):
        held = Application.objects.select_for_update(no_key=True).get(pk=application_id)
        if held.state != "submitted":
            raise refuse("change.state", msg("this application cannot be changed now"))
        if held.draft.get("purpose") != "change":
            draft = copied(held, called.loaded.programme, "change")
            Application.objects.filter(pk=application_id).update(draft=draft)
