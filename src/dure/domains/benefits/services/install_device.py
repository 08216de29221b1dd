"""A device is told of with its serial number and the proofs that the file asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.file import case_in
from dure.domains.benefits.models import Device, Grant
from dure.domains.benefits.policies import allow_evidence
from dure.domains.benefits.proving import asked_proofs, put_proofs, refuse_used_serial
from dure.domains.benefits.using import begin, hold_grant, refuse_ended, refuse_other_kind
from dure.domains.events.act import act
from dure.domains.events.alone import alone, alone_each
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.programme.models.benefits import Equipment
from dure.engine.programme.retention import months_after


@dataclass(frozen=True, slots=True)
class Installed:
    """What was installed: its name, the serial number on it, and the day."""

    name: str
    serial: str
    on: date


def install_device(
    *,
    actor: SignedActor,
    now: datetime,
    grant_id: int,
    installed: Installed,
    files: Mapping[str, tuple[str, bytes]],
) -> int:
    """Keep a device with its proofs (by their ids in the file: name and content) and return it.

    Whoever carries the benefit out tells of it, or the merchant. Raises NotAllowed, and Refused for what is
    missing, a serial number or a file that speaks for another device, more devices than were granted, and a
    grant that ended.
    """
    grant = Grant.objects.select_related("version").get(pk=grant_id)
    allow_evidence(actor, grant)
    refuse_other_kind(grant, "equipment")
    equipment = case_in(grant.version, grant.benefit).benefit
    assert isinstance(equipment, Equipment)
    serial = "".join(installed.serial.split()).upper()
    if problems := _problems(equipment, grant, installed, serial, files, now):
        raise Refused(problems)
    with act("benefits.install_device", actor=actor, now=now) as this:
        alone_each(
            sorted(("evidence", hashlib.sha256(content).hexdigest()) for _n, content in files.values())
        )
        alone("device", serial)
        grant = hold_grant(grant_id)
        refuse_ended(grant)
        refuse_used_serial(serial)
        live = Device.objects.filter(grant=grant).exclude(state="removed").count()
        if live >= (grant.units or 1):
            raise refuse("benefits.no_units", msg("{left} of {all} are left of this grant"), left=0, all=live)
        months = equipment.used_for_months
        made = Device.objects.create(
            grant=grant, programme=grant.programme, number=Device.objects.filter(grant=grant).count() + 1,
            name=installed.name.strip(), serial=serial, installed_on=installed.on,
            use_until=months_after(installed.on, months) if months else None,
            told_by_id=actor.user_id or 0, told_at=now,
        )  # fmt: skip
        put_proofs(this, made, files)
        this.record("device", made.pk, grant=grant_id, number=made.number)
        begin(this, grant)
    return made.pk


def _problems(
    equipment: Equipment,
    grant: Grant,
    installed: Installed,
    serial: str,
    files: Mapping[str, tuple[str, bytes]],
    now: datetime,
) -> list[Problem]:
    found = []
    if not installed.name.strip():
        found.append(Problem("benefits.device", msg("say what the device is called")))
    if not serial:
        found.append(Problem("benefits.serial", msg("write the serial number that stands on the device")))
    if installed.on > day_of(now):
        found.append(Problem("benefits.day", msg("the day is still to come")))
    if installed.on < grant.starts_on:
        found.append(Problem("benefits.before", msg("the day is before the grant")))
    for proof in asked_proofs(equipment):
        if proof not in files:
            found.append(Problem(f"proof.{proof}", msg("hand in this proof")))
    return found
