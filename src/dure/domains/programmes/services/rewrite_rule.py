"""An officer changes or adds a rule of a version: the changed file is kept as a new draft."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.programmes.policies import allow_editing
from dure.domains.programmes.queries import version
from dure.domains.programmes.rewriting import RuleChange, rewritten
from dure.domains.programmes.services.upload import Uploaded, upload_programme
from dure.engine.problems import msg, refuse


def rewrite_rule(*, actor: SignedActor, now: datetime, version_id: int, change: RuleChange) -> Uploaded:
    """Keep a version's file with one rule changed as a draft; the version itself stays as it is.

    The same change again is the same draft. Raises NotAllowed, and Refused with every problem of the change
    and of the file that it makes.
    """
    found = version(actor, version_id)
    if found is None:
        raise refuse("rule.no_version", msg("there is no such version"))
    allow_editing(actor, found.programme)
    return upload_programme(actor=actor, now=now, raw=rewritten(found, change))
