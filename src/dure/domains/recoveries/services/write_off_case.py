"""What can not be got is written off (결손처분): one officer proposes it, another confirms it."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.payments.debts import held, set_off_from, settle
from dure.domains.recoveries.accounts import open_recovery
from dure.domains.recoveries.holding import case_by, hold_case
from dure.domains.recoveries.models import RecoveryCase, RecoveryObjection
from dure.domains.recoveries.policies import allow_handling, refuse_earlier
from dure.domains.recoveries.states import CASE_STATES
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse


def propose_write_off(*, actor: SignedActor, now: datetime, case_id: int, reason: str) -> None:
    """Propose it, with a reason. Raises NotAllowed, and Refused where nothing is owed or it is proposed."""
    case = case_by(case_id)
    allow_handling(actor, case.programme, case.payee_id)
    if not reason.strip():
        raise refuse("recoveries.reason", msg("say why"))
    with act("recoveries.propose_write_off", actor=actor, now=now, reason=reason.strip()) as this:
        case = hold_case(case_id)
        if case.state != "decided" or not case.back_won:
            raise refuse("recoveries.not_decided", msg("nothing is asked for in this case"))
        if case.write_off_by_id is not None:
            raise refuse("recoveries.write_off", msg("this is proposed already"))
        RecoveryCase.objects.filter(pk=case_id).update(
            write_off_by_id=actor.user_id, write_off_at=now, write_off_reason=reason.strip()
        )
        this.record("recovery_case", case_id, write_off="proposed")


def decide_write_off(
    *, actor: SignedActor, now: datetime, case_id: int, confirmed: bool, reason: str
) -> None:
    """Confirm it, and all that is left is lost, or send it back.

    Raises NotAllowed, and Refused to whoever proposed it, without a reason, where it is not proposed, while
    an objection waits for its answer, and while a batch sets something off.
    """
    case = case_by(case_id)
    allow_handling(actor, case.programme, case.payee_id)
    refuse_earlier(actor, case.write_off_by_id)
    if not reason.strip():
        raise refuse("recoveries.reason", msg("say why"))
    with act("recoveries.decide_write_off", actor=actor, now=now, reason=reason.strip()) as this:
        case = hold_case(case_id)
        if case.write_off_by_id is None or case.state != "decided":
            raise refuse("recoveries.no_write_off", msg("nobody proposes to write this off"))
        if not confirmed:
            RecoveryCase.objects.filter(pk=case_id).update(
                write_off_by_id=None, write_off_at=None, write_off_reason=""
            )
            this.record("recovery_case", case_id, write_off="sent_back")
            return
        if RecoveryObjection.objects.filter(case=case, state="filed").exists():
            raise refuse(
                "recoveries.objection_open", msg("the party objects to the decision: answer that first")
            )
        debt = held(case.cause)
        if debt.reserved_won:
            raise refuse(
                "recoveries.in_batch",
                msg("a batch of transfers sets something of it off: wait for the bank, or drop the batch"),
            )
        ids = open_recovery(this, case.programme)
        if debt.left_won:
            settle(
                this, debt, debt.left_won, kind="written_off", key=f"{case.cause}/written-off",
                on=day_of(now), to=[[leg[0], ids["recovery_lost"]] for leg in debt.legs],
            )  # fmt: skip
        set_off_from(this, case.cause, None)
        changes = {"closed_by_id": actor.user_id, "closed_at": now, "closed_reason": reason.strip()}
        move(this, CASE_STATES, RecoveryCase, [case_id], "write_off", changes=changes)
