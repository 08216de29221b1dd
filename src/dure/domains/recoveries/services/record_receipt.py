"""An officer notes what came on the bank account for a case, and it is posted back to where it came from."""

from __future__ import annotations

from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.ledger.posting import move
from dure.domains.payments.debts import entries_of, held, settle
from dure.domains.recoveries.accounts import open_recovery
from dure.domains.recoveries.closing import is_paid, settle_case
from dure.domains.recoveries.holding import case_by, hold_case
from dure.domains.recoveries.policies import allow_handling
from dure.domains.recoveries.reckoning import reckon
from dure.domains.recoveries.telling import tell_party
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse

LONGEST = 60


def record_receipt(
    *, actor: SignedActor, now: datetime, case_id: int, won: int, on: date, reference: str
) -> None:
    """Note an amount, once for its bank entry: of what is owed first, then of the interest until that day.

    The case is closed once nothing is left. Raises NotAllowed, and Refused for more than is owed on that day,
    a day to come or before the decision, and without the number of the bank entry.
    """
    case = case_by(case_id)
    allow_handling(actor, case.programme, case.payee_id)
    reference = reference.strip()
    problems = []
    if won <= 0:
        problems.append(Problem("recoveries.won", msg("write the amount that came, in won")))
    if not reference or len(reference) > LONGEST:
        problems.append(Problem("recoveries.reference", msg("write the number of the bank entry")))
    if on > day_of(now) or (case.decided_at is not None and on < day_of(case.decided_at)):
        problems.append(Problem("recoveries.on", msg("choose a day since the decision, and not one to come")))
    if problems:
        raise Refused(problems)
    with act("recoveries.record_receipt", actor=actor, now=now) as this:
        case = hold_case(case_id)
        key = f"{case.cause}/bank/{reference}"
        known = next((one for one in entries_of([case.cause]).get(case.cause, []) if one.key == key), None)
        if known is not None:
            if (known.won + known.interest_won, known.on) == (won, on):
                return
            raise refuse("recoveries.reference_used", msg("another amount was noted for this bank entry"))
        if case.state != "decided":
            raise refuse("recoveries.not_decided", msg("nothing is asked for in this case"))
        debt = held(case.cause)
        found = reckon(case, on)
        of_debt = min(won, debt.left_won)
        of_interest = won - of_debt
        if of_interest > found.interest_won:
            raise refuse(
                "recoveries.too_much",
                msg("{asked} won are owed on that day, interest with it: send back what is above"),
                asked=f"{found.asked_won:,}",
            )
        ids = open_recovery(this, case.programme)
        interest = (
            move(ids["recovery_accrued"], ids["recovery_interest_in"], of_interest) if of_interest else None
        )
        came = move(ids["recovery_bank"], ids["recovery_in"], won)
        settle(this, debt, of_debt, kind="received", key=key, on=on, interest=interest, also=[came])
        this.record("recovery_case", case.pk, received=won, interest=of_interest)
        if is_paid(case, now):
            settle_case(this, case)
        tell_party(
            this, case, msg("Your payment has come."), key=f"came/{reference}", more={"won": f"{won:,}"}
        )
