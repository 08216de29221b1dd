"""A claimant answers what an officer asked of a line, and mends what was named."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.drafting import line_problems
from dure.domains.claims.models import ClaimLine, Evidence
from dure.domains.claims.models_evidence import KINDS, LONGEST_NUMBER, NUMBERED
from dure.domains.claims.policies import allow_claiming
from dure.domains.claims.reading import draft_of
from dure.domains.claims.states import LINE_STATES
from dure.domains.claims.telling import tell_officers
from dure.domains.claims.used import keys_of, refuse_used
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.funds.evidence import hold_evidence, number_of, use_evidence
from dure.domains.uploads.services.keep import keep_file
from dure.engine.problems import Problem, Refused, msg, refuse


@dataclass(frozen=True, slots=True)
class Mended:
    """What a claimant writes anew; None where it stays. Only what the officer named counts."""

    what: str | None = None
    payee: str | None = None
    spent_on: date | None = None
    cost_type: str | None = None
    kind: str = ""
    number: str = ""
    name: str = ""
    content: bytes = b""


def answer_line(*, actor: SignedActor, now: datetime, line_id: int, answer: str, mended: Mended) -> None:
    """Answer; the line waits for a decision again. What is put with it as evidence comes beside the rest.

    Raises NotAllowed, and Refused without an answer, for a change that the line cannot have, evidence that
    speaks for something else, and where nothing is asked.
    """
    line = ClaimLine.objects.select_related("claim").get(pk=line_id)
    allow_claiming(actor, line.claim)
    if not answer.strip():
        raise refuse("claims.answer", msg("write an answer: the officer reads it"))
    added = _evidence(line, mended)
    with act("claims.answer_line", actor=actor, now=now) as this:
        alone("claim", line.claim_id)
        hold_evidence(keys_of(added))
        asked = ClaimLine.objects.select_for_update(of=("self",)).get(pk=line_id)
        if asked.state != "asked":
            raise refuse("claims.not_asked", msg("nothing is asked about this line"))
        refuse_used(actor, [(asked, one) for one in added])
        changes = _changes(asked, mended)
        _refuse_unfit(asked, changes, now)
        for one in added:
            if mended.content:
                one.file = keep_file(this, purpose="evidence", name=mended.name, content=mended.content)
            one.put_by_id, one.put_at = actor.user_id or 0, now
            one.save()
        use_evidence(
            this, line.claim.programme, [(key, asked.cause) for one in added for key in keys_of([one])]
        )
        changes |= {"answered": answer.strip(), "answered_at": now}
        move(this, LINE_STATES, ClaimLine, [line_id], "answer", changes=changes)
        tell_officers(
            this, line.claim, msg("What was asked about a claim is answered."),
            key=f"claim-line/{line_id}/answer/{this.id}",
        )  # fmt: skip


def _changes(line: ClaimLine, mended: Mended) -> dict[str, Any]:
    told = {
        "what": mended.what, "payee": mended.payee, "spent_on": mended.spent_on,
        "cost_type": mended.cost_type,
    }  # fmt: skip
    return {name: value for name, value in told.items() if name in line.asked_fields and value is not None}


def _evidence(line: ClaimLine, mended: Mended) -> list[Evidence]:
    """Return the evidence that comes with an answer, not kept yet; nothing where none was asked for."""
    number = number_of(mended.number) if mended.kind in NUMBERED else ""
    if "evidence" not in line.asked_fields or not (mended.content or number):
        return []
    if mended.kind and mended.kind not in KINDS:
        raise refuse("claims.kind", msg("say what kind of evidence it is"))
    if len(number) > LONGEST_NUMBER:
        raise refuse("claims.invoice_no", msg("this is no approval number: it is too long"))
    if mended.kind in NUMBERED and not number:
        raise refuse("claims.invoice_no", msg("write the approval number"))
    if not mended.content and mended.kind != "tax_invoice":
        raise refuse("claims.no_file", msg("choose the file of the evidence"))
    digest = hashlib.sha256(mended.content).hexdigest() if mended.content else ""
    return [Evidence(line=line, kind=mended.kind or "other", number=number, digest=digest)]


def _refuse_unfit(line: ClaimLine, changes: dict[str, Any], now: datetime) -> None:
    """Raise Refused where a line could not be handed in with what was changed."""
    if not changes:
        return
    draft = draft_of(line.claim, now)
    for name, value in changes.items():
        setattr(line, name, value)
    found = [
        Problem(one.code, one.message, {**one.params, "n": line.position})
        for one in line_problems(draft, line)
    ]
    if found:
        raise Refused(found)
