"""A firm objects to what was decided of its proposal, within the period that the call gives."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.calls import kept_call
from dure.domains.agreements.models import FirmObjection, Proposal
from dure.domains.agreements.objected import Decided, decided_of, decided_within
from dure.domains.agreements.policies import allow_firm
from dure.domains.agreements.telling import tell, tell_firm, texts
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.notices.staff import officers
from dure.domains.programmes.objecting import OPEN, answer_due, refuse_late, refuse_wordless, right_of
from dure.domains.uploads.services.keep import keep_file
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse


def file_firm_objection(
    *,
    actor: SignedActor,
    now: datetime,
    proposal_id: int,
    grounds: str,
    against: tuple[str, int] | None = None,
    file: tuple[str, bytes] | None = None,
    key: str = "",
) -> int:
    """File an objection with its grounds and return its id; with a ``key`` twice is once.

    ``against`` names an act within the firm's agreement (``objected.decided_within``) by kind and id; None:
    what was decided of the proposal itself.

    Raises NotAllowed, and Refused where nothing stands against the firm, the call gives no such right, the
    period is over, or one was filed against this decision.
    """
    allow_firm(actor, proposal_id)
    refuse_wordless(grounds)
    with act("firm_objection.file", actor=actor, now=now, key=key and f"{proposal_id}/{key}") as this:
        if this.repeated:
            return int(this.result)
        alone("firm_objection", proposal_id)
        proposal = Proposal.objects.select_related("organisation").get(pk=proposal_id)
        case = kept_call(proposal.programme)
        right = right_of(case.programme)
        decided = decided_of(proposal) if against is None else _within(proposal, against)
        if decided is None:
            raise refuse("objection.nothing", msg("nothing was decided against this firm that stands by now"))
        refuse_late(now, decided.until)
        standing = FirmObjection.objects.filter(proposal_id=proposal_id).exclude(state="withdrawn")
        same = standing.filter(decided_at=decided.at, against=decided.against, subject_id=decided.subject_id)
        waits = against is None and standing.filter(state__in=OPEN, subject_id=None).exists()
        if waits or same.exists():
            raise refuse("objection.alive", msg("you have objected to this decision already"))
        kept = keep_file(this, purpose="objection", name=file[0], content=file[1]) if file else None
        made = FirmObjection.objects.create(
            proposal_id=proposal_id,
            against=decided.against,
            subject_id=decided.subject_id,
            decided_at=decided.at,
            decided_by_id=decided.by_id,
            grounds=grounds.strip(),
            file=kept,
            filed_by_id=actor.user_id or 0,
            filed_at=now,
            due_on=answer_due(right, day_of(now)),
        )
        this.record("firm_objection", made.pk, state="filed", due_on=made.due_on.isoformat())
        this.record("proposal", proposal_id, objection="filed")
        due = {"due": made.due_on.isoformat()}
        key_of = f"firm_objection/{made.pk}"
        what = msg("Your objection has been received.")
        tell_firm(this, case, proposal, what, key=f"{key_of}/filed", more=due)
        told = {"programme": texts(case.programme.title), "application_no": proposal.number or "", **due}
        link = f"/officer/firm-objections/{made.pk}/"
        tell(this, officers(proposal.programme, now), "firm_objection_filed", told, link, key_of)
        this.result = made.pk
        return made.pk


def _within(proposal: Proposal, against: tuple[str, int]) -> Decided | None:
    of = decided_within(proposal)
    return next((one for one in of if (one.against, one.subject_id) == against), None)
