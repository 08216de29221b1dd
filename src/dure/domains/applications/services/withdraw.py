"""Somebody withdraws an application; while the window is open the business may apply anew."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.handing_in import row_of_application
from dure.domains.applications.models import Application, Supplement
from dure.domains.applications.policies import allow_applicant
from dure.domains.applications.states import APPLICATION_STATES, SUPPLEMENT_STATES
from dure.domains.applications.telling_own import tell
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.programmes.queries import loaded
from dure.engine.problems import msg, refuse

LONGEST_REASON = 500


def withdraw_application(*, actor: SignedActor, now: datetime, application_id: int, reason: str = "") -> None:
    """Withdraw an application (신청 철회), with a reason if there is one to tell. Twice is once.

    What was handed in and what was decided is kept; a supplement asked for falls away. Raises NotAllowed, and
    Refused where the call does not let applications be withdrawn or nothing is left to withdraw.
    """
    row = row_of_application(application_id)
    allow_applicant(actor, row.merchant_id)
    programme = loaded(row.version).programme
    if not programme.rights.withdraw:
        raise refuse("withdraw.rights", msg("applications to this call cannot be withdrawn"))
    if len(reason) > LONGEST_REASON:
        raise refuse(
            "withdraw.reason", msg("the reason is longer than {limit} characters"), limit=LONGEST_REASON
        )
    with act("application.withdraw", actor=actor, now=now, reason=reason.strip()) as this:
        changes = {"changed_at": now, "draft": {}}
        if not move(this, APPLICATION_STATES, Application, [application_id], "withdraw", changes=changes):
            if Application.objects.values_list("state", flat=True).get(pk=application_id) == "withdrawn":
                return
            raise refuse("withdraw.state", msg("this application cannot be withdrawn now"))
        asked = Supplement.objects.filter(application_id=application_id, state="open")
        move(this, SUPPLEMENT_STATES, Supplement, asked.values_list("pk", flat=True), "cancel")
        tell(this, row, programme, template="application_withdrawn", occasion="withdraw")
