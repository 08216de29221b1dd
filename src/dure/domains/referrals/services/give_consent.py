"""A merchant agrees that data go to the body that decides: kept with the very words."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.referrals.consenting import consent_text, has_withdrawn
from dure.domains.referrals.file import finance_case
from dure.domains.referrals.models import Referral
from dure.domains.referrals.policies import allow_asking
from dure.domains.referrals.states import REFERRAL_STATES
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse


def give_consent(*, actor: SignedActor, now: datetime, referral_id: int) -> None:
    """Note that data may go to the body. Raises NotAllowed, and Refused where it is not asked for any more.

    Somebody who took back the consent of the call that the file names for it has to give that one first.
    """
    one = Referral.objects.select_related("grant__version", "application").get(pk=referral_id)
    allow_asking(actor, one.application_id)
    finance = finance_case(one.grant)
    assert finance is not None, "a referral is of a grant of finance"
    with act("referrals.consent", actor=actor, now=now) as this:
        if has_withdrawn(finance, one.application.merchant_id):
            raise refuse(
                "referrals.consent_withdrawn",
                msg("you took back the consent of this call: nothing can be handed to the body"),
            )
        until = finance.kept_until(day_of(now))
        changes = {
            "consented_by_id": actor.user_id, "consented_at": now, "consent_until": until,
            "consent_text": consent_text(finance, one.body, until),
        }  # fmt: skip
        if not move(this, REFERRAL_STATES, Referral, [referral_id], "consent", changes=changes):
            raise refuse("referrals.not_asked", msg("this referral waits for no consent any more"))
