"""An officer grants a benefit to everybody who can have it now, in one act over all of them (지원 결정)."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.file import benefit_case
from dure.domains.benefits.granting import Asked, Planned, plan_of
from dure.domains.benefits.making import make_grants
from dure.domains.benefits.policies import allow_granting
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.funds.entitling import hold_fund
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse


def grant_benefit(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    benefit: str,
    asked: Asked,
    fingerprint: str,
    reason: str,
    key: str,
    as_far_as_it_goes: bool = False,
) -> int:
    """Grant what was shown (``fingerprint`` of the plan) to all at once; return how many got it.

    The amounts move from the line to each merchant's entitlement in the same transaction. Sent twice under
    one ``key`` it is done once. Raises NotAllowed, and Refused where nobody gets it, where the plan has
    changed since it was shown, and where the money is not enough for all, unless the officer says to grant
    as far as it goes.
    """
    allow_granting(actor, programme)
    if not reason.strip():
        raise refuse("benefits.reason", msg("say why: it is kept with the grant"))
    with act(
        "benefits.grant", actor=actor, now=now, reason=reason.strip(), key=f"{programme}/{benefit}/{key}"
    ) as this:
        if this.repeated:
            return int(this.result)
        case = benefit_case(programme, benefit)
        if case.fund is not None:
            hold_fund(programme, case.fund.fund.id)
        alone("benefits", programme, benefit)
        planned = plan_of(case, asked, day_of(now))
        _refuse(planned, fingerprint, as_far_as_it_goes=as_far_as_it_goes)
        grants = make_grants(this, case, asked, planned)
        this.result = len(grants)
    return len(grants)


def _refuse(planned: Planned, fingerprint: str, *, as_far_as_it_goes: bool) -> None:
    plan = planned.plan
    if plan.fingerprint != fingerprint:
        raise refuse("benefits.changed", msg("who gets it has changed since it was shown: look at it again"))
    if plan.short and not as_far_as_it_goes:
        raise refuse(
            "benefits.short",
            msg("the money is not enough for {count} of them: say whether to grant as far as it goes"),
            count=plan.short,
        )
    if not plan.granted:
        raise refuse("benefits.nobody", msg("nobody can be granted it now"))
