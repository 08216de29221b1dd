"""Somebody takes a consent back: a later answer, and from now on the one that counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from dure.domains.events.act import Actor, act
from dure.domains.events.alone import alone
from dure.domains.privacy.models import Consent
from dure.domains.privacy.queries import consents_of
from dure.engine.problems import msg, refuse


def withdraw_consent(
    *,
    actor: Actor,
    now: datetime,
    merchants: QuerySet[Any],
    merchant_id: int,
    programme: str,
    consent: str,
    needed: bool,
) -> bool:
    """Withdraw a consent; returns whether it was given until now. Twice is once.

    ``merchants`` are the ids of those that the actor acts for, as a subquery; ``needed`` says that an
    application rests on it, which is then what has to be withdrawn. Raises Refused for that, and for a
    consent that was never asked of the actor or of a merchant of the actor.
    """
    with act("consent.withdraw", actor=actor, now=now) as this:
        alone("consent", merchant_id, programme)
        seen = Consent.objects.visible_to(actor, merchants)
        if not seen.filter(merchant_id=merchant_id, programme=programme, consent=consent).exists():
            raise refuse("consent.unknown", msg("there is no such consent"))
        newest = consents_of(merchant_id, programme)[consent]
        if not newest.given:
            return False
        if needed:
            raise refuse(
                "consent.needed",
                msg("your application rests on this consent: withdraw the application instead"),
            )
        Consent.objects.create(
            user_id=actor.user_id,
            merchant_id=merchant_id,
            programme=programme,
            consent=consent,
            version_hash=newest.version_hash,
            given=False,
            at=now,
        )
        this.record("consent", f"{merchant_id}/{programme}/{consent}", given=False)
        return True
