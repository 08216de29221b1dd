"""An officer proposes how an executor's account of a year is settled (정산)."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.funds.models import Settlement
from dure.domains.funds.policies import allow_managing
from dure.domains.funds.published import known_fund, refuse_unknown_part
from dure.domains.funds.settling import account_of, refuse_open, refuse_settled
from dure.engine.problems import msg, refuse


def propose_settlement(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    fund: str,
    year: int,
    executor: str,
    interest_won: int,
    reason: str,
) -> int:
    """Keep what was received, spent and is left, with the interest it bore; return the settlement.

    Nothing can be handed over or spent while it waits. Raises NotAllowed, and Refused while claims or
    instalments are open, where nothing was handed over, or where it is settled already.
    """
    allow_managing(actor, programme)
    refuse_unknown_part(known_fund(programme, fund), year=year)
    if interest_won < 0:
        raise refuse("funds.interest", msg("write the interest in whole won from 0"))
    if not reason.strip():
        raise refuse("funds.reason", msg("say why: the reason is kept with the money"))
    with act("funds.propose_settlement", actor=actor, now=now, reason=reason.strip()) as this:
        alone("funds", programme, fund)
        refuse_settled(programme, fund, year, executor)
        refuse_open(programme, fund, year, executor)
        account = account_of(programme, fund, year, executor)
        if not account.received_won:
            raise refuse("funds.nothing_received", msg("this executor was handed nothing in this year"))
        made = Settlement.objects.create(
            programme=programme, fund=fund, year=year, executor=executor, received_won=account.received_won,
            spent_won=account.spent_won, rest_won=account.rest_won, interest_won=interest_won,
            reason=reason.strip(), proposed_by_id=actor.user_id or 0, proposed_at=now,
        )  # fmt: skip
        this.record("fund_settlement", made.pk, rest=account.rest_won, interest=interest_won)
        return made.pk
