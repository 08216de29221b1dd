"""What was destroyed is noted, within the act that destroys it."""

from __future__ import annotations

from collections.abc import Mapping

from dure.domains.events.act import Act
from dure.domains.privacy.models import Destruction


def note_destruction(this: Act, *, programme: str, counts: Mapping[str, int], basis: str) -> None:
    """Keep one record for each thing of which something was destroyed; nothing leaves none."""
    Destruction.objects.bulk_create(
        Destruction(
            programme=programme,
            what=what,
            count=count,
            basis=basis,
            reason=this.reason,
            at=this.now,
            by_id=this.actor.user_id,
        )
        for what, count in counts.items()
        if count
    )
