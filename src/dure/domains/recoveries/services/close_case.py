"""An officer closes a case of which nothing is left: paid by set-off, or a ban alone."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.recoveries.closing import is_paid, settle_case
from dure.domains.recoveries.holding import case_by, hold_case
from dure.domains.recoveries.policies import allow_handling
from dure.engine.problems import msg, refuse


def close_case(*, actor: SignedActor, now: datetime, case_id: int) -> None:
    """Close it. Raises NotAllowed, and Refused while something is left, and where it is closed already."""
    case = case_by(case_id)
    allow_handling(actor, case.programme, case.payee_id)
    with act("recoveries.close", actor=actor, now=now) as this:
        case = hold_case(case_id)
        if case.state == "decided" and not is_paid(case, now):
            raise refuse("recoveries.left", msg("something is left to be paid, interest with it"))
        if not settle_case(this, case):
            raise refuse("recoveries.closed", msg("this case is closed already"))
