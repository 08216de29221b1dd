"""An officer has a form filled in again, after help (재진단): whoever was diagnosed is told."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.screening import published
from dure.domains.applications.telling import both, recipients
from dure.domains.diagnosis.forms import form_or_refused
from dure.domains.diagnosis.models import DiagnosisRound, DiagnosisSheet
from dure.domains.diagnosis.policies import allow_running
from dure.domains.diagnosis.rounds import DIAGNOSED, current_round
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.notices.services.notify import notify
from dure.engine.problems import msg, refuse


def open_again(*, actor: SignedActor, now: datetime, programme: str, form: str, number: int) -> int:
    """Open round ``number`` of a form and return how many were told; again: 0.

    Raises NotAllowed; Refused for a form that is not filled in again, for a round that does not follow the
    one before, and where nobody has handed that in.
    """
    allow_running(actor, programme)
    called = published(programme, now)
    opened = form_or_refused(called.version, form)
    if not opened.form.again_after_benefits:
        raise refuse("diagnosis.once", msg("this diagnosis is made once only, by the programme file"))
    with act("diagnosis.open_again", actor=actor, now=now) as this:
        alone("diagnosis", programme, form)
        standing = current_round(programme, form)
        if number == standing and number > 1:
            return 0
        if number != standing + 1:
            raise refuse("diagnosis.round", msg("meanwhile another round was opened: look again"))
        before = DiagnosisSheet.objects.filter(
            programme=programme, form=form, round=standing, counts=True, application__state__in=DIAGNOSED
        )
        ids = list(before.order_by("application_id").values_list("application_id", flat=True))
        if not ids:
            raise refuse("diagnosis.nobody", msg("nobody has handed in the round that is open"))
        made = DiagnosisRound.objects.create(
            programme=programme, form=form, number=number, opened_at=now, opened_by_id=actor.user_id
        )
        this.record("diagnosis_round", made.pk, programme=programme, form=form, number=number, told=len(ids))
        # Who has not handed in the round before does so in this one.
        DiagnosisSheet.objects.filter(programme=programme, form=form, round=standing, state="draft").update(
            round=number
        )
        title = both(opened.form.title)
        people = recipients(ids, called.loaded.programme.title, lambda _id: {"form": title})
        notify(this, people, template="diagnosis_again", key=f"{form}/{number}/{this.id}")
        return len(ids)
