"""Who may run vouchers, decide about shops, and take what citizens pay."""

from __future__ import annotations

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.funds.policies import may_manage
from dure.domains.vouchers.models import Order, Shop
from dure.engine.problems import msg, refuse


def may_run(actor: SignedActor, programme: str, issuer: str) -> bool:
    """Officers of the programme who act for none of its executors, and the issuer's own staff."""
    return may_manage(actor, programme) or bool(issuer and actor.holds("executor_staff", issuer, programme))


def allow_running(actor: SignedActor, programme: str, issuer: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_run(actor, programme, issuer):
        raise NotAllowed


def may_decide_shop(actor: SignedActor, shop: Shop) -> bool:
    """Whoever runs the vouchers, but for who asked for it."""
    return may_run(actor, shop.programme, shop.issuer) and actor.user_id != shop.asked_by_id


def may_decide_order(actor: SignedActor, order: Order) -> bool:
    """Whoever runs the vouchers, but for the buyer."""
    return may_run(actor, order.issue.programme, order.issue.issuer) and actor.user_id != order.user_id


def refuse_same_person(actor: SignedActor, *others: int | None) -> None:
    """Raise Refused for somebody who asked for what is to be decided."""
    if actor.user_id in others:
        raise refuse(
            "vouchers.same_person", msg("you asked for this yourself: somebody else has to decide it")
        )
