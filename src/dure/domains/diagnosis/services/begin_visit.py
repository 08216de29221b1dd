"""A consultant begins to diagnose a merchant with whom a match joins them."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.diagnosis.experts import experts_of, hold_reviews, make, spread
from dure.domains.diagnosis.forms import form_or_refused
from dure.domains.diagnosis.locking import hold_application
from dure.domains.diagnosis.models import EXPERT, DiagnosisSheet
from dure.domains.diagnosis.policies import allow_matched
from dure.domains.diagnosis.rounds import current_round
from dure.domains.events.act import act
from dure.engine.problems import msg, refuse


def begin_visit(*, actor: SignedActor, now: datetime, application_id: int, form: str) -> int:
    """Begin the expert's sheet of the round that is open, and return its id; again: the one that there is.

    Raises NotAllowed to whoever is not matched with it; Refused for a form that experts do not fill in, where
    an officer has given it to somebody else, and to whoever reviews the application blindly.
    """
    found = Application.objects.select_related("version").get(pk=application_id)
    allow_matched(actor, found)
    assert actor.user_id is not None, "a match is of somebody"
    if EXPERT not in form_or_refused(found.version, form).form.filled_by:
        raise refuse("diagnosis.merchants_only", msg("this diagnosis is made by merchants themselves"))
    with act("diagnosis.begin_visit", actor=actor, now=now) as this:
        held = hold_application(application_id)
        allow_matched(actor, held)  # asked again: the match may have ended while we waited for the row
        number = current_round(held.programme, form)
        sheets = DiagnosisSheet.objects.alive().filter(
            application_id=application_id, form=form, filled_by=EXPERT, round=number
        )
        if (known := sheets.first()) is not None:
            if known.expert_id == actor.user_id:
                return known.pk
            raise refuse("diagnosis.given", msg("another expert makes this diagnosis: ask the agency"))
        hold_reviews(held.programme)
        given = spread([held], experts_of(held.programme, now, [actor.user_id]), {})
        if not given:
            raise refuse("diagnosis.expert", msg("this person may not diagnose this application"))
        (made,) = make(this, found.version, form, given, number)
        return made.pk
