"""Somebody leaves a change be: the application stands as it was handed in."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.applications.policies import allow_applicant
from dure.domains.events.act import act


def drop_change(*, actor: SignedActor, now: datetime, application_id: int) -> None:
    """Put the working copy of a change away. Twice is once. Raises NotAllowed."""
    found = Application.objects.only("merchant_id").get(pk=application_id)
    allow_applicant(actor, found.merchant_id)
    with act("application.drop_change", actor=actor, now=now):
        Application.objects.filter(pk=application_id, draft__purpose="change").update(draft={})
