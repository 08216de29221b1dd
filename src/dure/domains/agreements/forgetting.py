"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

Whom to ask about a proposal, what firms said of scorers, what they objected to and why, and the files of all
of these; what was promised, scored, agreed and answered stays.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from dure.domains.agreements.models import FirmObjection, Proposal, ProposalDocument, ScorerRecusal
from dure.domains.events.act import Act
from dure.domains.events.history import forget_history, tracked_models

CONTACT = ("contact_name", "contact_email", "contact_phone")


def files(programme: str) -> list[UUID]:
    """Return the ids of the files that proposals and objections brought."""
    found = ProposalDocument.objects.filter(proposal__programme=programme)
    proofs = FirmObjection.objects.filter(proposal__programme=programme, file__isnull=False)
    return [
        *found.order_by("file_id").values_list("file_id", flat=True),
        *(pk for pk in proofs.order_by("file_id").values_list("file_id", flat=True) if pk is not None),
    ]


def count(programme: str) -> dict[str, int]:
    """Return how many proposals say whom to ask, and how many requests and objections tell why."""
    return {
        "proposals": len(_saying(programme)),
        "scorer_recusals": _recusals(programme).count(),
        "firm_objections": len(_objecting(programme)),
    }


def forget(this: Act, programme: str) -> dict[str, int]:
    """Empty whom to ask and the grounds of objections, within the act."""
    ids = _saying(programme)
    Proposal.objects.filter(pk__in=ids).update(**dict.fromkeys(CONTACT, ""), changed_at=this.now)
    if Proposal in tracked_models().values():
        forget_history(this, Proposal, ids)
    requests = _recusals(programme).update(about="", grounds="")
    objections = _objecting(programme)
    FirmObjection.objects.filter(pk__in=objections).update(grounds="", extended_reason="")
    forget_history(this, FirmObjection, objections)
    return {"proposals": len(ids), "scorer_recusals": requests, "firm_objections": len(objections)}


def _saying(programme: str) -> list[int]:
    found = Proposal.objects.filter(programme=programme).order_by("pk")
    return [one.pk for one in found if any(getattr(one, name) for name in CONTACT)]


def _recusals(programme: str) -> QuerySet[ScorerRecusal]:
    return ScorerRecusal.objects.filter(proposal__programme=programme).exclude(about="", grounds="")


def _objecting(programme: str) -> list[int]:
    found = FirmObjection.objects.filter(proposal__programme=programme).order_by("pk")
    return [one.pk for one in found if one.grounds]
