"""An officer asks to hand an executor an instalment of its budget in advance (사업비 선지급)."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.versions import terms_by_executor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.funds.accounts import Place, standings, summed
from dure.domains.funds.after import claimed_after
from dure.domains.funds.models import FundOrder
from dure.domains.funds.orders import hold_each, left_on, shares_drawn
from dure.domains.funds.policies import allow_managing
from dure.domains.funds.published import known_fund, refuse_unknown_part
from dure.domains.funds.settling import refuse_settled
from dure.domains.funds.telling import tell_proposed
from dure.engine.problems import msg, refuse


def propose_advance(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    fund: str,
    year: int,
    line: str,
    executor: str,
    won: int,
    reason: str,
    key: str,
) -> int:
    """Hold an instalment on a line for an executor, source by source as the file says; return the order.

    Raises NotAllowed, and Refused without an agreement in force, where all instalments and what the executor
    claims of its own spending would together be more than its budget, where the executor's account of the
    year is settled, and where a source runs dry.
    """
    allow_managing(actor, programme)
    case = known_fund(programme, fund)
    refuse_unknown_part(case, line=line, year=year)
    if won < 1:
        raise refuse("funds.amount", msg("an amount is a whole number of won above zero"))
    if not reason.strip():
        raise refuse("funds.reason", msg("say why: the reason is kept with the money"))
    key = f"{programme}/{key}"
    with act("funds.propose_advance", actor=actor, now=now, reason=reason.strip(), key=key) as this:
        if this.repeated:
            return int(this.result)
        alone("agreements", programme)
        alone("funds", programme, fund)
        terms = terms_by_executor(programme).get(executor)
        if terms is None:
            raise refuse("funds.no_agreement", msg("no agreement with this executor is in force"))
        refuse_settled(programme, fund, year, executor)
        pools = standings(programme, fund, ("pool",))
        asked = FundOrder.objects.filter(
            programme=programme, fund=fund, kind="advance", executor=executor, state="proposed"
        )
        handed = summed(pools, executor=executor).received + sum(asked.values_list("won", flat=True))
        claimed = claimed_after(programme, fund, executor)
        if handed + claimed + won > terms.budget_won:
            raise refuse(
                "funds.over_budget",
                msg("the agreement hands over {budget} won in all: it would be {won} won"),
                budget=f"{terms.budget_won:,}",
                won=f"{handed + claimed + won:,}",
            )
        shares = shares_drawn(case, left_on(case, "line", line=line, year=year), won)
        held, legs = hold_each(
            this, case, shares, Place(fund, "line", line=line, year=year),
            Place(fund, "pool", line=line, executor=executor, year=year), "advance",
        )  # fmt: skip
        made = FundOrder.objects.create(
            programme=programme, fund=fund, kind="advance", year=year, line=line, executor=executor, won=won,
            reason=reason.strip(), hold=held, legs=legs, proposed_by_id=actor.user_id or 0, proposed_at=now,
        )  # fmt: skip
        this.record("fund_order", made.pk, kind="advance", executor=executor, won=won)
        tell_proposed(this, made)
        this.result = made.pk
        return made.pk
