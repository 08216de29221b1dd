"""An officer accepts an application at the document check: it goes on to the review."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.deciding import JUDGED, accept_these, obstacles
from dure.domains.applications.following import follow, hold_following
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.applications.policies_officer import allow_checking, refuse_own_business
from dure.domains.applications.screening import published
from dure.domains.events.act import act
from dure.engine.problems import Refused, msg, refuse


def accept(*, actor: SignedActor, now: datetime, application_id: int, reason: str = "") -> None:
    """Accept an application that was handed in, and tell the applicant. Twice is once.

    Raises NotAllowed; Refused with everything that stands in the way: a verdict that is not eligible,
    documents that are missing, not checked or refused; and for whoever acts for the business.
    """
    programme = Application.objects.values_list("programme", flat=True).get(pk=application_id)
    allow_checking(actor, programme)
    refuse_own_business(actor, application_id)
    called = published(programme, now)
    with act("application.accept", actor=actor, now=now, reason=reason.strip()) as this:
        hold_following([called.loaded.programme])
        row = (
            Application.objects.select_for_update(no_key=True).values("state", *JUDGED).get(pk=application_id)
        )
        if row["state"] == "accepted":
            return
        if row["state"] != "submitted":
            raise refuse("accept.state", msg("only an application that was handed in is accepted"))
        documents = ApplicationDocument.objects.filter(application_id=application_id).exclude(
            state="replaced"
        )
        problems = obstacles(called.loaded.programme, row, dict(documents.values_list("document", "state")))
        if problems:
            raise Refused(problems)
        accept_these(this, [application_id], called.loaded.programme)
        follow(this, called.loaded.programme)
