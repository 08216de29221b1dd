"""Another officer than the one who imposed it lifts a ban."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.sanctions.imposing import lift
from dure.domains.sanctions.models import Sanction
from dure.engine.problems import msg, refuse


def lift_sanction(*, actor: SignedActor, now: datetime, sanction_id: int, reason: str) -> None:
    """Lift it with a reason; it stays in the register.

    Raises NotAllowed, and Refused to whoever imposed it, without a reason, and where it is lifted already.
    """
    one = Sanction.objects.get(pk=sanction_id)
    if not actor.may_in(one.programme, "officer"):
        raise NotAllowed
    if actor.user_id == one.imposed_by_id:
        raise refuse("sanctions.same_person", msg("you imposed this ban: another officer has to lift it"))
    if not reason.strip():
        raise refuse("sanctions.reason", msg("say why"))
    with act("sanctions.lift", actor=actor, now=now, reason=reason.strip()) as this:
        if not lift(this, one.cause, reason.strip()):
            raise refuse("sanctions.lifted", msg("this ban is lifted already"))
