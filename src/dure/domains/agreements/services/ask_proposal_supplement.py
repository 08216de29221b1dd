"""An officer asks a firm to mend fields and documents of its proposal, by name and until a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.calls import kept_call
from dure.domains.agreements.models import Proposal, ProposalSupplement
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.proposing import DOCUMENT, FIELDS
from dure.domains.agreements.states import PROPOSAL_STATES
from dure.domains.agreements.telling import shortened, tell_firm
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.engine.law.deadlines import SEOUL
from dure.engine.problems import msg, refuse


def ask_proposal_supplement(
    *, actor: SignedActor, now: datetime, proposal_id: int, fields: Sequence[str], note: str
) -> None:
    """Ask for a supplement; it is due at the end of the day that the call's period leads to.

    Raises NotAllowed, and Refused without a note or names, for names that the call does not know, and where
    the proposal is not being checked.
    """
    proposal = Proposal.objects.select_related("organisation").get(pk=proposal_id)
    allow_running(actor, proposal.programme)
    case = kept_call(proposal.programme)
    known = {*FIELDS, *(DOCUMENT + one.id for one in case.call.documents)}
    if not fields or not set(fields) <= known:
        raise refuse("supplement.fields", msg("choose what the firm has to mend"))
    if not note.strip():
        raise refuse("supplement.note", msg("say what has to be mended: the firm reads it"))
    with act("proposal.ask_supplement", actor=actor, now=now, reason=note.strip()) as this:
        if not move(this, PROPOSAL_STATES, Proposal, [proposal_id], "ask_supplement"):
            raise refuse("supplement.not_now", msg("a supplement can be asked while a proposal is checked"))
        day = now.astimezone(SEOUL).replace(hour=0, minute=0, second=0, microsecond=0)
        due = day + timedelta(days=case.call.supplement_days + 1)
        made = ProposalSupplement.objects.create(
            proposal_id=proposal_id,
            fields=list(dict.fromkeys(fields)),
            note=note.strip(),
            asked_by_id=actor.user_id or 0,
            asked_at=now,
            due_at=due,
        )
        tell_firm(
            this, case, proposal, msg("You are asked to mend your proposal."), key=f"supplement/{made.pk}",
            more={"due": (due - timedelta(minutes=1)).isoformat(), **shortened(note)},
        )  # fmt: skip
