"""Somebody who acts for a merchant begins to fill in a form of diagnosis."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.applications.policies import allow_applicant
from dure.domains.diagnosis.forms import form_hash, form_or_refused
from dure.domains.diagnosis.locking import hold_application
from dure.domains.diagnosis.models import MERCHANT, DiagnosisSheet
from dure.domains.diagnosis.rounds import current_round
from dure.domains.events.act import act
from dure.engine.problems import msg, refuse


def begin_sheet(*, actor: SignedActor, now: datetime, application_id: int, form: str) -> int:
    """Begin a merchant's sheet of the round that is open, and return its id; again: the one that there is.

    Raises NotAllowed, and Refused for a form that merchants do not fill in, and where the application is not
    in process.
    """
    found = Application.objects.select_related("version").get(pk=application_id)
    allow_applicant(actor, found.merchant_id)
    if MERCHANT not in form_or_refused(found.version, form).form.filled_by:
        raise refuse("diagnosis.experts_only", msg("this diagnosis is made by experts"))
    with act("diagnosis.begin", actor=actor, now=now) as this:
        held = hold_application(application_id)
        number = current_round(held.programme, form)
        mine = DiagnosisSheet.objects.alive().filter(
            application_id=application_id, form=form, filled_by=MERCHANT, round=number
        )
        if (known := mine.first()) is not None:
            return known.pk
        made = DiagnosisSheet.objects.create(
            programme=held.programme,
            version=found.version,
            form=form,
            form_hash=form_hash(found.version, form),
            application=held,
            filled_by=MERCHANT,
            round=number,
            begun_at=now,
            changed_at=now,
        )
        this.record("diagnosis_sheet", made.pk, application=application_id, form=form, round=number)
        return made.pk
