"""An officer gives the applications of a list to experts, evenly, in one act."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.deciding import expect, locked
from dure.domains.applications.models import Application
from dure.domains.applications.screening import published
from dure.domains.diagnosis.experts import experts_of, give, hold_reviews, load_of, spread
from dure.domains.diagnosis.forms import form_or_refused
from dure.domains.diagnosis.models import EXPERT
from dure.domains.diagnosis.policies import allow_running
from dure.domains.diagnosis.queries_officer import Wanted, diagnosed, without_expert
from dure.domains.diagnosis.rounds import current_round
from dure.domains.events.act import act
from dure.engine.problems import msg, refuse


@dataclass(frozen=True, slots=True)
class Assigned:
    """How many were given to an expert, and how many none of those chosen may diagnose."""

    given: int
    lacking: int


def assign_experts(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    form: str,
    wanted: Wanted,
    experts: Collection[int],
    expected: int,
    key: str,
) -> Assigned:
    """Give whoever the filter leaves and has no expert to one of ``experts`` (user ids); once under its key.

    ``expected`` is the number that the officer saw. Raises NotAllowed; Refused for a form that experts do not
    fill in, for somebody who is no expert of the programme, without any, and where the number is another.
    """
    allow_running(actor, programme)
    called = published(programme, now)
    if EXPERT not in form_or_refused(called.version, form).form.filled_by:
        raise refuse("diagnosis.merchants_only", msg("this diagnosis is made by merchants themselves"))
    known = experts_of(programme, now, experts)
    if not experts or {one.user_id for one in known} != set(experts):
        raise refuse("diagnosis.experts", msg("choose at least one expert of this programme"))
    with act("diagnosis.assign", actor=actor, now=now, key=key) as this:
        if this.repeated:
            return Assigned(*this.result)
        found = without_expert(diagnosed(actor, programme, form, wanted), programme, form)
        ids = locked(found)
        expect(ids, expected)
        hold_reviews(programme)
        rows = Application.objects.filter(pk__in=ids).only("pk", "merchant_id", "choices")
        given = spread(rows, known, load_of(programme, form))
        made = give(this, called.version, form, given, current_round(programme, form))
        this.record("programme", programme, form=form, given=made, lacking=len(ids) - made)
        this.result = [made, len(ids) - made]
    return Assigned(*this.result)
