"""A merchant declines a nomination, with a reason; nobody has to sign in for that."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Nomination
from dure.domains.applications.nominating import (
    DECLINE_REASONS,
    forget_contacts,
    refuse_answered,
    sought_nomination,
)
from dure.domains.applications.states import NOMINATION_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.merchants.models import Merchant
from dure.engine.problems import Problem, Refused, msg, refuse

LONGEST = 500


def decline_nomination(
    *,
    actor: SignedActor,
    now: datetime,
    token: str = "",
    nomination_id: int | None = None,
    because: str,
    words: str = "",
) -> None:
    """Decline a nomination, by the secret of its letter or as one's own by its id. Twice is once.

    ``because`` is a code, ``words`` are told to the executor. Contacts that are known from nominations alone
    are forgotten. Raises Refused where the letter opens nothing, it was answered otherwise, or no reason is
    chosen.
    """
    sought = sought_nomination(actor, token, nomination_id)
    if sought is None:
        raise refuse("nomination.unknown", msg("there is no such nomination"))
    words = words.strip()[:LONGEST]
    problems = []
    if because not in DECLINE_REASONS:
        problems.append(Problem("decline.because", msg("choose why you decline")))
    if because == "other" and not words:
        problems.append(Problem("decline.words", msg("write in a few words why")))
    if problems:
        raise Refused(problems)
    with act("nomination.decline", actor=actor, now=now, reason=words) as this:
        Merchant.objects.select_for_update().only("pk").get(pk=sought.merchant_id)
        held = Nomination.objects.select_for_update().get(pk=sought.pk)
        if held.state == "declined":
            return
        if held.state != "open":
            raise refuse_answered(held)
        told = {"because": because}
        changes = {"answered_at": now}
        move(this, NOMINATION_STATES, Nomination, [held.pk], "decline", changes=changes, details=told)
        forget_contacts(this, [held.merchant_id])
