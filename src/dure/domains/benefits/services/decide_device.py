"""An officer accepts the installation of a device or refuses it, and notes one that was taken away."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.models import Device, Grant
from dure.domains.benefits.policies import allow_granting, refuse_same_person
from dure.domains.benefits.states import DEVICE_STATES, GRANT_STATES
from dure.domains.benefits.using import evidence_where_complete, hold_grant
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse

ACTS = {
    "accept": "benefits.accept_device",
    "refuse": "benefits.refuse_device",
    "remove": "benefits.remove_device",
}


def decide_device(
    *,
    actor: SignedActor,
    now: datetime,
    device_id: int,
    name: str,
    answer: str = "",
    removed_on: date | None = None,
) -> None:
    """Accept or refuse what was handed in of a device, or note on which day it was sold or taken away.

    A device that goes before its time (의무사용기간) leaves its grant evidenced no more, and the event says
    by how many days it was early: whether money is asked back is decided elsewhere. Raises NotAllowed, and
    Refused to whoever told of the device, without a reason where one is owed, and where it does not stand so.
    """
    assert name in ACTS
    device = Device.objects.select_related("grant").get(pk=device_id)
    allow_granting(actor, device.programme)
    if name != "remove":
        refuse_same_person(actor, device.told_by_id)
    if name != "accept" and not answer.strip():
        raise refuse("benefits.answer", msg("say why: whoever reported it reads it"))
    day = removed_on or day_of(now)
    if name == "remove" and (day > day_of(now) or day < device.installed_on):
        raise refuse("benefits.day", msg("the day lies between the installation and today"))
    with act(ACTS[name], actor=actor, now=now, reason=answer.strip()) as this:
        grant = hold_grant(device.grant_id)
        changes: dict[str, Any] = {"answer": answer.strip()}
        details: dict[str, Any] = {}
        if name == "remove":
            changes["removed_on"] = day
            early = (device.use_until - day).days if device.use_until else 0
            details["days_early"] = max(0, early)
        else:
            changes |= {"decided_by_id": actor.user_id, "decided_at": now}
        if not move(this, DEVICE_STATES, Device, [device_id], name, changes=changes, details=details):
            raise refuse("benefits.not_installed", msg("this waits for no decision any more"))
        if name == "accept":
            evidence_where_complete(this, grant)
        elif name == "remove" and details["days_early"]:
            move(this, GRANT_STATES, Grant, [grant.pk], "reopen")
