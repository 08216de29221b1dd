"""An applicant puts documents of a stage together: files and days are kept, nothing is handed in by that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.applications.policies import allow_applicant
from dure.domains.events.act import act
from dure.domains.privacy.encryption import encrypt
from dure.domains.selection.stage_documents import already_chosen, held_by, is_chosen, own_case
from dure.domains.selection.stage_drafts import draft_of
from dure.domains.uploads.services.keep import keep_file
from dure.engine.problems import msg, refuse

LONGEST_VALUE = 100


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as it was uploaded."""

    name: str
    content: bytes


def save_stage_draft(
    *,
    actor: SignedActor,
    now: datetime,
    application_id: int,
    stage: str,
    typed: Mapping[str, Sequence[str]],
    file: tuple[str, Brought | None] | None = None,
) -> None:
    """Keep what was typed, and a file (document and content; no content: it is taken out).

    Twice keeps the same. Raises NotAllowed; Refused where the application does not take part in the stage,
    the document cannot be handed in any more, or the file is none that is taken.
    """
    found = Application.objects.get(pk=application_id)
    allow_applicant(actor, found.merchant_id)
    case = own_case(found, stage)
    held = {one.document.id: one for one in held_by(case, [application_id], now)[application_id]}
    if is_chosen(case):
        raise already_chosen()
    if file is not None and (file[0] not in held or not held[file[0]].is_open):
        raise refuse("stage_documents.closed", msg("this document cannot be handed in any more"))
    if any(len(text) > LONGEST_VALUE for texts in typed.values() for text in texts):
        raise refuse("draft.form", msg("this form cannot be kept: please open the page again"))
    with act("stage_documents.save_draft", actor=actor, now=now) as this:
        kept = None
        if file is not None and file[1] is not None:
            kept = keep_file(this, purpose="document", name=file[1].name, content=file[1].content)
        application = Application.objects.select_for_update(no_key=True).get(pk=application_id)
        if application.state != "accepted":
            raise refuse("stage_documents.not_asked", msg("nothing is asked for at the moment"))
        draft = draft_of(application, stage)
        own = {name: list(texts) for name, texts in typed.items() if name.partition(".")[2] in held}
        draft["typed"]["documents"] |= own
        if file is not None:
            draft["files"].pop(file[0], None)
            if kept is not None:
                entry = {"id": str(kept.pk), "name": encrypt(kept.name), "size": kept.size}
                draft["files"][file[0]] = entry | {"added_at": now.isoformat()}
        draft["counter"] += 1
        draft["saved_at"] = now.isoformat()
        Application.objects.filter(pk=application_id).update(draft=draft)
