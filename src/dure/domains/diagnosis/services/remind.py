"""An officer reminds everybody of a list who has not handed in the own diagnosis, in one act."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.deciding import expect
from dure.domains.applications.screening import published
from dure.domains.applications.telling import both, recipients
from dure.domains.diagnosis.forms import form_or_refused
from dure.domains.diagnosis.models import MERCHANT
from dure.domains.diagnosis.policies import allow_running
from dure.domains.diagnosis.queries_officer import Wanted, diagnosed, not_filled_in
from dure.domains.events.act import act
from dure.domains.notices.services.notify import notify
from dure.engine.problems import msg, refuse


def remind(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    form: str,
    wanted: Wanted,
    expected: int,
    key: str,
) -> int:
    """Remind whoever the filter leaves and has not handed in; return how many. Once under its key.

    ``expected`` is the number that the officer saw. Raises NotAllowed; Refused for a form that merchants do
    not fill in, where nobody is left, and where the number is another by now.
    """
    allow_running(actor, programme)
    called = published(programme, now)
    opened = form_or_refused(called.version, form)
    if MERCHANT not in opened.form.filled_by:
        raise refuse("diagnosis.experts_only", msg("this diagnosis is made by experts"))
    with act("diagnosis.remind", actor=actor, now=now, key=key) as this:
        if this.repeated:
            return int(this.result)
        found = not_filled_in(diagnosed(actor, programme, form, wanted), programme, form)
        ids = list(found.order_by("pk").values_list("pk", flat=True))
        expect(ids, expected)
        if not ids:
            raise refuse("diagnosis.all_in", msg("everybody of this list has handed it in"))
        title = both(opened.form.title)
        people = recipients(ids, called.loaded.programme.title, lambda _id: {"form": title})
        notify(this, people, template="diagnosis_reminded", key=f"{form}/{this.id}")
        this.record("programme", programme, form=form, reminded=len(ids))
        this.result = len(ids)
    return int(this.result)
