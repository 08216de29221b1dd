"""Somebody passes a role to a colleague for a while (위임)."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.interests import look_at_conflicts
from dure.domains.accounts.models import Membership
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.engine.problems import Problem, Refused, msg, refuse


def delegate(
    *,
    actor: SignedActor,
    now: datetime,
    membership_id: int,
    to_user_id: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
) -> int:
    """Pass one's own role on from one instant up to another, and return the delegation's id.

    The holder keeps the role beside the colleague; each acts under their own name. Sent twice it is one
    delegation. Raises NotAllowed for a role of somebody else, and Refused where the colleague is none or
    holds the role then, or with everything that is wrong with role, period and reason.
    """
    with act("membership.delegate", actor=actor, now=now, reason=reason.strip()) as this:
        alone("role", to_user_id)
        source = (
            Membership.objects.in_force(now)
            .select_for_update(of=("self",))
            .select_related("organisation")
            .filter(pk=membership_id)
            .first()
        )
        if source is None or actor.user_id is None or source.user_id != actor.user_id:
            raise NotAllowed
        _check(source, now, starts_at, ends_at, reason)
        colleagues = Membership.objects.in_force(now).filter(
            organisation=source.organisation, user_id=to_user_id, user__is_active=True
        )
        if to_user_id == actor.user_id or not colleagues.exists():
            raise refuse("delegate.colleague", msg("choose a colleague of the same organisation"))
        held = Membership.objects.filter(
            user_id=to_user_id,
            organisation=source.organisation,
            role=source.role,
            programme=source.programme,
            starts_at__lt=ends_at,
        ).exclude(ends_at__lte=starts_at)
        same = held.filter(delegated_by=source, starts_at=starts_at, ends_at=ends_at).first()
        if same is not None:
            return same.pk
        if held.exists():
            raise refuse("delegate.held", msg("this colleague holds the role in that time already"))
        made = Membership.objects.create(
            user_id=to_user_id,
            organisation=source.organisation,
            role=source.role,
            programme=source.programme,
            delegated_by=source,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        this.record("membership", made.pk, role=made.role, delegated_by=source.pk)
        look_at_conflicts(this, [to_user_id])
        return made.pk


def _check(source: Membership, now: datetime, starts_at: datetime, ends_at: datetime, reason: str) -> None:
    problems = []
    if source.delegated_by_id is not None:
        problems.append(
            Problem("delegate.passed_on", msg("a role that was passed on to you cannot be passed on again"))
        )
    if ends_at <= starts_at or ends_at <= now:
        problems.append(
            Problem("delegate.period", msg("the delegation must end after it begins, in the future"))
        )
    if source.ends_at is not None and ends_at > source.ends_at:
        problems.append(Problem("delegate.longer", msg("your own role ends before that")))
    if not reason.strip():
        problems.append(Problem("delegate.reason", msg("say why: the reason is kept with the role")))
    if problems:
        raise Refused(problems)
