"""A second person confirms an account that was told, or refuses it; only then money goes there."""

from __future__ import annotations

from datetime import datetime

from dure.adapters.payout.codes import REASONS
from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.funds.policies import refuse_same_person
from dure.domains.payments.models import Payable
from dure.domains.payments.models_payee import Payee, PayeeAccount
from dure.domains.payments.policies import allow_managing, refuse_own
from dure.domains.payments.states import ACCOUNT_STATES, PAYABLE_STATES
from dure.domains.payments.telling import tell_of_account
from dure.engine.problems import msg, refuse

OF_ACCOUNT = tuple(code for code, mend in REASONS.items() if mend == "account")


def decide_account(
    *, actor: SignedActor, now: datetime, account_id: int, confirmed: bool, answer: str = ""
) -> None:
    """Confirm it in place of the one in use, or refuse it with a reason.

    What failed for its account waits to be paid again. Raises NotAllowed, and Refused to whoever told the
    account or acts for the payee, without a reason where it is refused or where the bank says that it is
    another's, and where it waits for no decision.
    """
    one = PayeeAccount.objects.select_related("payee").get(pk=account_id)
    allow_managing(actor, one.payee.programme)
    refuse_same_person(actor, one.proposed_by_id)
    refuse_own(actor, one.payee_id)
    if not answer.strip() and (not confirmed or one.checked in ("differs", "unknown")):
        raise refuse("payments.answer", msg("say why"))
    with act("payments.decide_account", actor=actor, now=now, reason=answer.strip()) as this:
        Payee.objects.select_for_update().get(pk=one.payee_id)
        before = PayeeAccount.objects.filter(payee_id=one.payee_id, state="confirmed").first()
        if confirmed and before is not None and before.pk != account_id:
            move(this, ACCOUNT_STATES, PayeeAccount, [before.pk], "replace")
        changes = {"decided_by_id": actor.user_id, "decided_at": now, "answer": answer.strip()}
        name = "confirm" if confirmed else "refuse"
        if not move(this, ACCOUNT_STATES, PayeeAccount, [account_id], name, changes=changes):
            raise refuse("payments.account_decided", msg("this account waits for no decision any more"))
        if confirmed:
            failed = Payable.objects.filter(payee_id=one.payee_id, state="failed", reason__in=OF_ACCOUNT)
            move(this, PAYABLE_STATES, Payable, failed.values_list("pk", flat=True), "queue_again")
        tell_of_account(
            this, one.payee, "account_confirmed" if confirmed else "account_refused",
            f"account/{account_id}/{name}", also=None if before is None else before.proposed_by_id,
        )  # fmt: skip
