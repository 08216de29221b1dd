"""More proofs of a device are handed in: after it was refused, or when it has been used for a while."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.file import case_in
from dure.domains.benefits.models import Device
from dure.domains.benefits.policies import allow_evidence
from dure.domains.benefits.proving import asked_proofs, later_proofs, put_proofs, refuse_used_serial
from dure.domains.benefits.states import DEVICE_STATES
from dure.domains.benefits.using import hold_grant
from dure.domains.events.act import act
from dure.domains.events.alone import alone, alone_each
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.benefits import Equipment


def add_proof(
    *, actor: SignedActor, now: datetime, device_id: int, files: Mapping[str, tuple[str, bytes]]
) -> None:
    """Keep more proofs; a device that was refused waits for its check again.

    Raises NotAllowed, and Refused without a file, for a proof that the programme does not ask for, a file
    that was handed in already, and a device that was taken away.
    """
    device = Device.objects.select_related("grant__version").get(pk=device_id)
    allow_evidence(actor, device.grant)
    equipment = case_in(device.grant.version, device.grant.benefit).benefit
    assert isinstance(equipment, Equipment)
    if not files:
        raise refuse("benefits.no_file", msg("choose a file"))
    if not set(files) <= {*asked_proofs(equipment), *later_proofs(equipment)}:
        raise refuse("benefits.proof", msg("the programme asks for no such proof"))
    with act("benefits.add_proof", actor=actor, now=now) as this:
        alone_each(
            sorted(("evidence", hashlib.sha256(content).hexdigest()) for _n, content in files.values())
        )
        alone("device", device.serial)
        hold_grant(device.grant_id)
        if Device.objects.filter(pk=device_id, state="removed").exists():
            raise refuse("benefits.removed", msg("this device was taken away"))
        put_proofs(this, device, files)
        if Device.objects.filter(pk=device_id, state="refused").exists():
            refuse_used_serial(device.serial, device_id)
            changes = {"told_by_id": actor.user_id, "told_at": now, "decided_by_id": None, "answer": ""}
            move(this, DEVICE_STATES, Device, [device_id], "hand_in", changes=changes)
        this.record("device", device_id, proofs=len(files))
