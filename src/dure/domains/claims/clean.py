"""The lines that an officer can approve, or confirm, all at once."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.models import ClaimLine
from dure.domains.claims.policies import may_decide

MOST = 2_000
"""So many lines are approved in one act; what is left is for the next."""


def clean_lines(actor: SignedActor, programme: str, step: str) -> list[Any]:
    """Return lines on which nothing was found and nothing was asked, with their claims, the oldest first.

    ``wanted_won`` is what would be approved. Without those that the officer claimed, checked, or acts for.
    """
    seen = ClaimLine.objects.visible_to(actor).filter(
        actor.scope("claim__programme", "officer"), claim__programme=programme
    )
    me = actor.user_id
    if step == "second":
        found = seen.filter(state="checked", remark="").exclude(
            Q(checked_by_id=me) | Q(list_checked_by_id=me)
        )
        found = found.annotate(wanted_won=F("approved_won"))
    else:
        found = seen.filter(state="submitted", findings=[], asked="", remark="", answer="")
        found = found.annotate(wanted_won=F("supported_won"))
    found = found.exclude(Q(claimed_by_id=me) | Q(claim__made_by_id=me))
    lines = list(
        found.select_related("claim__application", "claim__provider__organisation").order_by(
            "claim__submitted_at", "pk"
        )[:MOST]
    )
    claims = {line.claim_id: line.claim for line in lines}
    may = {pk: may_decide(actor, claim) for pk, claim in claims.items()}
    return [line for line in lines if may[line.claim_id]]
