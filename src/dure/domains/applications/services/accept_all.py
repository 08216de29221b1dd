"""An officer accepts all applications of a list that can be accepted, in one act."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.deciding import accept_these, expect, locked, reason_told
from dure.domains.applications.following import follow, hold_following
from dure.domains.applications.policies_officer import allow_checking
from dure.domains.applications.queries_officer import Wanted, applicants, can_be_accepted
from dure.domains.applications.screening import published
from dure.domains.events.act import act
from dure.engine.law.deadlines import day_of


def accept_all(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    wanted: Wanted,
    expected: int,
    reason: str,
    key: str,
) -> int:
    """Accept whoever the filter leaves and can be accepted; return how many. Once under its key.

    Those of the officer's own business are left as they are. ``expected`` is the number that the officer saw
    and agreed to. Each is told once. Raises NotAllowed;
    Refused without a reason, and where the number is another by now: then nothing was done.
    """
    allow_checking(actor, programme)
    reason = reason_told(reason)
    called = published(programme, now)
    with act("application.accept_all", actor=actor, now=now, reason=reason, key=key) as this:
        if this.repeated:
            return int(this.result)
        hold_following([called.loaded.programme])
        found = applicants(actor, programme, wanted, on=day_of(now), now=now)
        ids = locked(can_be_accepted(actor, found, called.loaded.programme))
        expect(ids, expected)
        this.result = accept_these(this, ids, called.loaded.programme)
        follow(this, called.loaded.programme)
    return int(this.result)
