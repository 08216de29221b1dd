"""Posting: the one way in which amounts move from account to account.

A journal is posted whole or not at all, within an act, and once under its key: whoever posts the same again
under that key finds it done; another request under it is refused. Accounts are locked by ascending id after
everything else that an act locks.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db import DatabaseError, connection, transaction

from dure.domains.events.act import Act, acting
from dure.domains.events.statements import send
from dure.domains.ledger.models import KINDS, Account
from dure.engine.problems import Refused, msg, refuse

KEYS = uuid.UUID("6f1f3a5e-0f0f-5d0c-9a53-0b8d6b5f2d11")
"""The namespace in which keys of journals become their ids."""
POST = "SELECT ledger_post(" + ", ".join(
    [
        *("%s::uuid", "%s", "%s", "%s", "%s::bigint", "%s", "%s::uuid", "%s::timestamptz", "%s::timestamptz"),
        *("%s::bigint[]", "%s::bigint[]", "%s::bigint[]", "%s::smallint[]"),
        *("%s::uuid[]", "%s::integer[]", "%s::timestamptz[]"),
    ]
) + ")"  # fmt: skip
STANDS = "SELECT seq, request FROM ledger_transfer WHERE journal_id = %s AND line = 1"
LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class Held:
    """Where a hold stands: its journal and the line in it, which counts from 1."""

    journal: uuid.UUID
    line: int = 1


@dataclass(frozen=True, slots=True)
class Leg:
    """One transfer to be posted, by the ids of its accounts; made by the functions below."""

    debit: int
    credit: int
    amount: int
    kind: int
    held: Held | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """A journal that stands: its id, its place in the order of coming, and whether it stood before."""

    id: uuid.UUID
    seq: int
    repeated: bool

    def hold(self, line: int = 1) -> Held:
        """Return where one of its holds stands."""
        return Held(self.id, line)


def move(debit: int, credit: int, amount: int) -> Leg:
    """Return the transfer of an amount at once."""
    return Leg(debit, credit, amount, KINDS["move"])


def hold(debit: int, credit: int, amount: int, expires_at: datetime | None = None) -> Leg:
    """Return a hold: the amount is spoken for until it is taken, released, or the hold expires."""
    return Leg(debit, credit, amount, KINDS["hold"], None, expires_at)


def take(held: Held, debit: int, credit: int, amount: int) -> Leg:
    """Return the taking of a hold, whole or in part; what is left of it is released."""
    return Leg(debit, credit, amount, KINDS["take"], held)


def release(held: Held, debit: int, credit: int, amount: int) -> Leg:
    """Return the release of a hold, by its whole amount."""
    return Leg(debit, credit, amount, KINDS["release"], held)


def post(
    this: Act,
    *,
    key: str,
    what: str,
    legs: Sequence[Leg],
    happened_at: datetime | None = None,
) -> Posted:
    """Post a journal of one or more transfers; ``what`` says in a word of our own what it is for.

    Raises Refused, with nothing posted: ``ledger.key`` (another request under this key), ``ledger.short`` (an
    account would go below zero), ``ledger.full`` (above its ceiling), ``ledger.unit`` (two units),
    ``ledger.hold`` (there is no such hold, or not as much), ``ledger.resolved`` (the hold was taken or
    released before), ``ledger.account`` (there is no such account), ``ledger.amount``.
    """
    assert acting() is this, "amounts move in an act"
    assert legs, "a journal has a transfer at least"
    if any(not 0 < leg.amount < LARGEST for leg in legs):
        raise refuse("ledger.amount", msg("an amount is a whole number above zero"))
    if any(leg.debit == leg.credit for leg in legs):
        raise refuse("ledger.amount", msg("an amount moves between two accounts"))
    found, request = uuid.uuid5(KEYS, key), request_hash(what, legs)
    values = [
        *(found, request, what, this.reason, this.actor.user_id, this.actor.role, this.id),
        *(happened_at or this.now, this.now),
        *([leg.debit for leg in legs], [leg.credit for leg in legs], [leg.amount for leg in legs]),
        [leg.kind for leg in legs],
        [None if leg.held is None else leg.held.journal for leg in legs],
        [None if leg.held is None else leg.held.line for leg in legs],
        [leg.expires_at for leg in legs],
    ]
    try:
        # A savepoint: whoever is refused may go on with the act, as with the next in a batch.
        with transaction.atomic():
            ((seq,),) = send(POST, values).fetchall()
    except DatabaseError as fault:
        if _told(fault)[1] == "ledger_transfer_pkey":
            return _again(found, key, request)
        raise _refusal(fault) from fault
    return Posted(found, seq, False)


def _again(found: uuid.UUID, key: str, request: str) -> Posted:
    """Return what stands under a key already; raises Refused where that is something else."""
    ((seq, was),) = send(STANDS, [found]).fetchall()
    if was != request:
        raise refuse("ledger.key", msg("something else was posted under the key {key}"), key=key)
    return Posted(found, seq, True)


def request_hash(what: str, legs: Sequence[Leg]) -> str:
    """Return the hash of what is asked for: equal for equal requests, whenever they are made."""
    told = [
        [leg.debit, leg.credit, leg.amount, leg.kind]
        + ([] if leg.held is None else [str(leg.held.journal), leg.held.line])
        for leg in legs
    ]
    return hashlib.sha256(orjson.dumps([what, told])).hexdigest()


_RESOLVED = ("ledger.resolved", msg("the hold was taken or released before"))
_CODES = {
    "LG001": ("ledger.unit", msg("an amount moves between accounts of one unit")),
    "LG002": ("ledger.hold", msg("there is no such hold, or it is not as large")),
    "LG003": ("ledger.account", msg("there is no such account")),
    "LG004": _RESOLVED,
}
_CONSTRAINTS = {
    # The same hold twice in one journal: either check may see it first.
    "ledger_hold_once": _RESOLVED,
    "ledger_held_not_negative": _RESOLVED,
}
_LIMITS = ("ledger_floor", "ledger_ceiling")


def _told(fault: Exception) -> tuple[str | None, str | None]:
    """Return the state and the constraint that the database tells of a fault."""
    told = getattr(fault.__cause__, "diag", None)
    return getattr(told, "sqlstate", None), getattr(told, "constraint_name", None)


def _refusal(fault: Exception) -> Refused:
    """Return what the database refused in words; faults of another kind go on as they are."""
    state, constraint = _told(fault)
    if state in _CODES:
        code, message = _CODES[state]
        return refuse(code, message)
    if constraint in _CONSTRAINTS:
        code, message = _CONSTRAINTS[constraint]
        return refuse(code, message)
    if constraint in _LIMITS:
        # The database tells the row that it refused, its id first.
        detail = getattr(getattr(fault.__cause__, "diag", None), "message_detail", "")
        row = re.search(r"\((\d+),", detail or "")
        assert row is not None, "PostgreSQL names the row that breaks a check"
        account = Account.objects.get(pk=int(row[1]))
        # A ceiling of nothing is how an account is kept that may not owe.
        if constraint == "ledger_floor" or not account.ceiling:
            return refuse("ledger.short", msg("{account}: there is not as much left"), account=account.code)
        return refuse(
            "ledger.full",
            msg("{account}: no more than {ceiling} may stand on it"),
            account=account.code,
            ceiling=f"{account.ceiling:,}",
        )
    raise fault


def ids_of(codes: Sequence[str]) -> dict[str, int]:
    """Return the ids of accounts by code; raises Refused where one is not open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, id FROM ledger_account WHERE code = ANY (%s)", [list(codes)])
        found = dict(cursor.fetchall())
    missing = next((code for code in codes if code not in found), None)
    if missing is not None:
        raise refuse("ledger.account", msg("there is no account {account}"), account=missing)
    return found
