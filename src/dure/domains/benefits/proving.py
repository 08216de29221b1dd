"""What proves that a device was installed and is used: the proofs of the file, each file once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from dure.domains.benefits.models import Device, DeviceProof
from dure.domains.benefits.models_kinds import LIVE_DEVICES
from dure.domains.events.act import Act
from dure.domains.uploads.services.keep import keep_file
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.benefits import Equipment

LATER = ("use_record",)
"""Kinds of proof that come when the device has been used for a while."""
WRITTEN = ("serial_number",)
"""Kinds that are typed and are no file."""
ANY = "installed"
"""The one proof of a benefit whose file names none."""


def asked_proofs(equipment: Equipment) -> tuple[str, ...]:
    """Return the ids of the files that prove the installation, in the order of the programme file."""
    if not equipment.evidence:
        return (ANY,) if equipment.installation_evidence else ()
    return tuple(one.id for one in equipment.evidence if one.kind not in (*LATER, *WRITTEN))


def later_proofs(equipment: Equipment) -> tuple[str, ...]:
    """Return the ids of the files that are handed in when the device has been used for a while."""
    return tuple(one.id for one in equipment.evidence if one.kind in LATER)


def refuse_used_serial(serial: str, but: int | None = None) -> None:
    """Raise Refused where another device of this serial number is installed already, in any programme."""
    if Device.objects.filter(serial=serial, state__in=LIVE_DEVICES).exclude(pk=but).exists():
        raise refuse("benefits.serial_used", msg("a device with this serial number was told of already"))


def put_proofs(this: Act, device: Device, files: Mapping[str, tuple[str, bytes]]) -> None:
    """Keep the files that prove a device; raises Refused for a file that proves another, or this, already."""
    for proof, (name, content) in files.items():
        digest = hashlib.sha256(content).hexdigest()
        if DeviceProof.objects.filter(sha256=digest).exists():
            raise refuse("benefits.evidence_used", msg("this very file was handed in as evidence already"))
        file = keep_file(this, purpose="evidence", name=name, content=content)
        DeviceProof.objects.create(
            device=device, proof=proof, file=file, sha256=digest, put_by_id=this.actor.user_id or 0,
            put_at=this.now,
        )  # fmt: skip
