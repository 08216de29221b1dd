"""An officer puts the eligibility rules of a version in another order: the file is kept as a new draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.programmes.rewriting import in_order
from dure.domains.programmes.services.upload import Uploaded, upload_programme
from dure.domains.programmes.sources import Source, source_version


def order_rules(*, actor: SignedActor, now: datetime, version_id: int, ids: Sequence[str]) -> Uploaded:
    """Keep a version's file with its rules in this order as a draft; the version itself stays as it is.

    Verdicts do not depend on the order: it is that of reasons, told to whoever fails several.
    Raises NotAllowed, and Refused unless each rule is named once and stands elsewhere than before.
    """
    found = source_version(actor, version_id)
    source = Source(found.pk, "rules_moved", ".".join(ids))
    return upload_programme(actor=actor, now=now, raw=in_order(found, ids), source=source)
