"""A document check that was closed is taken up again: whether it may be, and what becomes of it here.

The act is a later subject's (``dure.domains.selection``), which knows whether a place rests on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.deciding import reason_told, reopen_this
from dure.domains.applications.models import Application
from dure.domains.applications.policies_officer import allow_checking, refuse_own_business
from dure.domains.applications.screening import published
from dure.domains.applications.telling import recipients
from dure.domains.events.act import Act
from dure.domains.notices.services.notify import notify
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.values import Text


@dataclass(frozen=True, slots=True)
class Reopenable:
    """An application whose check somebody may take up again, and why they do."""

    application_id: int
    programme: str
    title: Text
    reason: str


def reopenable(actor: SignedActor, now: datetime, application_id: int, reason: str) -> Reopenable:
    """Return an application that whoever asks may reopen; raises NotAllowed, and Refused without a reason."""
    programme = Application.objects.values_list("programme", flat=True).get(pk=application_id)
    allow_checking(actor, programme)
    refuse_own_business(actor, application_id)
    said = reason_told(reason)
    return Reopenable(application_id, programme, published(programme, now).loaded.programme.title, said)


def reopen(this: Act, row: Reopenable) -> None:
    """Take it back to where it was handed in, within an act, and tell the applicant; nothing if it is there.

    Raises Refused where nothing was decided yet.
    """
    found = Application.objects.select_for_update(no_key=True).values_list("state", flat=True)
    if found.get(pk=row.application_id) == "submitted":
        return
    if not reopen_this(this, row.application_id):
        raise refuse("reopen.state", msg("only an application that was accepted or refused is reopened"))
    notify(
        this,
        recipients([row.application_id], row.title, lambda _: {"reason": row.reason}),
        template="application_reopened",
        key=str(this.id),
    )
