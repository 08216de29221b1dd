"""An officer grants a benefit to everybody who can have it now, in one act over all of them (지원 결정)."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.certifying import issue
from dure.domains.benefits.credits import open_for
from dure.domains.benefits.file import BenefitCase, benefit_case
from dure.domains.benefits.granting import Asked, Planned, packages_beside, plan_of
from dure.domains.benefits.models import Grant, GrantRun
from dure.domains.benefits.policies import allow_granting
from dure.domains.benefits.telling import tell_granted
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.events.many import record_many
from dure.domains.funds.entitling import Entitled, entitle_many, hold_fund
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse

ROWS = 5000


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
        run = _run(this, case, asked, planned)
        grants = _grants(this, case, planned, run)
        _entitle(this, case, asked, planned, run)
        open_for(this, case, grants)
        if case.benefit.kind == "designation":
            issue(this, case, grants)
        tell_granted(this, case, grants)
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


def _run(this: Act, case: BenefitCase, asked: Asked, planned: Planned) -> GrantRun:
    plan = planned.plan
    return GrantRun.objects.create(
        programme=case.programme.id,
        benefit=case.benefit.id,
        stage=asked.ground,
        fund=case.benefit.fund or "",
        line=asked.line,
        year=asked.year,
        each_won=planned.each_won,
        granted=len(plan.granted),
        won=plan.won,
        by_source=plan.by_source,
        seed=planned.seed,
        left_out=[[one.id, one.outcome] for one in plan.all if one.outcome != "granted"],
        fingerprint=plan.fingerprint,
        reason=this.reason,
        made_by_id=this.actor.user_id or 0,
        made_at=this.now,
    )


def _grants(this: Act, case: BenefitCase, planned: Planned, run: GrantRun) -> list[Grant]:
    made = Grant.objects.bulk_create(
        (
            Grant(
                programme=run.programme,
                benefit=run.benefit,
                kind=case.benefit.kind,
                application_id=one.id,
                version_id=case.version.pk,
                run=run,
                stage=run.stage,
                executor=planned.executors[one.id],
                provider=planned.providers.get(one.id, ""),
                fund=run.fund if one.shares else "",
                line=run.line if one.shares else "",
                year=run.year if one.shares else 0,
                won=one.won,
                units=case.units,
                starts_on=day_of(this.now),
                ends_on=planned.ends_on,
                granted_by_id=run.made_by_id,
                granted_at=this.now,
            )
            for one in planned.plan.granted
        ),
        batch_size=ROWS,
    )
    record_many(
        this, "grant", [one.pk for one in made], benefit=run.benefit, programme=run.programme, run=run.pk
    )
    this.record("grant_run", run.pk, granted=run.granted, won=run.won, benefit=run.benefit)
    return made


def _entitle(this: Act, case: BenefitCase, asked: Asked, planned: Planned, run: GrantRun) -> None:
    fund = case.fund
    some = [Entitled(one.id, one.shares) for one in planned.plan.granted if one.shares]
    if fund is None or not some:
        return
    entitle_many(
        this,
        fund,
        line=asked.line,
        year=asked.year,
        benefit=run.benefit,
        some=some,
        key=f"run/{run.pk}",
        packages=packages_beside(case, fund),
    )
