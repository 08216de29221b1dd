"""The party objects to a decision (이의신청), or takes that back."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.programmes.objecting import answer_due, refuse_late, refuse_wordless, right_of
from dure.domains.programmes.queries import loaded, published_version
from dure.domains.recoveries.holding import case_by, hold_case
from dure.domains.recoveries.models import RecoveryObjection
from dure.domains.recoveries.policies import allow_party
from dure.domains.recoveries.states import OBJECTION_STATES
from dure.domains.recoveries.telling import tell_officers
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse


def object_to_recovery(*, actor: SignedActor, now: datetime, case_id: int, grounds: str) -> int:
    """File it and return it; twice is once.

    Raises NotAllowed, and Refused without grounds, too late, without a right to object, and a second time.
    """
    case = case_by(case_id)
    allow_party(actor, case)
    refuse_wordless(grounds)
    version = published_version(case.programme)
    assert version is not None, "something was paid under a published programme"
    right = right_of(loaded(version).programme)
    with act("recoveries.object", actor=actor, now=now) as this:
        case = hold_case(case_id)
        if case.decided_at is None or case.state not in ("decided", "settled"):
            raise refuse("recoveries.not_decided", msg("nothing is decided that one could object to"))
        refuse_late(now, case.object_until)
        before = RecoveryObjection.objects.filter(case=case).first()
        if before is not None:
            if before.state == "filed" and before.grounds == grounds.strip():
                return int(before.pk)
            raise refuse("recoveries.objected", msg("you objected to this already"))
        made = RecoveryObjection.objects.create(
            case=case, grounds=grounds.strip(), filed_by_id=actor.user_id or 0, filed_at=now,
            due_on=answer_due(right, day_of(now)),
        )  # fmt: skip
        this.record("recovery_objection", made.pk, case=case.pk)
        tell_officers(this, case, msg("The party objects to the decision."), key="objection")
        return int(made.pk)


def withdraw_recovery_objection(*, actor: SignedActor, now: datetime, objection_id: int) -> None:
    """Take it back. Raises NotAllowed, and Refused where it is answered or taken back already."""
    one = RecoveryObjection.objects.get(pk=objection_id)
    allow_party(actor, case_by(one.case_id))
    with act("recoveries.withdraw_objection", actor=actor, now=now) as this:
        if not move(this, OBJECTION_STATES, RecoveryObjection, [objection_id], "withdraw"):
            raise refuse("objection.closed", msg("this objection is answered or withdrawn already"))
