"""What happened to a claim and its lines, as the event log has it."""

from __future__ import annotations

from django.db.models import Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.models import Claim, ClaimLine
from dure.domains.events.models import Event

MOST_LINES = 200
MOST_EVENTS = 100


def happened(actor: SignedActor, claim_: Claim) -> list[Event]:
    """Return what happened to a claim and its lines, the newest first, where an actor may see it."""
    ids = [
        str(pk)
        for pk in ClaimLine.objects.visible_to(actor)
        .filter(claim_id=claim_.pk)
        .order_by("pk")
        .values_list("pk", flat=True)[:MOST_LINES]
    ]
    of_claim = Q(subject="claim", subject_id=str(claim_.pk))
    return list(
        Event.objects.filter(of_claim | Q(subject="claim_line", subject_id__in=ids)).order_by("-pk")[
            :MOST_EVENTS
        ]
    )
