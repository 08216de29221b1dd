"""A firm puts a document with its proposal, or takes it out of the draft."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.calls import known_call
from dure.domains.agreements.holding import hold_open
from dure.domains.agreements.models import ProposalDocument
from dure.domains.agreements.policies import allow_firm
from dure.domains.agreements.proposing import DOCUMENT, open_supplement
from dure.domains.agreements.states import PROPOSAL_DOCUMENT_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.uploads.services.keep import keep_file
from dure.engine.problems import msg, refuse


def put_proposal_document(
    *,
    actor: SignedActor,
    now: datetime,
    proposal_id: int,
    document: str,
    name: str,
    content: bytes | None,
    issued_on: date | None,
) -> None:
    """Keep a file (PDF, JPG or PNG up to 20 MB) as a document; it takes the place of the one before.

    No ``content``: only the day of issue of the one that is there changes. The file that is there already,
    and was not looked at yet, stays: the same sent twice is once. Raises NotAllowed, and Refused for
    a document that the call, or the supplement, does not ask for, or a file that cannot be taken.
    """
    allow_firm(actor, proposal_id)
    # No key: what is there says whether the same was sent before; a corrected file is never taken for it.
    with act("proposal.put_document", actor=actor, now=now) as this:
        held = hold_open(proposal_id, now)
        owed = open_supplement(proposal_id) if held.state == "supplementing" else None
        asked = {one.id for one in known_call(held.programme).call.documents}
        if document not in asked or (owed is not None and DOCUMENT + document not in owed.fields):
            raise refuse("document.unknown", msg("this call asks for no such document"))
        before = ProposalDocument.objects.filter(proposal_id=proposal_id, document=document).exclude(
            state="replaced"
        )
        standing = before.select_related("file").first()
        if content is None or _is_there(standing, content):
            if standing is not None and standing.issued_on != issued_on:
                before.update(issued_on=issued_on)
                this.record("proposal_document", standing.pk, issued_on=str(issued_on or ""))
            return
        file = keep_file(this, purpose="document", name=name, content=content)
        if standing is not None:
            move(this, PROPOSAL_DOCUMENT_STATES, ProposalDocument, [standing.pk], "replace")
        made = ProposalDocument.objects.create(
            proposal_id=proposal_id, document=document, file=file, issued_on=issued_on, handed_in_at=now
        )
        this.record("proposal_document", made.pk, proposal=proposal_id, document=document)


def _is_there(standing: ProposalDocument | None, content: bytes) -> bool:
    """Say whether the document holds these bytes, and nobody has accepted or refused it yet."""
    if standing is None or standing.state != "handed_in":
        return False
    return standing.file.sha256 == hashlib.sha256(content).hexdigest()
