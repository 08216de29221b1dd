"""An officer has one application judged again, by the published rules and the documents accepted since."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.applications.policies_officer import allow_checking
from dure.domains.applications.screening import IN_PROCESS, Judged, judge_again, published
from dure.domains.events.act import act
from dure.engine.problems import msg, refuse


def judge(*, actor: SignedActor, now: datetime, application_id: int) -> Judged:
    """Judge an application; twice gives the same and writes once. Raises NotAllowed and Refused."""
    programme = Application.objects.values_list("programme", flat=True).get(pk=application_id)
    allow_checking(actor, programme)
    called = published(programme, now)
    with act("application.judge", actor=actor, now=now) as this:
        state = (
            Application.objects.select_for_update(no_key=True)
            .values_list("state", flat=True)
            .get(pk=application_id)
        )
        if state not in IN_PROCESS:
            raise refuse("judge.state", msg("only an application in process is judged"))
        return judge_again(this, application_id=application_id, called=called)
