"""An officer refuses all applications of a list that the rules refuse, each for the rules that it fails."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.deciding import expect, locked, reason_told, refuse_these
from dure.domains.applications.following import follow, hold_following
from dure.domains.applications.models import Verdict
from dure.domains.applications.policies_officer import allow_checking
from dure.domains.applications.queries_officer import Wanted, applicants, can_be_refused
from dure.domains.applications.screening import published
from dure.domains.events.act import act
from dure.engine.law.deadlines import day_of


def refuse_all(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    wanted: Wanted,
    expected: int,
    reason: str,
    key: str,
) -> int:
    """Refuse whoever the filter leaves and the rules call ineligible; return how many. Once under its key.

    Applicants are told the rules that they fail; ``reason`` is kept with the act. Raises as ``accept_all``.
    """
    allow_checking(actor, programme)
    reason = reason_told(reason)
    called = published(programme, now)
    with act("application.refuse_all", actor=actor, now=now, reason=reason, key=key) as this:
        if this.repeated:
            return int(this.result)
        hold_following([called.loaded.programme])
        found = applicants(actor, programme, wanted, on=day_of(now), now=now)
        ids = locked(can_be_refused(actor, found))
        expect(ids, expected)
        newest = Verdict.objects.filter(application_id__in=ids).order_by("application_id", "-pk")
        failed = dict(newest.distinct("application_id").values_list("application_id", "failed_rules"))
        rules = {pk: failed.get(pk, []) for pk in ids}
        this.result = refuse_these(this, rules, "", called.loaded.programme)
        follow(this, called.loaded.programme)
    return int(this.result)
