"""An officer notes what a body told of a repayment: of a guarantee, room becomes free."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.referrals.file import CEILINGED, finance_case
from dure.domains.referrals.models import Referral
from dure.domains.referrals.policies import allow_telling, refuse_own_word
from dure.domains.referrals.room import free_room, hold_room
from dure.engine.law.deadlines import day_of
from dure.engine.money.exposure import freed_won
from dure.engine.problems import msg, refuse


def repay_guaranteed(
    *, actor: SignedActor, now: datetime, referral_id: int, won: int, on: date, reason: str, key: str
) -> int:
    """Note a repayment of a loan that was taken up, once under one ``key``; return the won of room that
    became free.

    Room of guarantees becomes free, that of loan funds does not. Raises NotAllowed, and Refused without a
    reason, for more than is owed, and where nothing was taken up.
    """
    one = Referral.objects.select_related("grant__version").get(pk=referral_id)
    allow_telling(actor, one.programme)
    refuse_own_word(actor, one.asked_by_id)
    if not reason.strip():
        raise refuse("referrals.reason", msg("say on what it rests: the notice of the body"))
    if on > day_of(now):
        raise refuse("referrals.day", msg("the day is still to come"))
    if won < 1:
        raise refuse("referrals.amount", msg("write how much, in whole won"))
    finance = finance_case(one.grant)
    assert finance is not None, "a referral is of a grant of finance"
    with act(
        "referrals.repay", actor=actor, now=now, reason=reason.strip(), key=f"{referral_id}/{key}"
    ) as this:
        if this.repeated:
            return int(this.result)
        hold_room(finance)
        one = Referral.objects.select_for_update(no_key=True).get(pk=referral_id)
        if one.state != "taken_up" or one.product not in CEILINGED or one.taken_won is None:
            raise refuse("referrals.not_taken", msg("nothing was lent or guaranteed, or it has ended"))
        left = one.taken_won - one.repaid_won
        if won > left:
            raise refuse("referrals.more_than_owed", msg("only {won} won are owed"), won=f"{left:,}")
        freed = 0
        if one.product == "guarantee":
            freed = freed_won(one.taken_won, one.repaid_won, won, finance.covered_bp)
            free_room(this, one, freed)
        Referral.objects.filter(pk=referral_id).update(repaid_won=F("repaid_won") + won)
        this.record("referral", referral_id, repaid=won, freed=freed, on=on.isoformat())
        this.result = freed
    return freed
