"""Somebody begins an application, or goes on with the one that was begun."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.applications.policies import allow_applicant, refuse_outside_window
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.programmes.queries import call
from dure.engine.problems import msg, refuse

ALIVE = ("withdrawn", "discarded")
"""States in which an application stands no more in the way of a new one."""


def draft_application(*, actor: SignedActor, now: datetime, programme: str, merchant_id: int) -> int:
    """Return the id of a merchant's draft, made where there is none. Twice is once.

    Raises NotAllowed, and Refused outside the window, for a programme that merchants do not apply to, and
    where an application was handed in already (its id is told as ``application``).
    """
    allow_applicant(actor, merchant_id)
    found = call(actor, now, programme)
    if found is None:
        raise refuse("apply.unknown", msg("there is no such call"))
    refuse_outside_window(found.version, now)
    if found.loaded.programme.applicants != "merchant":
        raise refuse("apply.not_merchants", msg("merchants do not apply to this call"))
    with act("application.draft", actor=actor, now=now) as this:
        alone("application", programme, merchant_id)
        living = Application.objects.filter(programme=programme, merchant_id=merchant_id)
        there = living.exclude(state__in=ALIVE).values("pk", "state").first()
        if there is None:
            made = Application.objects.create(
                programme=programme,
                version=found.version,
                merchant_id=merchant_id,
                made_by_id=actor.user_id,
                made_at=now,
                changed_at=now,
                draft={"purpose": "apply", "counter": 0},
            )
            this.record("application", made.pk, move="draft", programme=programme)
            return int(made.pk)
        if there["state"] != "draft":
            raise refuse(
                "apply.already",
                msg("this business has applied to this call already"),
                application=there["pk"],
            )
        return int(there["pk"])
