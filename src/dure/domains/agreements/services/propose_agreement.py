"""An officer proposes an agreement to a firm that was chosen."""

from __future__ import annotations

import re
from datetime import datetime

from django.db.models import Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.founding import found_executor
from dure.domains.agreements.firms import refuse_other_firm
from dure.domains.agreements.models import Proposal
from dure.domains.agreements.models_agreement import Agreement
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.taken import refuse_taken
from dure.domains.agreements.telling import tell_side
from dure.domains.agreements.versions import (
    add_version,
    refuse_above_money,
    refuse_above_quota,
    refuse_unfit_terms,
)
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.engine.executors.terms import Terms
from dure.engine.problems import msg, refuse


def propose_agreement(
    *, actor: SignedActor, now: datetime, proposal_id: int, code: str, terms: Terms, reason: str
) -> int:
    """Propose an agreement and return its id; a firm that is new becomes an executor under ``code``.

    Raises NotAllowed, and Refused for terms that cannot be, or give more places than a stage has, for a firm
    that was not chosen, for a code that the file cannot have, and where an agreement is alive already.
    """
    proposal = Proposal.objects.select_related("organisation").get(pk=proposal_id)
    allow_running(actor, proposal.programme)
    refuse_unfit_terms(proposal.programme, terms)
    with act("agreement.propose", actor=actor, now=now, reason=reason.strip()) as this:
        alone("agreements", proposal.programme)
        # Read after the wait: another officer may have made it an executor meanwhile.
        locked = Proposal.objects.select_related("organisation").select_for_update(of=("self",))
        proposal = locked.get(pk=proposal_id)
        if proposal.state != "chosen":
            raise refuse("agreement.not_chosen", msg("only a firm that was chosen gets an agreement"))
        # The name and the number that were judged are those that sign.
        refuse_other_firm(proposal)
        body = proposal.organisation
        _refuse_unfit_code(code if body is None else body.code)
        alive = Agreement.objects.filter(state__in=("proposed", "signed", "in_force"))
        same = Q(proposal_id=proposal_id)
        if body is not None:
            same |= Q(programme=proposal.programme, executor=body.code)
        if alive.filter(same).exists():
            raise refuse("agreement.alive", msg("this firm has an agreement already"))
        refuse_taken(proposal.programme, {stage for stage, number in terms.places if number})
        refuse_above_quota(proposal.programme, [terms], ())
        refuse_above_money(proposal.programme, [terms], ())
        if body is None:
            body = found_executor(
                this, code=code, name_ko=proposal.firm, name_en=proposal.firm, user_id=proposal.made_by_id
            )
            Proposal.objects.filter(pk=proposal_id).update(organisation=body)
        made = Agreement.objects.create(
            programme=proposal.programme,
            executor=body.code,
            organisation=body,
            proposal=proposal,
            proposed_by_id=actor.user_id or 0,
            proposed_at=now,
        )
        add_version(this, made, terms, reason.strip(), 1)
        tell_side(
            this, made, msg("The agency proposes an agreement."), to="executor", key=f"agreement/{made.pk}"
        )
        return made.pk


def _refuse_unfit_code(code: str) -> None:
    """Raise Refused for a code under which no programme file can name an executor."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", code):
        raise refuse(
            "organisation.code",
            msg("the code is 2 to 40 small letters, digits and _, and begins with a letter"),
        )
