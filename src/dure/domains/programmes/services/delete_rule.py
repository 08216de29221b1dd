"""An officer deletes a rule of a version, with a reason: the file without it is kept as a new draft."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.programmes.rewriting import without_rule
from dure.domains.programmes.services.upload import Uploaded, upload_programme
from dure.domains.programmes.sources import Source, source_version
from dure.engine.problems import msg, refuse
from dure.engine.programme.rule_places import RulePlace


def delete_rule(
    *, actor: SignedActor, now: datetime, version_id: int, place: RulePlace, reason: str
) -> Uploaded:
    """Keep a version's file without one rule as a draft; the version itself stays as it is.

    Raises NotAllowed, and Refused without a reason and with every problem of the file that is left: a
    document that answers the rule, say.
    """
    found = source_version(actor, version_id)
    if not reason.strip():
        raise refuse("rule.delete_reason", msg("say why: the reason is kept with the new draft"))
    source = Source(found.pk, "rule_deleted", place.key)
    raw = without_rule(found, place)
    return upload_programme(actor=actor, now=now, raw=raw, source=source, reason=reason.strip())
