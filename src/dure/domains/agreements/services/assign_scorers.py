"""An officer gives proposals to accountants and to the panel, or takes them away again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.calls import kept_call
from dure.domains.agreements.conflicts import known_conflicts, running_among, set_aside
from dure.domains.agreements.firms import people_of_firms
from dure.domains.agreements.models import SCORER_ROLES, ExecutorChoice, Proposal, Scorer
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.telling import both, tell, texts
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.notices.staff import holders, of_users
from dure.engine.problems import msg, refuse


def assign_scorers(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    kind: str,
    user_ids: Collection[int],
    reason: str = "",
) -> int:
    """Give every proposal that passed the check to these people, and to nobody else of the kind.

    Whoever acts for a firm of the call gets none of its proposals, neither the own nor others'; nobody gets
    one with whose firm they conflict, and nobody any who runs or supervises the programme. Everybody declares
    conflicts before seeing any. Returns how many were given anew. Who has given marks already is taken off
    with a reason alone: the marks stay kept, and count no more. Raises NotAllowed, and Refused for people who
    do not hold the role, without that reason, and once a choice is proposed.
    """
    allow_running(actor, programme)
    case = kept_call(programme)
    wanted = set(user_ids)
    if kind not in SCORER_ROLES or not wanted <= holders(SCORER_ROLES[kind], programme, now):
        raise refuse("scorers.role", msg("only people with the role can score"))
    if wanted & running_among(programme, now):
        raise refuse(
            "scorers.officer",
            msg("whoever runs or supervises this programme (officer, ministry) does not score its proposals"),
        )
    with act("proposal.assign_scorers", actor=actor, now=now, reason=reason.strip()) as this:
        alone("executor_choice", programme)
        if ExecutorChoice.objects.filter(programme=programme, state__in=("proposed", "confirmed")).exists():
            raise refuse("choice.alive", msg("there is a choice already"))
        proposals = Proposal.objects.filter(programme=programme, state="checked").order_by("pk")
        held = Scorer.objects.filter(
            proposal__programme=programme, kind=kind, ended_at__isnull=True
        ).select_for_update(of=("self",))
        gone = [one for one in held.order_by("pk") if one.user_id not in wanted]
        if not reason.strip() and any(
            one.proposal.marks.filter(user_id=one.user_id).exists() for one in gone
        ):
            raise refuse("scorers.marked", msg("say why somebody who has given marks is taken off"))
        Scorer.objects.filter(pk__in=[one.pk for one in gone]).update(ended_at=now)
        known = set(
            Scorer.objects.filter(proposal__programme=programme, ended_at__isnull=True).values_list(
                "proposal_id", "user_id"
            )
        )
        barred = known_conflicts(programme)
        new = [
            Scorer(proposal_id=pk, user_id=user, kind=kind, given_by_id=actor.user_id, given_at=now)
            for pk in proposals.values_list("pk", flat=True)
            for user in sorted(wanted - people_of_firms(programme))
            if (pk, user) not in known | barred
        ]
        Scorer.objects.bulk_create(new)
        for one in new:
            this.record("proposal", one.proposal_id, scorer=one.user_id, kind=kind)
        set_aside(this, programme)
        for one in gone:
            this.record("proposal", one.proposal_id, scorer_gone=one.user_id, kind=kind)
        kept = Scorer.objects.filter(pk__in=[one.pk for one in new], ended_at__isnull=True)
        told = set(kept.values_list("user_id", flat=True))
        parameters = {
            "programme": texts(case.programme.title),
            "what": both(
                msg("Proposals of firms are given to you to score: declare conflicts of interest first.")
            ),
        }
        tell(this, of_users(told), "proposal_news", parameters, "/scoring/", f"scorers/{this.id}")
        return kept.count()
