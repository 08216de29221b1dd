"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

The files that prove what executors gave, for a contract may name a person. Amounts, lines, days and the
hashes of files stay: the ledger and the settlement rest on them.
"""

from __future__ import annotations

from uuid import UUID

from dure.domains.events.act import Act
from dure.domains.funds.models import Delivery


def files(programme: str) -> list[UUID]:
    """Return the ids of the files that prove deliveries."""
    found = Delivery.objects.filter(programme=programme).values_list("evidence_id", flat=True)
    return sorted(set(found))


def count(programme: str) -> dict[str, int]:  # noqa: ARG001  as all subjects are asked
    """Return nothing: no row here names a person."""
    return {}


def forget(this: Act, programme: str) -> dict[str, int]:  # noqa: ARG001  as all are asked
    """Return nothing: the files go with their rows of the store."""
    return {}
