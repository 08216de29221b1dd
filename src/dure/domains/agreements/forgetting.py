"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

Whom to ask about a proposal, its files, and what firms said of scorers; what was promised, scored and
agreed stays.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from dure.domains.agreements.models import Proposal, ProposalDocument, ScorerRecusal
from dure.domains.events.act import Act
from dure.domains.events.history import forget_history, tracked_models

CONTACT = ("contact_name", "contact_email", "contact_phone")


def files(programme: str) -> list[UUID]:
    """Return the ids of the files that proposals brought."""
    found = ProposalDocument.objects.filter(proposal__programme=programme)
    return list(found.order_by("file_id").values_list("file_id", flat=True))


def count(programme: str) -> dict[str, int]:
    """Return how many proposals still say whom to ask."""
    return {"proposals": len(_saying(programme)), "scorer_recusals": _recusals(programme).count()}


def forget(this: Act, programme: str) -> dict[str, int]:
    """Empty whom to ask, within the act."""
    ids = _saying(programme)
    Proposal.objects.filter(pk__in=ids).update(**dict.fromkeys(CONTACT, ""), changed_at=this.now)
    if Proposal in tracked_models().values():
        forget_history(this, Proposal, ids)
    requests = _recusals(programme).update(about="", grounds="")
    return {"proposals": len(ids), "scorer_recusals": requests}


def _saying(programme: str) -> list[int]:
    found = Proposal.objects.filter(programme=programme).order_by("pk")
    return [one.pk for one in found if any(getattr(one, name) for name in CONTACT)]


def _recusals(programme: str) -> QuerySet[ScorerRecusal]:
    return ScorerRecusal.objects.filter(proposal__programme=programme).exclude(about="", grounds="")
