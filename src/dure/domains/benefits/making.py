"""The rows of a grant: the act that made it, what each was granted, and the money behind it."""

from __future__ import annotations

from dure.domains.benefits.certifying import issue
from dure.domains.benefits.credits import open_for
from dure.domains.benefits.file import BenefitCase
from dure.domains.benefits.granting import Asked, Planned, packages_beside
from dure.domains.benefits.models import Grant, GrantRun
from dure.domains.benefits.telling import tell_granted
from dure.domains.events.act import Act
from dure.domains.events.many import record_many
from dure.domains.funds.entitling import Entitled, entitle_many
from dure.engine.law.deadlines import day_of

ROWS = 5000


def make_grants(this: Act, case: BenefitCase, asked: Asked, planned: Planned) -> list[Grant]:
    """Grant what was planned, within an act that holds the fund and the benefit, and tell the merchants.

    The amounts move from the line to each merchant's entitlement; credit is opened, titles are issued.
    """
    run = _run(this, case, asked, planned)
    grants = _grants(this, case, planned, run)
    _entitle(this, case, asked, planned, run)
    open_for(this, case, grants)
    if case.benefit.kind == "designation":
        issue(this, case, grants)
    tell_granted(this, case, grants)
    return grants


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
