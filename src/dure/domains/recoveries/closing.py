"""A case ends: nothing is left of it, or its decision is undone."""

from __future__ import annotations

from datetime import datetime

from dure.domains.events.act import Act
from dure.domains.events.transitions import move as move_state
from dure.domains.ledger.posting import hold, post
from dure.domains.payments.debts import entries_of, held, set_off_from, settle, states_of
from dure.domains.payments.owing import Owed, owe
from dure.domains.recoveries.accounts import open_due, open_recovery
from dure.domains.recoveries.models import CaseItem, RecoveryCase
from dure.domains.recoveries.reckoning import reckon
from dure.domains.recoveries.states import CASE_STATES
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse


def is_paid(case: RecoveryCase, now: datetime) -> bool:
    """Say whether nothing is left to come, interest with it, and nothing is under way."""
    found = reckon(case, day_of(now))
    return found.left_won == found.interest_won == found.reserved_won == 0


def settle_case(this: Act, case: RecoveryCase, reason: str = "") -> bool:
    """Close a case of which nothing is left; return whether it was open."""
    changes = {"closed_by_id": this.actor.user_id, "closed_at": this.now, "closed_reason": reason}
    return bool(move_state(this, CASE_STATES, RecoveryCase, [case.pk], "settle", changes=changes))


def undo(this: Act, case: RecoveryCase, reason: str) -> None:
    """Undo a decision: what is left is asked for no more, what came is owed back to the party.

    Raises Refused while a batch keeps something of it back.
    """
    states = states_of([case.cause])
    if case.cause in states:
        debt = held(case.cause)
        if debt.reserved_won:
            raise refuse(
                "recoveries.in_batch",
                msg("a batch of transfers sets something of it off: wait for the bank, or drop the batch"),
            )
        ids = open_recovery(this, case.programme)
        came = [whole[2] - left for whole, left in zip(debt.legs, debt.left, strict=True)]
        back = _back_of(this, case, debt.legs, ids)
        if debt.left_won:
            settle(
                this, debt, debt.left_won, kind="undone", key=f"{case.cause}/undone", on=day_of(this.now),
                to=back,
            )  # fmt: skip
        set_off_from(this, case.cause, None)
        _owe_back(this, case, [[leg[1], back[n][1], came[n]] for n, leg in enumerate(debt.legs)], ids)
    CaseItem.objects.filter(case=case).update(alive=False)
    changes = {"closed_by_id": this.actor.user_id, "closed_at": this.now, "closed_reason": reason}
    if not move_state(this, CASE_STATES, RecoveryCase, [case.pk], "reverse", changes=changes):
        raise refuse("recoveries.closed", msg("this case is closed already"))


def _back_of(
    this: Act, case: RecoveryCase, legs: list[list[int]], ids: dict[str, int]
) -> list[tuple[int, int]]:
    """Return, for each leg of a debt, from where to where it goes when it is undone."""
    spent = [account for item in CaseItem.objects.filter(case=case) for account, _won in item.legs]
    of = {due: account for account, due in open_due(this, case.programme, spent).items()}
    of[ids["recovery_charge_due"]] = ids["recovery_charged"]
    return [(due, of[due]) for due, _to, _won in legs]


def _owe_back(this: Act, case: RecoveryCase, legs: list[list[int]], ids: dict[str, int]) -> None:
    """Owe what came, interest with it, to the party again."""
    to = {ids["recovery_charge_in"]: ids["recovery_charge_back"]}
    parts = [[give, to.get(give, spent), won] for give, spent, won in legs if won]
    interest = sum(one.interest_won for one in entries_of([case.cause]).get(case.cause, []))
    if interest:
        parts.append([ids["recovery_interest_in"], ids["recovery_charge_back"], interest])
    if not parts:
        return
    posted = post(
        this,
        key=f"recoveries/{case.pk}/back",
        what="recoveries.owe_back",
        legs=[hold(give, get, won) for give, get, won in parts],
    )
    fund = CaseItem.objects.filter(case=case).values_list("fund", flat=True).first() or ""
    owe(
        this,
        Owed(
            programme=case.programme, fund=fund, cause=f"recovery-back/{case.pk}", payee_id=case.payee_id,
            won=sum(part[2] for part in parts), hold=posted.id, legs=parts,
            what=f"recovery {case.number}", involved=[one for one in (this.actor.user_id,) if one],
        ),
    )  # fmt: skip
