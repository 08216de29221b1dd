"""Nominations that were not answered lapse when the window of their call closes."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SYSTEM
from dure.domains.applications.models import Nomination
from dure.domains.applications.nominating import forget_contacts
from dure.domains.applications.states import NOMINATION_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.merchants.models import Merchant
from dure.domains.programmes.queries import calls


def lapse_nominations(*, now: datetime) -> int:
    """Let every open nomination of a call that has closed lapse, in one act; return how many."""
    over = list(calls(SYSTEM).filter(closes_at__lte=now).values_list("programme", flat=True))
    due = Nomination.objects.filter(state="open", programme__in=over)
    if not due.exists():
        return 0
    with act("nomination.lapse", actor=SYSTEM, now=now) as this:
        merchants = sorted(set(due.values_list("merchant_id", flat=True)))
        list(Merchant.objects.filter(pk__in=merchants).order_by("pk").select_for_update().only("pk"))
        ids = list(due.filter(merchant_id__in=merchants).values_list("pk", flat=True))
        lapsed = move(this, NOMINATION_STATES, Nomination, ids, "lapse", changes={"answered_at": now})
        forget_contacts(this, merchants)
    return len(lapsed)
