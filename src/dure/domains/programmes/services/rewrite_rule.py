"""An officer changes or adds a rule of a version: the changed file is kept as a new draft."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.programmes.rewriting import RuleChange, rewritten
from dure.domains.programmes.services.upload import Uploaded, upload_programme
from dure.domains.programmes.sources import Source, source_version


def rewrite_rule(*, actor: SignedActor, now: datetime, version_id: int, change: RuleChange) -> Uploaded:
    """Keep a version's file with one rule changed as a draft; the version itself stays as it is.

    The same change again is the same draft. Raises NotAllowed, and Refused with every problem of the change
    and of the file that it makes.
    """
    found = source_version(actor, version_id)
    source = Source(found.pk, "rule_added" if change.is_new else "rule_changed", change.place.key)
    return upload_programme(actor=actor, now=now, raw=rewritten(found, change), source=source)
