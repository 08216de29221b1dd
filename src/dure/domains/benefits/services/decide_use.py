"""A merchant confirms that a use took place, or says that it did not; officers decide what stays open."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.benefits.models import GrantUse
from dure.domains.benefits.owing import cause_of, owe_use
from dure.domains.benefits.policies import (
    allow_granting,
    is_own_grant,
    refuse_carrying_out,
    refuse_same_person,
)
from dure.domains.benefits.states import USE_STATES
from dure.domains.benefits.using import evidence_where_complete, hold_grant
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.funds.entitling import hold_fund
from dure.domains.funds.evidence import release_evidence
from dure.engine.problems import msg, refuse

ACTS = {
    "confirm": "benefits.confirm_use",
    "dispute": "benefits.dispute_use",
    "refuse": "benefits.refuse_use",
}


def decide_use(*, actor: SignedActor, now: datetime, use_id: int, name: str, answer: str = "") -> None:
    """Confirm, dispute or refuse a use that was reported.

    The merchant confirms or disputes; an officer confirms in its place, or refuses, and says why. Raises
    NotAllowed, and Refused to whoever reported it, to an officer who works for who carries it out, without a
    reason where one is owed, and where it waits for no decision. What is confirmed is owed to whoever carried
    it out, where the file pays by the session.
    """
    assert name in ACTS
    use = GrantUse.objects.select_related("grant").get(pk=use_id)
    own = is_own_grant(actor, use.grant)
    if name == "dispute" and not own:
        raise NotAllowed
    if name == "refuse" or not own:
        own = False
        allow_granting(actor, use.grant.programme)
        refuse_carrying_out(actor, use.grant)
    refuse_same_person(actor, use.reported_by_id)
    if not answer.strip() and not (own and name == "confirm"):
        raise refuse("benefits.answer", msg("say why: whoever reported it reads it"))
    with act(ACTS[name], actor=actor, now=now, reason=answer.strip()) as this:
        if name == "confirm" and use.grant.fund:
            hold_fund(use.grant.programme, use.grant.fund)
        grant = hold_grant(use.grant_id)
        changes = {"decided_by_id": actor.user_id, "decided_at": now, "answer": answer.strip()}
        if not move(this, USE_STATES, GrantUse, [use_id], name, changes=changes):
            raise refuse("benefits.not_reported", msg("this waits for no decision any more"))
        if name == "refuse":
            release_evidence(this, [cause_of(use.pk)])
        if name == "confirm":
            owe_use(this, grant, use)
            evidence_where_complete(this, grant)
