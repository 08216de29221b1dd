"""A firm begins a proposal: a draft that nobody else sees."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import Organisation
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements.calls import known_call
from dure.domains.agreements.holding import refuse_outside
from dure.domains.agreements.models import Proposal
from dure.domains.events.act import act
from dure.domains.events.alone import alone


def begin_proposal(*, actor: SignedActor, now: datetime, programme: str) -> int:
    """Begin a proposal and return its id; the draft that one has already is that draft.

    Whoever works for an executor proposes for it. Raises NotAllowed to whoever has not signed in, and
    Refused where there is no call, or it is not open.
    """
    if actor.user_id is None:
        raise NotAllowed
    refuse_outside(known_call(programme), now)
    with act("proposal.begin", actor=actor, now=now) as this:
        alone("proposal", programme, actor.user_id)
        draft = (
            Proposal.objects.own(actor)
            .filter(programme=programme, made_by_id=actor.user_id, state="draft")
            .first()
        )
        if draft is not None:
            return draft.pk
        codes = [code for code in actor.organisations("executor_staff") if _holds(actor, code, programme)]
        own = Organisation.objects.filter(code__in=codes).first() if len(codes) == 1 else None
        made = Proposal.objects.create(
            programme=programme,
            organisation=own,
            firm="" if own is None else own.name_ko,
            made_by_id=actor.user_id,
            made_at=now,
            changed_at=now,
        )
        this.record("proposal", made.pk, programme=programme)
        return made.pk


def _holds(actor: SignedActor, code: str, programme: str) -> bool:
    return actor.holds("executor_staff", code, programme)
