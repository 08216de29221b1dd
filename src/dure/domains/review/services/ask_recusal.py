"""An applicant asks that somebody shall not review their case (기피 신청)."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application
from dure.domains.applications.queries import applications_of
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.review.models import RecusalRequest
from dure.domains.review.recusals import may_still_ask
from dure.engine.problems import Problem, Refused, msg, refuse

MOST_OPEN = 5
_LONGEST = {"about": 200, "grounds": 2000}


def ask_recusal(
    *, actor: SignedActor, now: datetime, application_id: int, about: str, grounds: str, key: str = ""
) -> int:
    """Keep whom an applicant means and why, and return the request's id; with a ``key`` twice is once.

    Raises NotAllowed, and Refused where something is not said, where neither a panel nor an executor judges
    it (any more), and where too many requests wait for their answer.
    """
    if actor.user_id is None or not applications_of(actor).filter(pk=application_id).exists():
        raise NotAllowed
    application = Application.objects.get(pk=application_id)
    said = {"about": about.strip()[: _LONGEST["about"]], "grounds": grounds.strip()[: _LONGEST["grounds"]]}
    problems = []
    if not said["about"]:
        problems.append(Problem("recusal.about", msg("say whom you mean: a name or an organisation")))
    if not said["grounds"]:
        problems.append(Problem("recusal.grounds", msg("say why this person could not judge fairly")))
    if problems:
        raise Refused(problems)
    with act("recusal.ask", actor=actor, now=now, key=key and f"{application_id}/{key}") as this:
        if this.repeated:
            return int(this.result)
        alone("recusal", application_id)
        if not may_still_ask(application):
            raise refuse("recusal.late", msg("nobody is still to review this application"))
        waiting = RecusalRequest.objects.filter(application_id=application_id, state="asked").count()
        if waiting >= MOST_OPEN:
            raise refuse(
                "recusal.many",
                msg("{count} of your requests wait for an answer: wait for it, please"),
                count=waiting,
            )
        made = RecusalRequest.objects.create(
            programme=application.programme,
            application_id=application_id,
            **said,
            asked_by_id=actor.user_id,
            asked_at=now,
        )
        this.record("recusal_request", made.pk, application=application_id, state="asked")
        this.result = made.pk
        return int(made.pk)
