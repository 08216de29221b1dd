"""Somebody puts a draft away; another may be begun at once."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.applications.policies import allow_applicant
from dure.domains.applications.states import APPLICATION_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def discard_application(*, actor: SignedActor, now: datetime, application_id: int) -> None:
    """Put a draft away with what was typed in it. Twice is once.

    Raises NotAllowed, and Refused where it was handed in: then it can be withdrawn.
    """
    found = Application.objects.only("merchant_id").get(pk=application_id)
    allow_applicant(actor, found.merchant_id)
    with act("application.discard", actor=actor, now=now) as this:
        changes = {"draft": {}, "changed_at": now}
        if move(this, APPLICATION_STATES, Application, [application_id], "discard", changes=changes):
            return
        if Application.objects.values_list("state", flat=True).get(pk=application_id) != "discarded":
            raise refuse("discard.handed_in", msg("this application was handed in: it can be withdrawn"))
