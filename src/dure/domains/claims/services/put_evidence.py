"""A claimant puts evidence with a line of a draft, or with a line about which the evidence was asked."""

from __future__ import annotations

import hashlib
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.models import ClaimLine, Evidence
from dure.domains.claims.models_evidence import KINDS, LONGEST_NUMBER, NUMBERED
from dure.domains.claims.policies import allow_claiming
from dure.domains.claims.reading import hold_draft
from dure.domains.claims.used import keys_of, refuse_used
from dure.domains.events.act import act
from dure.domains.funds.evidence import hold_evidence, number_of
from dure.domains.uploads.services.keep import keep_file
from dure.engine.problems import Problem, Refused, msg


def put_evidence(
    *, actor: SignedActor, now: datetime, line_id: int, kind: str, number: str, name: str, content: bytes
) -> int:
    """Keep a piece of evidence and return it: a file, a number, or both; the same twice is once.

    Raises NotAllowed, and Refused where the claim is no draft, for a kind that is not known, a number that
    is missing, neither file nor number, a file that is not taken, and evidence that is in use.
    """
    line = ClaimLine.objects.select_related("claim").get(pk=line_id)
    allow_claiming(actor, line.claim)
    told = number_of(number) if kind in NUMBERED else ""
    if problems := _problems(kind, told, content):
        raise Refused(problems)
    digest = hashlib.sha256(content).hexdigest() if content else ""
    made = Evidence(line=line, kind=kind, number=told, digest=digest)
    with act("claims.put_evidence", actor=actor, now=now) as this:
        hold_draft(line.claim_id)
        hold_evidence(keys_of([made]))
        same = Evidence.objects.filter(line=line, kind=kind, number=told, digest=digest).first()
        if same is not None:
            return int(same.pk)
        refuse_used(actor, [(line, made)])
        if content:
            made.file = keep_file(this, purpose="evidence", name=name, content=content)
        made.put_by_id, made.put_at = actor.user_id or 0, now
        made.save()
        this.record("claim_line", line.pk, evidence=made.pk, kind=kind)
        return made.pk


def _problems(kind: str, number: str, content: bytes) -> list[Problem]:
    found = []
    if kind not in KINDS:
        found.append(Problem("claims.kind", msg("say what kind of evidence it is")))
    if kind in NUMBERED and not number:
        found.append(Problem("claims.invoice_no", msg("write the approval number")))
    if len(number) > LONGEST_NUMBER:
        found.append(Problem("claims.invoice_no", msg("this is no approval number: it is too long")))
    if not content and kind != "tax_invoice":
        found.append(Problem("claims.no_file", msg("choose the file of the evidence")))
    return found
