"""An officer screens all applications of a programme in one act: the same rules give the same answers."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application, Screening
from dure.domains.applications.policies_officer import allow_checking
from dure.domains.applications.screening import IN_PROCESS, law_of, published
from dure.domains.applications.screening_many import counts_of, judge_all, write_verdicts
from dure.domains.events.act import act
from dure.domains.events.alone import alone


def screen(*, actor: SignedActor, now: datetime, programme: str, key: str = "") -> int:
    """Judge every application in process by the published rules; return the id of the screening.

    Accepted documents override the rules that they answer. A verdict that did not change is not written
    again. Raises NotAllowed, and Refused where no version is published.
    """
    allow_checking(actor, programme)
    called = published(programme, now)
    with act("application.screen", actor=actor, now=now, key=key and f"{programme}/{key}") as this:
        if this.repeated:
            return int(this.result)
        alone("screening", programme)
        of = Application.objects.filter(programme=programme, state__in=IN_PROCESS)
        # Held to the end: nothing is changed, and no document accepted, between the reading and the writing.
        list(of.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
        rows, trial = judge_all(called, programme)
        law = law_of(called)
        screening = Screening.objects.create(
            programme=programme,
            version_id=called.version.pk,
            as_of=law.as_of,
            law=law.law,
            at=now,
            by_id=actor.user_id,
            counts=counts_of(trial, rows),
        )
        written, changed = write_verdicts(rows, law, screening.pk, now)
        screening.counts |= {"written": written, "changed": changed}
        screening.save(update_fields=["counts"])
        this.record(
            "screening",
            screening.pk,
            programme=programme,
            programme_hash=called.version.hash,
            law=screening.law,
            as_of=screening.as_of.isoformat(),
            written=written,
            changed=changed,
        )
        this.result = screening.pk
    return int(screening.pk)
