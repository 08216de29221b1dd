"""One of an executor's staff says with which applicants they conflict, before they score any."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.relations import Declared, refuse_what_says_nothing
from dure.domains.applications.models import IN_PROCESS, Application
from dure.domains.applications.staff_conflicts import StaffDeclaration, declared_by, in_conflict
from dure.domains.diagnosis.drafts import drop_drafts
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.review.policies import allow_scoring_for
from dure.domains.review.staff import shut_out


def declare_staff_conflicts(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    executor: str,
    seen: Collection[int],
    conflicts: Mapping[int, str],
    signed: bool,
) -> Declared:
    """Keep somebody's word on the applicants ``seen`` (application ids): with which, and of what kind.

    Whom they conflict with they do not reach any more, and what they gave it does not count; a colleague
    scores it. What they were to diagnose of it is dropped, and officers are told. The others of ``seen`` open
    to them. What is none of the executor's applicants is passed over, as is what they said before, so that
    twice is once. Raises NotAllowed, and Refused where it is not signed or a conflict is of no known kind.
    """
    allow_scoring_for(actor, programme, executor)
    refuse_what_says_nothing(seen, conflicts, signed)
    assert actor.user_id is not None, "staff have signed in"
    with act("staff_conflicts.declare", actor=actor, now=now) as this:
        alone("staff_conflicts", programme, actor.user_id)
        own = Application.objects.filter(
            ~in_conflict(actor),
            pk__in=list(seen),
            programme=programme,
            state__in=IN_PROCESS,
            choices__contains=[executor],
        )
        held = set(own.values_list("pk", flat=True))
        against = sorted(held & set(conflicts))
        opened = sorted(held - set(conflicts) - set(declared_by(actor, programme)))
        if not against and not opened:
            return Declared(0, 0)
        told = StaffDeclaration.objects.create(
            programme=programme,
            executor=executor,
            user_id=actor.user_id,
            seen=sorted({*opened, *against}),
            conflicts=len(against),
            at=now,
        )
        this.record("staff_declaration", told.pk, opened=len(opened), in_conflict=len(against))
        shut_out(this, programme, actor.user_id, against, dict(conflicts))
        drop_drafts(this, programme, actor.user_id, against)
        return Declared(len(opened), len(against))
