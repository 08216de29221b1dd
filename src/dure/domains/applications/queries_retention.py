"""Until when the records of programmes are kept, as officers and the daily job ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max

from dure.domains.accounts.actors import EVERYTHING, SYSTEM, SignedActor
from dure.domains.applications.destroying import DONE
from dure.domains.applications.models import Application
from dure.domains.privacy.queries import destructions
from dure.domains.programmes.queries import ProgrammeVersion, loaded
from dure.engine.programme.models.window import SEOUL
from dure.engine.programme.retention import kept_until, programme_end


@dataclass(frozen=True, slots=True)
class Kept:
    """One published programme: what its file says of retention, and what came of it."""

    programme: str
    title_ko: str
    title_en: str
    months: int | None
    counted_from: str
    ends_on: date
    over_on: date | None
    """The first day on which its records are no longer kept; None where that cannot be told."""
    is_over: bool
    applications: int
    destroyed_at: datetime | None


def kept_programmes(actor: SignedActor, now: datetime) -> list[Kept]:
    """Return the published programmes that an actor runs or supervises, those over first; SYSTEM runs all."""
    seen = ProgrammeVersion.objects.visible_to(actor).filter(state="published").order_by("pk")
    scope = EVERYTHING if actor is SYSTEM else actor.scope("programme", "officer", "ministry")
    versions = list(seen.filter(scope))
    rows = Application.objects.visible_to(actor).values("programme").annotate(many=Count("pk"))
    counts = {row["programme"]: row["many"] for row in rows}
    done = destructions(actor).filter(what=DONE).order_by().values("programme").annotate(last=Max("at"))
    destroyed = {row["programme"]: row["last"] for row in done}
    today = now.astimezone(SEOUL).date()
    found = [
        _kept(version, today, counts.get(version.programme, 0), destroyed.get(version.programme))
        for version in versions
    ]
    return sorted(found, key=lambda one: (one.over_on or date.max, one.programme))


def _kept(version: ProgrammeVersion, today: date, applications: int, destroyed: datetime | None) -> Kept:
    file = loaded(version).programme
    over_on = kept_until(file)
    return Kept(
        programme=version.programme,
        title_ko=version.title_ko,
        title_en=version.title_en,
        months=file.retention.months if file.retention else None,
        counted_from=file.retention.counted_from if file.retention else "",
        ends_on=programme_end(file),
        over_on=over_on,
        is_over=over_on is not None and today >= over_on,
        applications=applications,
        destroyed_at=destroyed,
    )


def due_programmes(now: datetime) -> list[str]:
    """Return the programmes whose retention period is over: for the daily job."""
    return [one.programme for one in kept_programmes(SYSTEM, now) if one.is_over]
