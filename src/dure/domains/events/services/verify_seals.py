"""Seals are verified: each hash is worked out anew, and each holds the one before."""

from __future__ import annotations

from collections.abc import Collection

from dure.domains.events.models import Event, Seal
from dure.domains.events.sealing import START, SealFault, SealReport, block_hash


def verify_seals(*, published: Collection[str] = ()) -> SealReport:
    """Verify all seals; ``published`` are hashes that were kept elsewhere and must be among them."""
    faults: list[SealFault] = []
    previous, next_id, events, seals = START, 1, 0, 0
    hashes: set[str] = set()
    for seal in Seal.objects.order_by("to_id").iterator():
        seals += 1
        if seal.previous != previous:
            faults.append(SealFault("chain", seal.from_id, seal.to_id))
        if seal.from_id != next_id:
            faults.append(SealFault("gap", next_id, seal.from_id - 1))
        counted, found = block_hash(seal.previous, seal.from_id, seal.to_id)
        if (counted, found) != (seal.count, seal.hash):
            faults.append(SealFault("changed", seal.from_id, seal.to_id, counted, seal.count))
        previous, next_id, events = seal.hash, seal.to_id + 1, events + counted
        hashes.add(seal.hash)
    faults += [SealFault("lost", hash=one) for one in sorted(set(published) - hashes)]
    unsealed = Event.objects.filter(pk__gte=next_id).count()
    return SealReport(seals, events, unsealed, previous if seals else "", tuple(faults))
