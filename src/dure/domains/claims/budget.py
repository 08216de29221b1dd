"""What an executor claims of what it spent itself: with what it was handed it stays within the agreement."""

from __future__ import annotations

from dure.domains.claims.models import ClaimLine
from dure.domains.claims.states import COUNTED


def after_won(programme: str, fund: str, executor: str) -> int:
    """Return what is claimed after, and not refused or taken back: as approved, or as claimed until then."""
    lines = ClaimLine.objects.filter(
        claim__programme=programme, claim__fund=fund, claim__executor=executor, claim__way="after",
        state__in=COUNTED,
    )  # fmt: skip
    return sum(
        (supported or 0) if approved is None else approved
        for supported, approved in lines.values_list("supported_won", "approved_won")
    )
