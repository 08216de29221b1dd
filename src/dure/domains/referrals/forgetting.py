"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

Files that were handed over, files that prove answers, and what was written freely about losses and answers.
Amounts, days, loans without their number and hashes of files stay: ceilings and the ledger rest on them.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from dure.domains.events.act import Act
from dure.domains.events.history import forget_history
from dure.domains.referrals.models import Handover, Payout, Referral

_MODELS = {"referrals": Referral, "payouts": Payout, "handovers": Handover}


def files(programme: str) -> list[UUID]:
    """Return the ids of the files that prove what bodies answered."""
    found = Referral.objects.filter(programme=programme, evidence__isnull=False)
    return sorted(set(found.values_list("evidence_id", flat=True)))


def count(programme: str) -> dict[str, int]:
    """Return how many rows say something that may tell of persons."""
    return {name: len(ids) for name, ids in _telling(programme).items()}


def forget(this: Act, programme: str) -> dict[str, int]:
    """Empty the files that were handed over, and what was written about answers and losses."""
    telling = _telling(programme)
    Handover.objects.filter(pk__in=telling["handovers"]).update(content="")
    Payout.objects.filter(pk__in=telling["payouts"]).update(what="", answer="-")
    Referral.objects.filter(pk__in=telling["referrals"]).update(answer="-", contract_no="")
    for name, model in _MODELS.items():
        forget_history(this, model, telling[name])
    return {name: len(ids) for name, ids in telling.items()}


def _telling(programme: str) -> dict[str, list[int]]:
    said = ~Q(answer__in=("", "-"))
    referrals = Referral.objects.filter(said | ~Q(contract_no=""), programme=programme)
    payouts = Payout.objects.filter(~Q(what=""), referral__programme=programme)
    handed = Handover.objects.filter(programme=programme).defer("content").order_by("pk")
    kept = [one.pk for one in handed if one.content]
    return {
        "referrals": list(referrals.order_by("pk").values_list("pk", flat=True)),
        "payouts": list(payouts.order_by("pk").values_list("pk", flat=True)),
        "handovers": kept,
    }
