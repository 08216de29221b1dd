"""Who may do what with payments."""

from __future__ import annotations

from collections.abc import Iterable

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.funds.policies import allow_managing, may_manage
from dure.domains.payments.batches import involved_in
from dure.domains.payments.models import BatchRow
from dure.domains.payments.models_payee import Payee, own_payees
from dure.engine.problems import Refused, msg, refuse

__all__ = [
    "acts_for", "allow_managing", "allow_telling", "may_manage", "refuse_hand_in_batch", "refuse_involved",
    "refuse_own",
]  # fmt: skip


def acts_for(actor: SignedActor, payee_id: int) -> bool:
    """Say whether somebody acts for a payee."""
    return Payee.objects.filter(own_payees(actor), pk=payee_id).exists()


def allow_telling(actor: SignedActor, payee: Payee) -> None:
    """Raise NotAllowed for all but those who act for the payee, and officers who manage its programme."""
    if not acts_for(actor, payee.pk) and not may_manage(actor, payee.programme):
        raise NotAllowed


def refuse_involved(actor: SignedActor, involved: Iterable[int | None]) -> None:
    """Raise Refused for somebody who had a hand in what is to be paid."""
    if actor.user_id in set(involved):
        raise refuse(
            "payments.involved",
            msg("you claimed or approved something in it: somebody else has to do this"),
        )


def refuse_own(actor: SignedActor, payee_id: int) -> None:
    """Raise Refused for somebody who acts for a payee."""
    if acts_for(actor, payee_id):
        raise _own()


def refuse_hand_in_batch(actor: SignedActor, batch_id: int) -> None:
    """Raise Refused for who had a hand in what a batch pays, or acts for one of those whom it pays."""
    refuse_involved(actor, involved_in(batch_id))
    if BatchRow.objects.filter(own_payees(actor, "payable__payee__"), batch_id=batch_id).exists():
        raise _own()


def _own() -> Refused:
    return refuse("payments.own", msg("you act for this payee: another officer has to do it"))
