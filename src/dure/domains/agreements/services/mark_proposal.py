"""An accountant or a member of the panel scores a proposal that was given to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements.calls import kept_call
from dure.domains.agreements.firms import people_of_firms
from dure.domains.agreements.models import Proposal, ProposalMark, Scorer, given_to
from dure.domains.events.act import act
from dure.engine.problems import msg, refuse

MOST = 100_000


def mark_proposal(
    *,
    actor: SignedActor,
    now: datetime,
    proposal_id: int,
    marks: Mapping[str, tuple[int, str]],
) -> None:
    """Save marks by criterion: thousandths of a point from 0 to 100,000, and a comment.

    Only the criteria that one's kind of scorer scores. Raises NotAllowed to whom the proposal is not given,
    who has not declared yet, or conflicts with its firm, and Refused for other criteria or marks, to whoever
    acts for a firm of the call, and once a choice is proposed.
    """
    proposal = Proposal.objects.visible_to(actor).filter(pk=proposal_id).first()
    given = Scorer.objects.filter(proposal_id=proposal_id, user_id=actor.user_id or 0, ended_at__isnull=True)
    scorer = given.first()
    if proposal is None or scorer is None:
        raise NotAllowed
    if actor.may_in(proposal.programme, "officer", "ministry"):
        raise refuse(
            "scorers.officer",
            msg("whoever runs or supervises this programme (officer, ministry) does not score its proposals"),
        )
    criteria = {c.id for c in kept_call(proposal.programme).call.criteria if c.scored_by == scorer.kind}
    if not set(marks) <= criteria or any(not 0 <= mark <= MOST for mark, _ in marks.values()):
        raise refuse("mark.points", msg("write points from 0 to 100"))
    with act("proposal.mark", actor=actor, now=now) as this:
        held = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
        if not given_to(actor).filter(proposal_id=proposal_id).exists():
            raise NotAllowed
        if scorer.user_id in people_of_firms(held.programme):
            raise refuse("mark.conflict", msg("who acts for a firm of this call cannot score its proposals"))
        if held.state != "checked":
            raise refuse("mark.closed", msg("this proposal is not scored any more"))
        before = {
            one.criterion: (one.thousandths, one.comment)
            for one in ProposalMark.objects.filter(proposal_id=proposal_id, user_id=scorer.user_id)
        }
        for criterion, told in sorted(marks.items()):
            if before.get(criterion) == told:
                continue
            ProposalMark.objects.update_or_create(
                proposal_id=proposal_id,
                criterion=criterion,
                user_id=scorer.user_id,
                defaults={"thousandths": told[0], "comment": told[1], "at": now},
            )
            this.record("proposal", proposal_id, criterion=criterion, thousandths=told[0])
