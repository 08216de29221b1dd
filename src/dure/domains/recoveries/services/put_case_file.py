"""An officer puts evidence with a case, or the party a file with its statement."""

from __future__ import annotations

import hashlib
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.recoveries.holding import case_by, hold_case
from dure.domains.recoveries.models import FILE_KINDS, CaseFile
from dure.domains.recoveries.policies import allow_handling, allow_party
from dure.domains.uploads.services.keep import keep_file
from dure.engine.problems import msg, refuse

OPEN_FOR = {"evidence": ("opened", "noticed", "answered"), "statement": ("noticed", "answered")}
MOST = 20


def put_case_file(
    *, actor: SignedActor, now: datetime, case_id: int, kind: str, name: str, content: bytes
) -> int:
    """Keep a file with a case and return it; the same file twice is once.

    Raises NotAllowed, and Refused once the case is decided, for more than twenty, and for a file that is not
    taken.
    """
    assert kind in FILE_KINDS, kind
    case = case_by(case_id)
    if kind == "evidence":
        allow_handling(actor, case.programme, case.payee_id)
    else:
        allow_party(actor, case)
    digest = hashlib.sha256(content).hexdigest()
    with act("recoveries.put_file", actor=actor, now=now) as this:
        case = hold_case(case_id)
        same = CaseFile.objects.filter(case=case, kind=kind, digest=digest).first()
        if same is not None:
            return int(same.pk)
        if case.state not in OPEN_FOR[kind]:
            raise refuse("recoveries.decided", msg("this case takes no more files"))
        if CaseFile.objects.filter(case=case, kind=kind).count() >= MOST:
            raise refuse("recoveries.files", msg("twenty files are the most"))
        file = keep_file(this, purpose="statement", name=name, content=content)
        made = CaseFile.objects.create(
            case=case, kind=kind, file=file, digest=digest, put_by_id=actor.user_id or 0, put_at=now
        )
        this.record("recovery_case", case.pk, file=made.pk, kind=kind)
        return int(made.pk)
