"""Seals are verified: each hash is worked out anew, and each holds the one before."""

from __future__ import annotations

from collections.abc import Collection

from dure.domains.events.event_log import EVENTS
from dure.domains.events.seal_report import SealReport
from dure.domains.events.sealing import verify_log


def verify_seals(*, published: Collection[str] = ()) -> SealReport:
    """Verify all seals; ``published`` are hashes that were kept elsewhere and must be among them."""
    return verify_log(EVENTS, published)
