"""A firm saves its draft, or mends the fields that it was asked to mend."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.firms import refuse_twice
from dure.domains.agreements.holding import hold_open
from dure.domains.agreements.models import Proposal
from dure.domains.agreements.policies import allow_firm
from dure.domains.agreements.proposing import Said, changed_columns, open_supplement
from dure.domains.events.act import act
from dure.domains.events.alone import alone


def save_proposal(*, actor: SignedActor, now: datetime, proposal_id: int, said: Said) -> None:
    """Save what was typed, whether it is complete or not; only a supplement's fields once it is handed in.

    Raises NotAllowed, and Refused where the proposal cannot be changed now,
    or a supplement would give it the number of a firm that has one.
    """
    allow_firm(actor, proposal_id)
    with act("proposal.save", actor=actor, now=now) as this:
        alone("proposal", Proposal.objects.values_list("programme", flat=True).get(pk=proposal_id))
        held = hold_open(proposal_id, now)
        owed = None if held.state == "draft" else open_supplement(proposal_id)
        changes = changed_columns(held, said, None if held.state == "draft" else owed.fields if owed else ())
        if owed is not None and "business_no" in changes:
            refuse_twice(held.programme, changes["business_no"], proposal_id)
        if changes:
            Proposal.objects.filter(pk=proposal_id).update(**changes, changed_at=now)
            this.record("proposal", proposal_id, fields=sorted(set(changes) - {"search"}))
