"""A merchant tells of a loss, and what the insurer is asked for."""

from __future__ import annotations

from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.referrals.models import Payout, Referral
from dure.domains.referrals.policies import allow_asking
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse


def ask_payout(
    *, actor: SignedActor, now: datetime, referral_id: int, happened_on: date, what: str, won: int
) -> int:
    """Note what the insurer is asked for and return it; the very same that waits already is that one.

    Raises NotAllowed, and Refused without words or an amount, for a day outside the cover, and where none
    stands.
    """
    one = Referral.objects.get(pk=referral_id)
    allow_asking(actor, one.application_id)
    found = []
    if happened_on > day_of(now):
        found.append(Problem("referrals.day", msg("the day is still to come")))
    if not what.strip():
        found.append(Problem("referrals.what", msg("say what happened")))
    if won < 1:
        found.append(Problem("referrals.amount", msg("write how much, in whole won")))
    if found:
        raise Refused(found)
    with act("referrals.ask_payout", actor=actor, now=now) as this:
        one = Referral.objects.select_for_update(no_key=True).get(pk=referral_id)
        if one.product != "insurance" or one.state not in ("taken_up", "ended") or one.starts_on is None:
            raise refuse("referrals.no_cover", msg("no insurance of this kind stands"))
        if happened_on < one.starts_on or (one.ends_on is not None and happened_on >= one.ends_on):
            raise refuse("referrals.outside_cover", msg("the day is outside the period that is insured"))
        same = Payout.objects.filter(
            referral=one, state="asked", happened_on=happened_on, asked_won=won, what=what.strip()
        ).first()
        if same is not None:
            return int(same.pk)
        made = Payout.objects.create(
            referral=one, number=Payout.objects.filter(referral=one).count() + 1, happened_on=happened_on,
            what=what.strip()[:200], asked_won=won, asked_by_id=actor.user_id or 0, asked_at=now,
        )  # fmt: skip
        this.record("insurance_payout", made.pk, referral=one.pk, won=won)
        return int(made.pk)
