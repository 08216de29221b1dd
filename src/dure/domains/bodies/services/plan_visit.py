"""A regional centre plans a visit to a merchant of its region."""

from __future__ import annotations

from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.applications.telling import recipients
from dure.domains.bodies.models import CentreArea, Visit
from dure.domains.bodies.policies import allow_centre
from dure.domains.bodies.reach import of_area
from dure.domains.bodies.telling import name_of
from dure.domains.bodies.words import faults
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.notices.services.notify import notify
from dure.domains.programmes.queries import loaded
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse


def plan_visit(
    *, actor: SignedActor, now: datetime, centre: str, application_id: int, planned_on: date, purpose: str
) -> int:
    """Plan a visit, tell the merchant, and return its id; one of the same day is the one that stands.

    Raises NotAllowed; Refused for who is not of the centre's region, for a day that is over and without a
    purpose.
    """
    application = Application.objects.select_related("version").get(pk=application_id)
    allow_centre(actor, centre, application.programme)
    purpose, today = purpose.strip(), day_of(now)
    problems = faults("visit.purpose", purpose)
    if planned_on < today:
        problems.append(Problem("visit.planned_on", msg("this day is over: choose today or later")))
    if problems:
        raise Refused(problems)
    with act("visit.plan", actor=actor, now=now) as this:
        alone("visit", centre, application_id)
        area = CentreArea.objects.filter(centre=centre).values_list("regions", flat=True).first() or []
        if not of_area(actor, application.programme, area, today).filter(pk=application_id).exists():
            raise refuse("visit.who", msg("this business is not of your centre's region"))
        standing = Visit.objects.filter(
            centre=centre, application=application, planned_on=planned_on, state="planned"
        ).first()
        if standing is not None:
            return standing.pk
        made = Visit.objects.create(
            centre=centre,
            programme=application.programme,
            application=application,
            planned_on=planned_on,
            purpose=purpose,
            planned_by_id=actor.user_id,
            planned_at=now,
        )
        this.record("visit", made.pk, centre=centre, application=application_id)
        told = {"organisation": name_of(centre), "day": planned_on.isoformat(), "reason": purpose}
        title = loaded(application.version).programme.title
        people = recipients([application_id], title, lambda _pk: told)
        notify(this, people, template="visit_planned", key=str(made.pk))
        return made.pk
