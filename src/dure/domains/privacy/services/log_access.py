"""Somebody looks at personal data: it is noted before it is shown."""

from __future__ import annotations

from datetime import datetime

from dure.domains.events.act import Actor
from dure.domains.privacy.models import AccessKind, AccessRecord
from dure.engine.problems import msg, refuse


def log_access(
    *,
    actor: Actor,
    now: datetime,
    address: str | None,
    kind: str,
    subject: str,
    subject_id: object = "",
    subjects: int = 1,
    what: str,
    reason: str = "",
) -> None:
    """Note a look at personal data; raises Refused for a download without a reason."""
    if kind == AccessKind.DOWNLOAD and not reason.strip():
        raise refuse("access.reason", msg("say why: a download of personal data is kept with its reason"))
    AccessRecord.objects.create(
        at=now,
        actor_id=actor.user_id,
        role=actor.role,
        address=address,
        kind=kind,
        subject=subject,
        subject_id=str(subject_id),
        subjects=subjects,
        what=what,
        reason=reason.strip(),
    )
