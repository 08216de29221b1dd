"""A merchant takes a referral back, and with it the consent: what is held for it is free again."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.referrals.ending import end_open
from dure.domains.referrals.models import Referral
from dure.domains.referrals.policies import allow_asking
from dure.engine.problems import msg, refuse


def withdraw_referral(*, actor: SignedActor, now: datetime, referral_id: int) -> None:
    """Withdraw a referral that no contract came of yet; a body that has the data is told in the next file.

    Raises NotAllowed, and Refused where it ended, or a contract with the body stands.
    """
    one = Referral.objects.get(pk=referral_id)
    allow_asking(actor, one.application_id)
    with act("referrals.withdraw", actor=actor, now=now) as this:
        alone("referral", one.grant_id)
        if not end_open(this, [referral_id], "withdraw"):
            raise refuse(
                "referrals.too_late",
                msg("this referral has ended, or your contract with the body stands: ask the body to end it"),
            )
