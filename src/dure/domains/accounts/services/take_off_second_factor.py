"""The second factor of somebody who lost it is taken off by somebody else; all who may are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import F

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.accounts.policies import may_take_off_second_factor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.accounts.second_factors import who_may_take_off_second_factor
from dure.domains.events.act import Act, act
from dure.engine.problems import msg, refuse

TellAll = Callable[[Act, User, list[User]], None]
"""Tells the person and the others within the act: notices are a later subject, so whoever calls brings it."""


def take_off_second_factor(
    *, actor: SignedActor, now: datetime, tell: TellAll, user_id: int, reason: str
) -> None:
    """Take app and recovery codes off somebody's account and end all its sessions.

    Roles sleep until a new one is set up, at the next sign-in. The person is told, and everybody who could
    have done it. Raises NotAllowed, for oneself too, and Refused without a reason or where there is none (any
    more).
    """
    if not may_take_off_second_factor(actor, user_id, now):
        raise NotAllowed
    if not reason.strip():
        raise refuse(
            "second_factor.reason", msg("say why: the reason is kept, and all who may do this read it")
        )
    with act("account.take_off_second_factor", actor=actor, now=now, reason=reason.strip()) as this:
        user = User.objects.select_for_update().get(pk=user_id)
        taken, _ = Authenticator.objects.filter(user_id=user_id).delete()
        if not taken:
            raise refuse("second_factor.none", msg("this person has no second factor (any more)"))
        User.objects.filter(pk=user_id).update(sessions_ended=F("sessions_ended") + 1)
        this.record("user", user_id, second_factor="taken off")
        others = who_may_take_off_second_factor(user_id, now).exclude(pk__in=[user_id, actor.user_id])
        tell(this, user, list(others))
