"""The exchange of the finance bodies as this subject asks it: where it is, and never inside a transaction."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction

from dure.adapters.finance_body import FinanceBodyClient, Parcel, ReferralRow
from dure.domains.events.act import acting
from dure.domains.referrals.handed_file import COLUMNS, WITHDRAWN
from dure.domains.referrals.models import Handover
from dure.engine.problems import msg, refuse

NAMED = (COLUMNS[0], COLUMNS[1])
"""The columns of a file that are not told of a merchant: its reference, and whether it is new."""


def is_there() -> bool:
    """Say whether bodies are reached over the network; where not, officers take files to them."""
    return bool(settings.DURE_FINANCE_URL and settings.DURE_FINANCE_KEY)


@contextmanager
def finance_exchange() -> Iterator[FinanceBodyClient]:
    """Open the exchange for a block; raises Refused where there is none, RuntimeError in an act."""
    if acting() is not None:
        raise RuntimeError("the exchange is asked before an act, never within one")
    # Durable: no transaction waits for somebody else's network.
    with transaction.atomic(durable=True):
        pass
    if not is_there():
        raise refuse(
            "finance.none", msg("no exchange with finance bodies is set up here: take the file there")
        )
    with FinanceBodyClient(settings.DURE_FINANCE_URL, settings.DURE_FINANCE_KEY) as client:
        yield client


def key_of(handover: Handover) -> str:
    """Return the key under which a body knows a file for ever."""
    return f"{handover.programme}/{handover.benefit}/{handover.number}"


def parcel_of(handover: Handover) -> Parcel:
    """Return a file as it goes to the body: what stands in it, and nothing else."""
    rows = csv.DictReader(io.StringIO(handover.content))
    return Parcel(
        key_of(handover),
        handover.programme,
        handover.benefit,
        handover.body,
        handover.content_hash,
        tuple(_row(row) for row in rows),
    )


def _row(row: dict[str, str]) -> ReferralRow:
    kind = "withdrawn" if row[NAMED[1]] == WITHDRAWN else "new"
    told = {name: text for name, text in row.items() if name not in NAMED and text}
    return ReferralRow(row[NAMED[0]], kind, {} if kind == "withdrawn" else told)
