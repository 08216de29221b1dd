"""A draft moves to the programme's newest version: what is handed in, is so under the rules in force."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.applications.policies import allow_applicant
from dure.domains.events.act import act
from dure.domains.programmes.queries import call


def move_draft(*, actor: SignedActor, now: datetime, application_id: int) -> bool:
    """Move a draft that was begun under an older version; returns whether it moved. Twice is once.

    The version that it came from is kept, so that its page can tell what changed. An application that was
    handed in stays under its version until a change of it is.
    """
    found = Application.objects.only("merchant_id", "programme", "version_id").get(pk=application_id)
    allow_applicant(actor, found.merchant_id)
    newest = call(actor, now, found.programme)
    if newest is None or newest.version.pk == found.version_id:
        return False
    with act("application.move_draft", actor=actor, now=now) as this:
        held = (
            Application.objects.select_for_update(no_key=True)
            .only("state", "version_id", "draft")
            .get(pk=application_id)
        )
        if held.state != "draft" or held.version_id == newest.version.pk:
            return False
        draft = held.draft | {"moved_from": held.draft.get("moved_from") or held.version_id}
        Application.objects.filter(pk=application_id).update(version=newest.version, draft=draft)
        this.record("application", application_id, move="version", version=newest.version.hash)
        return True
