"""An officer asks that an allotment that is not used goes back to its source (교부금 감액·반납)."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.funds.accounts import Place
from dure.domains.funds.models import FundOrder
from dure.domains.funds.orders import hold_each, left_on
from dure.domains.funds.policies import allow_managing
from dure.domains.funds.published import known_fund, refuse_unknown_part
from dure.domains.funds.telling import tell_proposed
from dure.engine.problems import msg, refuse


def propose_withdrawal(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    fund: str,
    year: int,
    line: str,
    source: str,
    won: int,
    reason: str,
    key: str,
) -> int:
    """Hold what one source has free on a line, to go back to it, and return the order; once under a key.

    Raises NotAllowed, and Refused for a line or source that is not there, a missing reason, and where the
    source has not as much free on the line: what is handed on, granted or claimed is not taken back here.
    """
    allow_managing(actor, programme)
    case = known_fund(programme, fund)
    refuse_unknown_part(case, line=line, year=year)
    if source not in {one.id for one in case.drawn}:
        raise refuse("funds.source", msg("no money comes into accounts from this source"))
    if won < 1:
        raise refuse("funds.amount", msg("an amount is a whole number of won above zero"))
    if not reason.strip():
        raise refuse("funds.reason", msg("say why: the reason is kept with the money"))
    key = f"{programme}/{key}"
    with act("funds.propose_withdrawal", actor=actor, now=now, reason=reason.strip(), key=key) as this:
        if this.repeated:
            return int(this.result)
        alone("funds", programme, fund)
        free = left_on(case, "line", line=line, year=year).get(source, 0)
        if won > free:
            raise refuse(
                "funds.short", msg("{of}: only {left} won are free"), of=line or fund, left=f"{free:,}"
            )
        held, legs = hold_each(
            this, case, {source: won}, Place(fund, "line", line=line, year=year),
            Place(fund, "source", year=year), "withdrawal",
        )  # fmt: skip
        made = FundOrder.objects.create(
            programme=programme, fund=fund, kind="withdrawal", year=year, line=line, source=source, won=won,
            reason=reason.strip(), hold=held, legs=legs, proposed_by_id=actor.user_id or 0, proposed_at=now,
        )  # fmt: skip
        this.record("fund_order", made.pk, kind="withdrawal", source=source, won=won)
        tell_proposed(this, made)
        this.result = made.pk
        return made.pk
