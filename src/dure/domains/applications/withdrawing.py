"""An application is withdrawn: whether it may be, and what becomes of it here.

The act is a later subject's (``dure.domains.selection``), which frees the places that it holds with it.
"""

from __future__ import annotations

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.handing_in import row_of_application
from dure.domains.applications.models import Application, Supplement
from dure.domains.applications.policies import allow_applicant
from dure.domains.applications.states import APPLICATION_STATES, SUPPLEMENT_STATES
from dure.domains.applications.telling_own import tell
from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.programmes.queries import loaded
from dure.engine.problems import msg, refuse

LONGEST_REASON = 500


def withdrawable(actor: SignedActor, application_id: int, reason: str) -> Application:
    """Return the row of an application that whoever asks may withdraw.

    Raises NotAllowed, and Refused where the call does not let applications be withdrawn.
    """
    row = row_of_application(application_id)
    allow_applicant(actor, row.merchant_id)
    if not loaded(row.version).programme.rights.withdraw:
        raise refuse("withdraw.rights", msg("applications to this call cannot be withdrawn"))
    if len(reason) > LONGEST_REASON:
        raise refuse(
            "withdraw.reason", msg("the reason is longer than {limit} characters"), limit=LONGEST_REASON
        )
    return row


def withdraw(this: Act, row: Application) -> bool:
    """Withdraw it within an act: a supplement asked for falls away; False where it was withdrawn before.

    Raises Refused where nothing is left to withdraw.
    """
    changes = {"changed_at": this.now, "draft": {}}
    if not move(this, APPLICATION_STATES, Application, [row.pk], "withdraw", changes=changes):
        if Application.objects.values_list("state", flat=True).get(pk=row.pk) == "withdrawn":
            return False
        raise refuse("withdraw.state", msg("this application cannot be withdrawn now"))
    asked = Supplement.objects.filter(application_id=row.pk, state="open")
    move(this, SUPPLEMENT_STATES, Supplement, asked.values_list("pk", flat=True), "cancel")
    tell(this, row, loaded(row.version).programme, template="application_withdrawn", occasion="withdraw")
    return True
