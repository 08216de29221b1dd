"""An executor reports what it gave of its promise, with the file that proves it."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.funds.evidence import Key, hold_evidence, refuse_used
from dure.domains.funds.models import Delivery
from dure.domains.funds.policies import allow_reporting
from dure.domains.funds.promises import move_step, promise_left
from dure.domains.funds.published import known_fund
from dure.domains.uploads.services.keep import keep_file
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse


def report_delivery(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    fund: str,
    source: str,
    executor: str,
    won: int,
    what: str,
    basis: str,
    delivered_on: date,
    name: str,
    content: bytes,
) -> int:
    """Count an amount as delivered until an officer looks at the evidence; return the delivery.

    Raises NotAllowed, and Refused for what is missing, more than was promised, a day to come, and evidence
    that speaks for something else already.
    """
    allow_reporting(actor, programme, executor)
    case = known_fund(programme, fund)
    found = next((one for one in case.promised if one.id == source), None)
    if found is None:
        raise refuse("funds.source", msg("nobody promises anything to this source"))
    problems = []
    if won < 1:
        problems.append(Problem("funds.amount", msg("an amount is a whole number of won above zero")))
    if not what.strip():
        problems.append(Problem("funds.what", msg("say what was given")))
    if found.kind == "executor_in_kind" and not basis.strip():
        problems.append(Problem("funds.basis", msg("say on what the value rests")))
    if delivered_on > day_of(now):
        problems.append(Problem("funds.day", msg("the day is still to come")))
    if problems:
        raise Refused(problems)
    digest = hashlib.sha256(content).hexdigest()
    with act("funds.report_delivery", actor=actor, now=now) as this:
        hold_evidence([Key("file", digest)])
        alone("funds", programme, fund)
        refuse_used(digest)
        left = promise_left(case, source, executor)
        if won > left:
            raise refuse(
                "funds.over_promise", msg("only {left} won of the promise are left"), left=f"{left:,}"
            )
        file = keep_file(this, purpose="evidence", name=name, content=content)
        made = Delivery.objects.create(
            programme=programme, fund=fund, source=source, executor=executor, won=won, what=what.strip(),
            basis=basis.strip(), delivered_on=delivered_on, evidence=file, evidence_hash=digest,
            reported_by_id=actor.user_id or 0, reported_at=now,
        )  # fmt: skip
        move_step(this, case, made, "promised", "delivered", "report")
        this.record("delivery", made.pk, won=won, executor=executor)
        return made.pk
