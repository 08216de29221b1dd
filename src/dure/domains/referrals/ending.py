"""Referrals that end before a body's contract stands: what is held for them is let go."""

from __future__ import annotations

from collections.abc import Sequence

from dure.domains.benefits.models import Grant
from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.referrals.models import Referral
from dure.domains.referrals.room import let_go
from dure.domains.referrals.states import OPEN, REFERRAL_STATES


def end_open(this: Act, ids: Sequence[int], name: str, **changes: object) -> list[Referral]:
    """Move referrals to an end that leaves nothing held; return those that moved, as they are now."""
    moved = move(this, REFERRAL_STATES, Referral, ids, name, changes={"ended_at": this.now, **changes})
    ended = list(Referral.objects.filter(pk__in=moved).order_by("pk"))
    let_go(this, ended)
    return ended


def let_go_of_ended(this: Act, grants: Sequence[Grant]) -> None:
    """Withdraw what is still open of grants that ended; what a body has contracted runs on with the body."""
    ids = [one.pk for one in grants if one.kind == "finance"]
    if not ids:
        return
    some = Referral.objects.filter(grant_id__in=ids, state__in=OPEN).order_by("pk")
    end_open(this, list(some.values_list("pk", flat=True)), "withdraw")
