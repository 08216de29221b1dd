"""The ledger is checked by itself, and officers are told at once when it does not hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from dure.domains.events.act import Act, Actor, act
from dure.domains.events.by_itself import refuse_people
from dure.domains.ledger.ledger_report import LedgerVerified
from dure.domains.ledger.models import LedgerCheck
from dure.domains.ledger.proving import verify_ledger
from dure.domains.notices.services.notify import notify
from dure.domains.notices.staff import officers

KEPT = 100
"""So many faults are kept with a check; the command tells them all."""


def check_ledger(*, actor: Actor, now: datetime) -> int:
    """Verify the ledger, keep what came of it, and return the number of faults.

    A fault is an alarm: an event, a notice to the officers of all programmes, and ``/healthz``.
    """
    refuse_people(actor)
    # Read before the act begins: it takes minutes, and an act holds up the sealing of what comes after it.
    with transaction.atomic():
        found = verify_ledger()
    with act("ledger.check", actor=actor, now=now) as this:
        return _keep(this, found)


def _keep(this: Act, found: LedgerVerified) -> int:
    proof, seals = found.proof, found.seals
    faults = [[fault.code, fault.where] for fault in proof.faults]
    faults += [[fault.code, f"{fault.from_id}–{fault.to_id}"] for fault in seals.faults]
    kept = LedgerCheck.objects.create(
        at=this.now,
        accounts=proof.accounts,
        journals=proof.journals,
        transfers=proof.transfers,
        open_holds=proof.open_holds,
        seals=seals.seals,
        unsealed=seals.unsealed,
        last_hash=seals.last_hash,
        faults=faults[:KEPT],
    )
    this.record("ledger_check", kept.pk, transfers=proof.transfers, faults=len(faults), hash=seals.last_hash)
    if faults:
        parameters: dict[str, object] = {"count": len(faults), "fault": faults[0][0], "where": faults[0][1]}
        told = [replace(one, parameters=parameters) for one in officers("", this.now)]
        notify(this, told, template="ledger_fault", key=f"ledger/{kept.pk}")
    return len(faults)
