"""An officer decides whether somebody is kept from reviewing a case, as its applicant asked."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.staff_conflicts import SET_ASIDE
from dure.domains.diagnosis.drafts import drop_drafts
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.review.asking import may_be_about
from dure.domains.review.models import Assignment, RecusalRequest
from dure.domains.review.panels import IN_FORCE, fill_cases
from dure.domains.review.policies import may_run, refuse_own_business
from dure.domains.review.recusals import may_be_meant, panel_reviews
from dure.domains.review.staff import shut_out
from dure.domains.review.states import RECUSAL_STATES
from dure.domains.review.telling import tell_officers_of_conflicts
from dure.domains.review.windows import hold_open
from dure.engine.problems import msg, refuse


def answer_recusal(
    *,
    actor: SignedActor,
    now: datetime,
    request_id: int,
    granted: bool,
    reason: str,
    reviewer_id: int | None = None,
) -> None:
    """Grant a request, saying which reviewer it is, or refuse it; the applicant is told with the reason.

    A reviewer who is set aside loses the case at once, scored or not, and another of the panel takes it, as
    long as the stage is scored. One of an executor's staff does not reach the case any more, and what they
    gave it while the stage is scored does not count: a colleague scores it. What either was to diagnose
    of it is dropped. Twice is refused. Raises NotAllowed, and Refused to whoever may be meant or stands near
    to a business that takes part, without a reason, without a person, or where the request was answered or
    withdrawn.
    """
    asked = RecusalRequest.objects.select_related("application").filter(pk=request_id).first()
    if asked is None or not may_run(actor, asked.programme):
        raise NotAllowed
    refuse_own_business(actor, asked.programme)
    if RecusalRequest.objects.filter(may_be_about(actor), pk=request_id).exists():
        raise refuse(
            "recusal.involved",
            msg("you may be the one who is meant, or have a part in the case: another officer has to answer"),
        )
    if not reason.strip():
        raise refuse("panel.reason", msg("say why: the reason is kept"))
    if granted and reviewer_id not in may_be_meant(asked.application, now):
        raise refuse("recusal.reviewer", msg("say which reviewer it is who shall not review the case"))
    with act("recusal.answer", actor=actor, now=now, reason=reason.strip()[:300]) as this:
        reviews = panel_reviews(asked.programme) if granted else []
        for review in reviews:
            assert review.round is not None, "a panel scores in a round"
            alone("panel", asked.programme, review.round.id)
        changes = {
            "answer": reason.strip()[:2000],
            "answered_by_id": actor.user_id,
            "answered_at": now,
            "reviewer_id": reviewer_id if granted else None,
        }
        name = "grant" if granted else "refuse"
        if not move(this, RECUSAL_STATES, RecusalRequest, [request_id], name, changes=changes):
            raise refuse("recusal.answered", msg("this request was answered or withdrawn already"))
        if granted and reviewer_id is not None:
            alone("staff_conflicts", asked.programme, reviewer_id)
            case = asked.application_id
            shut_out(this, asked.programme, reviewer_id, [case], {case: SET_ASIDE})
        for review in reviews:
            assert review.round is not None, "a panel scores in a round"
            held = Assignment.objects.filter(
                programme=asked.programme,
                round=review.round.id,
                application_id=asked.application_id,
                reviewer_id=reviewer_id,
                state__in=IN_FORCE,
            )
            if held.exists():
                hold_open(this, asked.programme, review.stage.id)
                tell_officers_of_conflicts(this, review, 1, fill_cases(this, review))
        if granted and reviewer_id is not None:
            drop_drafts(this, asked.programme, reviewer_id, [asked.application_id])
        _tell(this, asked, granted)


def _tell(this: Act, asked: RecusalRequest, granted: bool) -> None:
    user = User.objects.get(pk=asked.asked_by_id)
    told = {
        "application_no": asked.application.application_no or "",
        "recusal": "granted" if granted else "refused",
        "reason": this.reason,
    }
    link = f"/my/applications/{asked.application_id}/recusal/"
    notify(
        this,
        [Recipient(user_id=user.pk, email=user.email, language=user.language, parameters=told, link=link)],
        template="recusal_answered",
        key=f"recusal/{asked.pk}",
    )
