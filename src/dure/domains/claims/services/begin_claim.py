"""Somebody begins a claim on one kind of money."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.claims.models import Claim
from dure.domains.claims.sources import Source, sources_of
from dure.domains.events.act import act
from dure.engine.problems import msg, refuse

LONGEST_TITLE = 200


def begin_claim(*, actor: SignedActor, now: datetime, source: Source, title: str, key: str) -> int:
    """Make an empty draft and return it; again under its key it is the same one.

    Raises NotAllowed where the money is not there for whoever asks, and Refused without a title.
    """
    if source not in sources_of(actor):
        raise NotAllowed
    if not title.strip() or len(title.strip()) > LONGEST_TITLE:
        raise refuse("claims.title", msg("say in a few words what is claimed"))
    with act("claims.begin", actor=actor, now=now, key=f"{actor.user_id}/{key}") as this:
        if this.repeated:
            return int(this.result)
        made = Claim.objects.create(
            programme=source.programme, fund=source.fund, year=source.year, side=source.side, way=source.way,
            executor=source.executor, provider_id=source.provider or None,
            application_id=source.application or None, benefit=source.benefit, line=source.line,
            title=title.strip(), made_by_id=actor.user_id or 0, made_at=now,
        )  # fmt: skip
        this.record("claim", made.pk, side=source.side, way=source.way)
        this.result = made.pk
        return made.pk
