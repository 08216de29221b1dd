"""An officer accepts or refuses a document of a proposal."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.models import Proposal, ProposalDocument
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.states import PROPOSAL_DOCUMENT_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def check_proposal_document(
    *, actor: SignedActor, now: datetime, document_id: int, accepted: bool, note: str = ""
) -> None:
    """Accept a document, or refuse it with a note. Raises NotAllowed, and Refused as named below."""
    found = ProposalDocument.objects.select_related("proposal").get(pk=document_id)
    allow_running(actor, found.proposal.programme)
    if not accepted and not note.strip():
        raise refuse("proposal.note", msg("say what is wrong with the document"))
    with act("proposal.check_document", actor=actor, now=now, reason=note.strip()) as this:
        held = Proposal.objects.select_for_update(of=("self",)).get(pk=found.proposal_id)
        if held.state not in ("submitted", "supplementing"):
            raise refuse("proposal.checked", msg("the check of this proposal is over"))
        changes = {"note": note.strip(), "checked_at": now, "checked_by_id": actor.user_id}
        name = "accept" if accepted else "refuse"
        if not move(this, PROPOSAL_DOCUMENT_STATES, ProposalDocument, [document_id], name, changes=changes):
            raise refuse(
                "proposal.document_checked", msg("this document is checked like that, or replaced by another")
            )
