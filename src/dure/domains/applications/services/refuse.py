"""An officer refuses an application at the document check, for reasons that the applicant is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.deciding import LONGEST_REASON, refuse_these
from dure.domains.applications.following import follow, hold_following
from dure.domains.applications.models import Application
from dure.domains.applications.policies_officer import allow_checking, refuse_own_business
from dure.domains.applications.screening import published
from dure.domains.events.act import act
from dure.engine.problems import msg
from dure.engine.problems import refuse as refused


def refuse(
    *, actor: SignedActor, now: datetime, application_id: int, rules: Sequence[str], words: str
) -> None:
    """Refuse an application that was handed in; the notice names the reasons and the right to object.

    ``rules`` are ids of the programme's eligibility rules. Twice is once. Raises NotAllowed; Refused where
    neither rule nor words are given, and for whoever acts for the business.
    """
    programme = Application.objects.values_list("programme", flat=True).get(pk=application_id)
    allow_checking(actor, programme)
    refuse_own_business(actor, application_id)
    called = published(programme, now)
    known = [rule.id for rule in called.loaded.programme.eligibility if rule.id in rules]
    words = words.strip()
    if not known and not words:
        raise refused("refuse.reason", msg("say why: choose a rule, or write the reason"))
    if len(words) > LONGEST_REASON:
        raise refused("refuse.reason", msg("the reason is longer than {limit} letters"), limit=LONGEST_REASON)
    with act("application.refuse", actor=actor, now=now, reason=words) as this:
        hold_following([called.loaded.programme])
        state = (
            Application.objects.select_for_update(no_key=True)
            .values_list("state", flat=True)
            .get(pk=application_id)
        )
        if state == "refused":
            return
        if state != "submitted":
            raise refused("refuse.state", msg("only an application that was handed in is refused"))
        refuse_these(this, {application_id: known}, words, called.loaded.programme)
        follow(this, called.loaded.programme)
