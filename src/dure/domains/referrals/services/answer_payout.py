"""An officer notes what the insurer paid for a loss, or why it paid nothing."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Sum

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.referrals.file import finance_case
from dure.domains.referrals.models import Payout, Referral
from dure.domains.referrals.policies import allow_telling, refuse_own_word
from dure.domains.referrals.states import PAYOUT_STATES
from dure.engine.law.deadlines import day_of
from dure.engine.money.premium import payable_won
from dure.engine.problems import msg, refuse


def answer_payout(
    *, actor: SignedActor, now: datetime, payout_id: int, paid_won: int, on: date, answer: str = ""
) -> None:
    """Note what an insurer paid (0: nothing, with its reason).

    All payouts of a cover together are at most the sum insured. Raises NotAllowed, and Refused for more
    than that or than was asked, without a reason where nothing is paid, and where it was answered before.
    """
    payout = Payout.objects.select_related("referral__grant__version").get(pk=payout_id)
    one = payout.referral
    allow_telling(actor, one.programme)
    refuse_own_word(actor, payout.asked_by_id)
    if on > day_of(now):
        raise refuse("referrals.day", msg("the day is still to come"))
    if paid_won < 0 or (not paid_won and not answer.strip()):
        raise refuse("referrals.answer", msg("write the reason that the body gave"))
    finance = finance_case(one.grant)
    assert finance is not None, "a referral is of a grant of finance"
    with act("referrals.answer_payout", actor=actor, now=now, reason=answer.strip()) as this:
        Referral.objects.select_for_update(no_key=True).get(pk=one.pk)
        before = Payout.objects.filter(referral=one, state="paid").aggregate(won=Sum("paid_won"))["won"] or 0
        cover = finance.cover_won(one.starts_on or day_of(now))
        most = payable_won(payout.asked_won, cover_won=cover, paid_before_won=before)
        if paid_won > most:
            raise refuse("referrals.above_cover", msg("no more than {won} won"), won=f"{most:,}")
        changes = {"decided_by_id": actor.user_id, "decided_at": now, "answer": answer.strip()}
        paid = {"paid_won": paid_won, "paid_on": on} if paid_won else {}
        name = "pay" if paid_won else "refuse"
        if not move(this, PAYOUT_STATES, Payout, [payout_id], name, changes={**changes, **paid}):
            raise refuse("referrals.payout_answered", msg("this was answered before"))
