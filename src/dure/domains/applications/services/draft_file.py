"""A document is put into a draft, or taken out of it; nothing that was handed in changes by that."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.copying import working_draft
from dure.domains.applications.drafting import documents
from dure.domains.applications.models import Application
from dure.domains.applications.policies import allow_applicant
from dure.domains.applications.ready import working_version
from dure.domains.events.act import act
from dure.domains.privacy.encryption import encrypt
from dure.domains.programmes.queries import loaded
from dure.domains.uploads.services.keep import keep_file
from dure.engine.problems import msg, refuse


def put_file(
    *,
    actor: SignedActor,
    now: datetime,
    application_id: int,
    document: str,
    name: str,
    content: bytes | None,
) -> None:
    """Keep a file (PDF, JPG or PNG up to 20 MB) as a document of a draft; no ``content``: take it out.

    Raises NotAllowed, and Refused for a document that the call does not know or a file that cannot be taken.
    """
    found = Application.objects.select_related("version").get(pk=application_id)
    allow_applicant(actor, found.merchant_id)
    programme = loaded(working_version(found, now)).programme
    if document not in {d.id for d in documents(programme)}:
        raise refuse("document.unknown", msg("this call asks for no such document"))
    with act("application.put_file", actor=actor, now=now) as this:
        entry: dict[str, Any] = {}
        if content is not None:
            kept = keep_file(this, purpose="document", name=name, content=content)
            entry = {
                "id": str(kept.pk),
                "name": encrypt(kept.name),
                "size": kept.size,
                "added_at": now.isoformat(),
            }
        held = Application.objects.select_for_update(no_key=True).get(pk=application_id)
        draft = working_draft(held, programme)
        if draft is None:
            raise refuse("draft.gone", msg("this draft was handed in or put away meanwhile"))
        files = draft.setdefault("files", {})
        if entry:
            files[document] = entry
        elif files.pop(document, None) is None:
            return  # it was taken out before
        draft["counter"] += 1
        draft["saved_at"] = now.isoformat()
        Application.objects.filter(pk=application_id).update(draft=draft)
