"""An officer takes back a supplement that was asked for: the check goes on with what there is."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.deciding import reason_told
from dure.domains.applications.models import Application, Supplement
from dure.domains.applications.policies_officer import allow_checking, refuse_own_business
from dure.domains.applications.states import APPLICATION_STATES, SUPPLEMENT_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move


def ask_supplement_cancel(*, actor: SignedActor, now: datetime, application_id: int, reason: str) -> None:
    """Cancel the open supplement of an application. Twice is once; raises NotAllowed and Refused."""
    programme = Application.objects.values_list("programme", flat=True).get(pk=application_id)
    allow_checking(actor, programme)
    refuse_own_business(actor, application_id)
    reason = reason_told(reason)
    with act("application.cancel_supplement", actor=actor, now=now, reason=reason) as this:
        moved = move(
            this,
            APPLICATION_STATES,
            Application,
            [application_id],
            "close_supplement",
            changes={"changed_at": now},
        )
        open_ones = Supplement.objects.filter(application_id__in=moved, state="open").order_by("pk")
        move(this, SUPPLEMENT_STATES, Supplement, open_ones.values_list("pk", flat=True), "cancel")
