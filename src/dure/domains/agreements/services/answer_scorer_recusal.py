"""An officer decides whether somebody is kept from scoring a proposal, as its firm asked."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements.calls import kept_call
from dure.domains.agreements.conflicts import may_be_meant, refuse_while_chosen, shut_out
from dure.domains.agreements.models import ScorerRecusal
from dure.domains.agreements.models_conflict import SET_ASIDE, may_be_about
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.states import SCORER_RECUSAL_STATES
from dure.domains.agreements.telling import shortened, tell_firm
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def answer_scorer_recusal(
    *,
    actor: SignedActor,
    now: datetime,
    recusal_id: int,
    granted: bool,
    reason: str,
    user_id: int | None = None,
) -> None:
    """Grant a request, saying which scorer it is, or refuse it; the firm is told with the reason.

    Whoever is set aside loses the proposal at once and does not get it again; what they gave counts no more.
    Twice is refused. Raises NotAllowed, and Refused to whoever may be meant, without a reason, without a
    person, where the request was answered or withdrawn, and, to grant it, once a choice is proposed.
    """
    asked = ScorerRecusal.objects.select_related("proposal").filter(pk=recusal_id).first()
    if asked is None:
        raise NotAllowed
    programme = asked.proposal.programme
    allow_running(actor, programme)
    if ScorerRecusal.objects.filter(may_be_about(actor), pk=recusal_id).exists():
        raise refuse(
            "recusal.involved",
            msg("you may be the one who is meant, or have a part in the case: another officer has to answer"),
        )
    if not reason.strip():
        raise refuse("recusal.reason", msg("say why: the reason is kept"))
    if granted and user_id not in may_be_meant(programme, now):
        raise refuse("recusal.scorer", msg("say who it is who shall not score the proposal"))
    with act("scorer_recusal.answer", actor=actor, now=now, reason=reason.strip()[:300]) as this:
        alone("executor_choice", programme)
        changes = {
            "answer": reason.strip()[:2000],
            "answered_by_id": actor.user_id,
            "answered_at": now,
            "user_id": user_id if granted else None,
        }
        name = "grant" if granted else "refuse"
        if not move(this, SCORER_RECUSAL_STATES, ScorerRecusal, [recusal_id], name, changes=changes):
            raise refuse("recusal.answered", msg("this request was answered or withdrawn already"))
        if granted and user_id is not None:
            refuse_while_chosen(programme)
            shut_out(this, asked.proposal_id, user_id, SET_ASIDE)
        what = (
            msg("Your request about a scorer is granted: this person does not score your proposal.")
            if granted
            else msg("Your request about a scorer is refused.")
        )
        tell_firm(
            this, kept_call(programme), asked.proposal, what,
            key=f"scorer-recusal/{recusal_id}", more=shortened(reason),
        )  # fmt: skip
