"""An officer renews a title: a new certificate for another period, under a number of its own."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.certifying import issue
from dure.domains.benefits.file import benefit_case
from dure.domains.benefits.models import Certificate, Grant
from dure.domains.benefits.policies import allow_granting
from dure.domains.benefits.states import CERTIFICATE_STATES, RUNNING
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.benefits import Designation
from dure.engine.programme.retention import months_after


def renew_certificate(*, actor: SignedActor, now: datetime, certificate_id: int, reason: str) -> int:
    """Renew a title by the period of the published file; return the new certificate.

    Raises NotAllowed, and Refused without a reason, for a title without end and one that is not in force.
    """
    one = Certificate.objects.select_related("grant").get(pk=certificate_id)
    allow_granting(actor, one.programme)
    if not reason.strip():
        raise refuse("benefits.reason", msg("say why: it is kept with the grant"))
    case = benefit_case(one.programme, one.benefit)
    title = case.benefit
    with act("benefits.renew", actor=actor, now=now, reason=reason.strip()) as this:
        alone("benefits", one.programme, one.benefit)
        grant = Grant.objects.select_for_update().get(pk=one.grant_id)
        if one.ends_on is None or not isinstance(title, Designation) or not title.valid_months:
            raise refuse("benefits.endless", msg("this title has no end: there is nothing to renew"))
        if grant.state not in RUNNING:
            raise refuse("benefits.ended", msg("this grant has ended already"))
        if not move(
            this, CERTIFICATE_STATES, Certificate, [certificate_id], "renew", changes={"ended_at": now}
        ):
            raise refuse("benefits.not_in_force", msg("this title is not in force"))
        # From today, to the end of the period that follows the running one: none is lost by renewing early.
        grant.starts_on, grant.ends_on = day_of(now), months_after(one.ends_on, title.valid_months)
        Grant.objects.filter(pk=grant.pk).update(ends_on=grant.ends_on)
        issue(this, case, [grant])
        new = Certificate.objects.get(grant=grant, state="in_force")
        this.record("certificate", new.pk, renews=certificate_id, until=grant.ends_on.isoformat())
    return new.pk
