"""An officer asks to move money from one budget line to another (비목 간 전용)."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.funds.accounts import Place
from dure.domains.funds.models import FundOrder
from dure.domains.funds.orders import hold_each, left_on, shares_by_left
from dure.domains.funds.policies import allow_managing
from dure.domains.funds.published import known_fund, refuse_unknown_part
from dure.domains.funds.telling import tell_proposed
from dure.engine.problems import msg, refuse


def propose_reallocation(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    fund: str,
    year: int,
    line: str,
    to_line: str,
    won: int,
    reason: str,
    key: str,
) -> int:
    """Hold an amount on a line for another and return the order; each source moves what it has of it.

    Raises NotAllowed, and Refused for lines that are not there or the same, a missing reason, and where the
    line has not as much free.
    """
    allow_managing(actor, programme)
    case = known_fund(programme, fund)
    for one in (line, to_line):
        refuse_unknown_part(case, line=one, year=year)
    if line == to_line:
        raise refuse("funds.same_line", msg("choose two different lines"))
    if won < 1:
        raise refuse("funds.amount", msg("an amount is a whole number of won above zero"))
    if not reason.strip():
        raise refuse("funds.reason", msg("say why: the reason is kept with the money"))
    key = f"{programme}/{key}"
    with act("funds.propose_reallocation", actor=actor, now=now, reason=reason.strip(), key=key) as this:
        if this.repeated:
            return int(this.result)
        alone("funds", programme, fund)
        shares = shares_by_left(left_on(case, "line", line=line, year=year), won, line)
        held, legs = hold_each(
            this, case, shares, Place(fund, "line", line=line, year=year),
            Place(fund, "line", line=to_line, year=year), "reallocation",
        )  # fmt: skip
        made = FundOrder.objects.create(
            programme=programme, fund=fund, kind="reallocation", year=year, line=line, to_line=to_line,
            won=won, reason=reason.strip(), hold=held, legs=legs, proposed_by_id=actor.user_id or 0,
            proposed_at=now,
        )  # fmt: skip
        this.record("fund_order", made.pk, kind="reallocation", won=won)
        tell_proposed(this, made)
        this.result = made.pk
        return made.pk
