"""The access log is kept as long as the law asks, and no longer: it is personal data itself."""

from __future__ import annotations

from datetime import UTC, datetime, time

from dure.domains.events.act import Actor, act
from dure.domains.events.by_itself import refuse_people
from dure.domains.privacy.guards import without_guards
from dure.domains.privacy.models import AccessRecord
from dure.domains.privacy.services.note_destruction import note_destruction
from dure.engine.law.access_log import ACCESS_LOG_MONTHS
from dure.engine.programme.models.window import SEOUL
from dure.engine.programme.retention import months_after


def forget_accesses(*, actor: Actor, now: datetime) -> int:
    """Delete the looks whose time is over by the law of today, and return how many there were."""
    refuse_people(actor)
    today = now.astimezone(SEOUL).date()
    period = ACCESS_LOG_MONTHS.period_on(today)
    first_kept = datetime.combine(months_after(today, -period.value), time(), SEOUL).astimezone(UTC)
    with act("privacy.forget_accesses", actor=actor, now=now) as this:
        old = AccessRecord.objects.filter(at__lt=first_kept)
        # Nobody changes the log; only what is older than the law asks goes, here and nowhere else.
        with without_guards(AccessRecord._meta.db_table):
            count, _ = old.delete()
        note_destruction(this, programme="", counts={"accesses": count}, basis=period.source)
        if count:
            this.record("access_log", first_kept.date().isoformat(), deleted=count)
        return count
