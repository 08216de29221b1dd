"""The service grants what whoever applies is granted to those whose turn came otherwise than by applications.

Money that comes onto the line, a reallocation, a verdict found anew: nobody hands anything in, and what waits
is looked at by the clock.
"""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.benefits.file import open_case
from dure.domains.benefits.following import follow_open, hold_open, standing_for
from dure.domains.benefits.models import Grant
from dure.domains.events.act import act
from dure.domains.programmes.queries import published_calls


def grant_open(*, actor: SignedActor, now: datetime) -> int:
    """Grant it to whose turn has come, programme by programme; return how many.

    Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    return sum(_grant(actor, now, one) for one in _open_programmes(now))


def _open_programmes(now: datetime) -> list[str]:
    found = (one.loaded.programme for one in published_calls(now))
    return [one.id for one in found if one.open_benefit is not None]


def _grant(actor: SignedActor, now: datetime, programme: str) -> int:
    case = open_case(programme)
    if case is None or not standing_for(case).exists():
        return 0
    with act("benefits.open", actor=actor, now=now) as this:
        hold_open(case.programme)
        of = Grant.objects.filter(programme=programme, benefit=case.benefit.id)
        before = of.count()
        follow_open(this, case.programme, arrived=False)
        return of.count() - before
