"""Somebody answers the consents of a call: each answer is kept beside the words that it answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dure.domains.events.act import Act, Actor, act
from dure.domains.privacy.answers import Answers, hold_answers, keep_answers_of
from dure.engine.problems import msg, refuse


def answer_consents(
    *,
    actor: Actor,
    now: datetime,
    merchant_id: int,
    programme: str,
    version_hash: str,
    answers: Mapping[str, bool],
) -> int:
    """Keep the answers (by the id of the consent) that differ from the newest ones; returns how many did.

    Whether the actor acts for the merchant, the caller has asked already: this subject knows no merchants.
    The same answer to the same words is not kept again. Raises Refused where nobody has signed in.
    """
    if actor.user_id is None:
        raise refuse("consent.nobody", msg("sign in to answer for yourself"))
    with act("consent.answer", actor=actor, now=now) as this:
        return keep_answers(
            this, merchant_id=merchant_id, programme=programme, version_hash=version_hash, answers=answers
        )


def keep_answers(
    this: Act, *, merchant_id: int, programme: str, version_hash: str, answers: Mapping[str, bool]
) -> int:
    """Keep the answers that differ from the newest ones, within an act that is open; returns how many did."""
    hold_answers([(merchant_id, programme)])
    return keep_answers_of([Answers(this, merchant_id, programme, version_hash, answers)])
