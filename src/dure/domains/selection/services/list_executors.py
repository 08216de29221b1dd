"""Who holds a place of a stage over all lists executors for the next stage, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.drafting import read_ranks
from dure.domains.applications.handing_in import keep_revision
from dure.domains.applications.models import Application
from dure.domains.applications.policies import allow_applicant
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.notices.services.notify import notify
from dure.domains.review.queries import windows
from dure.domains.review.services.open_scoring import open_scoring
from dure.domains.selection.listing import listing_case, listing_of
from dure.domains.selection.stages import texts
from dure.domains.selection.telling import applicants
from dure.engine.problems import Problem, Refused, msg, refuse


def list_executors(
    *,
    actor: SignedActor,
    now: datetime,
    application_id: int,
    stage: str,
    typed: Mapping[str, Sequence[str]],
) -> tuple[str, ...]:
    """Keep the list as typed (``rank.EXECUTOR``) and return it; the same list twice is once.

    From then on the executors on it see the application; who comes after the stage was opened for scoring is
    scored with the others. Raises NotAllowed; Refused with each rank that does not do (its code is the
    field), and where the application does not take part in the stage or its period is over.
    """
    found = Application.objects.get(pk=application_id)
    allow_applicant(actor, found.merchant_id)
    case = listing_case(found.programme, stage)
    listed, wrong = read_ranks(case.programme, case.stage, typed)
    with act("stage_choices.list", actor=actor, now=now) as this:
        alone("selection", found.programme, stage)
        application = Application.objects.select_for_update(no_key=True).get(pk=application_id)
        listing = listing_of(application, case, now)
        if not wrong and application.choices == listed:
            return tuple(listed)
        if not listing.is_open:
            raise refuse("listing.closed", msg("executors cannot be listed any more for this stage"))
        if wrong:
            raise Refused(Problem(one.name, one.problem.message, one.problem.params) for one in wrong)
        number = application.revision + 1
        kept = {"facts": application.facts, "answers": application.answers, "choices": listed}
        Application.objects.filter(pk=application_id).update(choices=listed, revision=number, changed_at=now)
        keep_revision(this, application_id, number, "choices", kept)
        # Which executors they are stands in the revision: events tell only that they were listed.
        this.record("application", application_id, stage=stage, revision=number, changed=["choices."])
        if (found.programme, stage) in windows([found.programme]):
            pairs = [(application_id, one) for one in listed]
            open_scoring(this, programme=found.programme, stage=stage, entrants=pairs)
        names = [texts(case.executor_name(one), one) for one in listed]
        told = {"stage": texts(case.stage.title), "at": now.isoformat(), "items": names}
        people = applicants(case, [application_id], lambda _: told)
        notify(this, people, template="stage_choices_received", key=f"{application_id}/{this.id}")
    return tuple(listed)
