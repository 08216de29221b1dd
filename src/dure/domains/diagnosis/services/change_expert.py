"""An officer gives one application to an expert, or to another one than before."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.diagnosis.experts import experts_of, give, hold_reviews, spread
from dure.domains.diagnosis.forms import form_or_refused
from dure.domains.diagnosis.locking import hold_application
from dure.domains.diagnosis.models import EXPERT, DiagnosisSheet
from dure.domains.diagnosis.outside import reviewing_blindly
from dure.domains.diagnosis.policies import allow_running
from dure.domains.diagnosis.rounds import current_round
from dure.domains.diagnosis.states import DIAGNOSIS_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def change_expert(
    *, actor: SignedActor, now: datetime, application_id: int, form: str, expert_id: int
) -> None:
    """Give a form of an application to an expert; another's draft is dropped. Twice is once.

    Raises NotAllowed; Refused for a form that experts do not fill in, for somebody who may not diagnose this
    application or reviews it blindly, and where the round's sheet was handed in.
    """
    found = Application.objects.select_related("version").get(pk=application_id)
    allow_running(actor, found.programme)
    if EXPERT not in form_or_refused(found.version, form).form.filled_by:
        raise refuse("diagnosis.merchants_only", msg("this diagnosis is made by merchants themselves"))
    with act("diagnosis.change_expert", actor=actor, now=now) as this:
        held = hold_application(application_id)
        number = current_round(held.programme, form)
        sheets = DiagnosisSheet.objects.alive().filter(
            application_id=application_id, form=form, filled_by=EXPERT, round=number
        )
        standing = sheets.first()
        if standing is not None and standing.expert_id == expert_id:
            return
        if standing is not None and standing.state == "handed_in":
            raise refuse(
                "diagnosis.state", msg("the expert has handed this diagnosis in: open it again first")
            )
        hold_reviews(held.programme)
        known = experts_of(held.programme, now, [expert_id])
        given = spread([held], known, {})
        if not given and reviewing_blindly([(expert_id, application_id)]):
            raise refuse(
                "diagnosis.blind",
                msg("this person reviews this application without knowing whose it is: choose another one"),
            )
        if not given:
            raise refuse("diagnosis.expert", msg("this person may not diagnose this application"))
        if standing is not None:
            move(this, DIAGNOSIS_STATES, DiagnosisSheet, [standing.pk], "drop")
        give(this, found.version, form, given, number)
