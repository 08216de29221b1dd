"""Who may do what with an application, and when."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.merchants.policies import allow_acting
from dure.domains.programmes.queries import ProgrammeVersion
from dure.engine.problems import Refused, msg, refuse


def allow_applicant(actor: SignedActor, merchant_id: int) -> None:
    """Whoever acts for the merchant; raise NotAllowed for everybody else."""
    allow_acting(actor, merchant_id)


def refuse_outside_window(version: ProgrammeVersion, now: datetime) -> None:
    """Raise Refused before the window opens and from the instant on that it closes."""
    if now < version.opens_at:
        raise refuse("apply.not_open", msg("applications are not taken yet"))
    if now >= version.closes_at:
        raise closed()


def closed() -> Refused:
    """Return the refusal for a window that has closed."""
    return refuse("apply.closed", msg("applications are not taken any more"))
