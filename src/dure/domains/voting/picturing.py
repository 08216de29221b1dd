"""What putting a picture with a candidate and taking it off have in common."""

from __future__ import annotations

from datetime import datetime

from dure.domains.voting.models import Candidate, CandidatePicture
from dure.engine.problems import msg, refuse


def refuse_begun(candidate: Candidate, now: datetime) -> None:
    """Raise Refused once the vote has begun: whoever votes later shall see what the first saw."""
    if candidate.vote.state != "open" or now >= candidate.vote.opens_at:
        raise refuse("picture.begun", msg("the vote has begun: pictures stand as they are"))


def standing_of(candidate: Candidate) -> CandidatePicture | None:
    """Return the picture that stands with a candidate, whether it is found clean or not."""
    found = CandidatePicture.objects.filter(candidate=candidate, taken_off_at__isnull=True)
    return found.select_related("file").first()
