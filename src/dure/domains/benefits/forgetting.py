"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

Files that prove uses and devices, and what was written freely about them; names on certificates that are out
of force. Amounts, days, serial numbers, hashes of files and titles in force stay: the ledger, the time a
device must be used and the public register rest on them.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from dure.domains.benefits.models import Certificate, Device, DeviceProof, Grant, GrantUse
from dure.domains.events.act import Act
from dure.domains.events.history import forget_history

_MODELS = {"uses": GrantUse, "devices": Device, "grants": Grant, "certificates": Certificate}


def files(programme: str) -> list[UUID]:
    """Return the ids of the files that prove uses and devices."""
    of_uses = GrantUse.objects.filter(grant__programme=programme, evidence__isnull=False)
    of_devices = DeviceProof.objects.filter(device__programme=programme)
    return sorted(
        {*of_uses.values_list("evidence_id", flat=True), *of_devices.values_list("file_id", flat=True)}
    )


def count(programme: str) -> dict[str, int]:
    """Return how many rows say something that may tell of persons."""
    return {name: len(ids) for name, ids in _telling(programme).items()}


def forget(this: Act, programme: str) -> dict[str, int]:
    """Empty what was written about uses, devices and ended grants, and names on old certificates."""
    telling = _telling(programme)
    GrantUse.objects.filter(pk__in=telling["uses"]).update(what="", answer="")
    Device.objects.filter(pk__in=telling["devices"]).update(answer="")
    Grant.objects.filter(pk__in=telling["grants"]).update(end_note="")
    Certificate.objects.filter(pk__in=telling["certificates"]).update(name="", end_note="")
    for name, model in _MODELS.items():
        forget_history(this, model, telling[name])
    return {name: len(ids) for name, ids in telling.items()}


def _telling(programme: str) -> dict[str, list[int]]:
    said = ~Q(answer="")
    uses = GrantUse.objects.filter(said | ~Q(what=""), grant__programme=programme)
    devices = Device.objects.filter(said, programme=programme)
    grants = Grant.objects.filter(~Q(end_note=""), programme=programme)
    old = Certificate.objects.filter(~Q(name="") | ~Q(end_note=""), programme=programme)
    return {
        "uses": list(uses.order_by("pk").values_list("pk", flat=True)),
        "devices": list(devices.order_by("pk").values_list("pk", flat=True)),
        "grants": list(grants.order_by("pk").values_list("pk", flat=True)),
        "certificates": list(old.exclude(state="in_force").order_by("pk").values_list("pk", flat=True)),
    }
