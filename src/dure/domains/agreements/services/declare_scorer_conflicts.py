"""A scorer says with which firms they have a conflict of interest, before they see any proposal."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.accounts.relations import Declared, refuse_what_says_nothing
from dure.domains.agreements.calls import kept_call
from dure.domains.agreements.conflicts import refuse_while_chosen, shut_out
from dure.domains.agreements.models import Scorer, ScorerDeclaration, to_judge
from dure.domains.agreements.telling import both, tell, texts
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.notices.staff import officers
from dure.engine.problems import msg


def declare_scorer_conflicts(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    seen: Collection[int],
    conflicts: Mapping[int, str],
    signed: bool,
) -> Declared:
    """Keep a scorer's word on the proposals ``seen`` (by id): with which, and of what kind.

    One in conflict is theirs no more, scored or not; what they gave counts no more, and officers are told.
    The others of ``seen`` open. What is not given to them is passed over, so that twice is once. Raises
    NotAllowed, and Refused where it is not signed, a conflict is of no known kind, or a choice is proposed.
    """
    if actor.user_id is None or not to_judge(actor).filter(proposal__programme=programme).exists():
        # Whoever declared everything away already has: nothing is given to them any more.
        if ScorerDeclaration.objects.filter(user_id=actor.user_id or 0, programme=programme).exists():
            return Declared(0, 0)
        raise NotAllowed
    refuse_what_says_nothing(seen, conflicts, signed)
    with act("proposal.declare_conflicts", actor=actor, now=now) as this:
        alone("executor_choice", programme)
        refuse_while_chosen(programme)
        mine = to_judge(actor).filter(proposal__programme=programme, proposal_id__in=list(seen))
        held = {one.proposal_id: one for one in mine.order_by("pk").select_for_update(of=("self",))}
        against = sorted(case for case in conflicts if case in held)
        opened = sorted(
            one.pk for case, one in held.items() if case not in conflicts and one.declared_at is None
        )
        if not against and not opened:
            return Declared(0, 0)
        told = ScorerDeclaration.objects.create(
            programme=programme, user_id=actor.user_id, seen=sorted(held), conflicts=len(against), at=now
        )
        Scorer.objects.filter(pk__in=opened).update(declared_at=now)
        this.record("scorer_declaration", told.pk, opened=len(opened), in_conflict=len(against))
        for case in against:
            shut_out(this, case, actor.user_id, conflicts[case])
        if against:
            parameters = {
                "programme": texts(kept_call(programme).programme.title),
                "what": both(
                    msg("A scorer declared a conflict of interest with {count} firms."), count=len(against)
                ),
            }
            link = f"/officer/executors/{programme}/choice/"
            tell(
                this,
                officers(programme, now),
                "proposal_news",
                parameters,
                link,
                f"scorer-conflicts/{this.id}",
            )
        return Declared(len(opened), len(against))
