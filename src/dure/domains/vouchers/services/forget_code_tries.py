"""Wrong codes that were typed at counters are forgotten once they count no more."""

from __future__ import annotations

from datetime import datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.vouchers.models import CodeTry

KEPT = timedelta(days=90)
"""They stop a counter for a quarter of an hour; whoever looks into guessing has them for three months."""
AT_ONCE = 5_000


def forget_code_tries(*, actor: SignedActor, now: datetime) -> int:
    """Delete tries that are older than the period; return how many. Raises NotAllowed to people.

    The event of each try stays in the log with its shop; no code was ever kept.
    """
    allow_service_alone(actor)
    gone = 0
    while old := list(
        CodeTry.objects.filter(at__lte=now - KEPT).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    ):
        with act("vouchers.forget_code_tries", actor=actor, now=now) as this:
            count, _by_model = CodeTry.objects.filter(pk__in=old).delete()
            if count:  # another worker may have been quicker
                this.record("voucher_code_tries", f"{now:%Y-%m-%d}", forgotten=count)
        gone += count
    return gone
