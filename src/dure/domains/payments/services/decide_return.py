"""A second officer finds on the account, or does not, that a transfer came back."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.funds.policies import refuse_same_person
from dure.domains.payments.models import Batch, TransferReturn
from dure.domains.payments.policies import allow_managing, refuse_own
from dure.domains.payments.returning import refuse_hindered, undo_payment
from dure.domains.payments.states import RETURN_STATES
from dure.domains.payments.telling import tell_of_results
from dure.engine.problems import msg, refuse


def decide_return(
    *, actor: SignedActor, now: datetime, return_id: int, confirmed: bool, answer: str = ""
) -> None:
    """Confirm it: the payment is undone in the ledger and owed once more; or refuse it with a reason.

    Where the account was the reason, another has to be told first. Raises NotAllowed, and Refused to whoever
    noted it or acts for the payee, without a reason where it is refused, where it waits for no decision, and
    where the payment cannot be undone (it is taken back already, its tax is handed over).
    """
    one = TransferReturn.objects.select_related("row__batch", "row__payable").get(pk=return_id)
    allow_managing(actor, one.row.batch.programme)
    refuse_same_person(actor, one.noted_by_id)
    refuse_own(actor, one.row.payable.payee_id)
    if not confirmed and not answer.strip():
        raise refuse("payments.answer", msg("say why"))
    with act("payments.decide_return", actor=actor, now=now, reason=answer.strip()) as this:
        if confirmed:
            refuse_hindered(one.row.batch.programme, one.row.payable.cause)
        batch = Batch.objects.select_for_update(no_key=True).get(pk=one.row.batch_id)
        changes = {"decided_by_id": actor.user_id, "decided_at": now, "answer": answer.strip()}
        name = "confirm" if confirmed else "refuse"
        if not move(this, RETURN_STATES, TransferReturn, [return_id], name, changes=changes):
            raise refuse("payments.return_decided", msg("this waits for no decision any more"))
        if confirmed:
            undo_payment(this, one)
            tell_of_results(this, batch, [], [one.row])
