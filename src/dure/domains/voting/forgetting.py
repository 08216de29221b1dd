"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

Marks of voters and addresses go by themselves long before (``forget_traces``); here goes what is left of
them, and what candidates answered. The reasons for which ballots were set aside are a public record.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from dure.domains.events.act import Act
from dure.domains.voting.models import Ballot, Candidate, CandidatePicture, VerificationTry

TRACES = ("voter", "address", "network", "device", "region")


def files(programme: str) -> list[UUID]:
    """Return the ids of the candidates' pictures; the opened ballots are a public record without persons."""
    found = CandidatePicture.objects.filter(candidate__vote__programme=programme)
    return list(found.order_by("file_id").values_list("file_id", flat=True).distinct())


def count(programme: str) -> dict[str, int]:
    """Return of how many ballots something is kept, and how many candidates' answers."""
    return {"vote_traces": _traces(programme).count(), "candidates": _shown(programme).count()}


def forget(this: Act, programme: str) -> dict[str, int]:  # noqa: ARG001  the act is whose it is
    """Empty both, within the act."""
    VerificationTry.objects.filter(vote__programme=programme).delete()
    return {
        "vote_traces": _traces(programme).update(**dict.fromkeys(TRACES, "")),
        "candidates": _shown(programme).update(shown={}),
    }


def _traces(programme: str) -> QuerySet[Ballot]:
    kept = Q()
    for name in TRACES:
        kept |= ~Q(**{name: ""})
    return Ballot.objects.filter(kept, vote__programme=programme)


def _shown(programme: str) -> QuerySet[Candidate]:
    return Candidate.objects.filter(vote__programme=programme).exclude(shown={})
