"""What tests of the documents of a later stage need: TOPS in small, whose second stage asks for three."""

from __future__ import annotations

from datetime import datetime

from tests.domains.files import pdf
from tests.domains.selecting import (
    CONSULT,
    EXECUTORS,
    PROGRAMME,
    PROMOTE,
    SMALL,
    TOLD,
    accepted,
    applicant,
    officer,
    place_of,
    scored,
    small_programme,
    told,
)

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.check_stage_document import check_stage_document
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.hand_in_stage_documents import hand_in_stage_documents
from dure.domains.selection.services.save_stage_draft import Brought, save_stage_draft

_DOCUMENTS = """\
documents:
  - {id: plan, stage: promote, due_on: 2025-06-20, title: {ko: 판촉 계획서, en: Plan of promotion}}
  - id: clearance
    stage: promote
    due_on: 2025-06-20
    validity_days: 30
    title: {ko: 납세증명서, en: Tax clearance}
  - id: status
    stage: promote
    due_on: 2025-06-20
    required: false
    taken_from: {ko: 국세청 사업자등록 상태조회, en: Business status service}
    title: {ko: 사업자등록 상태, en: Business status}
stages:
"""
TEXT = PROGRAMME.replace("stages:\n", _DOCUMENTS, 1).replace("rights:\n", "rights:\n  supplement_days: 7\n")
ASKED = datetime.fromisoformat("2025-06-02T10:00:00+09:00")
"""While the documents are asked for, of those who took a place on TOLD."""
OVER = datetime.fromisoformat("2025-06-23T10:00:00+09:00")
"""The Monday after their last day."""


def asked() -> list[Application]:
    """Return twelve applicants with the twelve places of stage 1, which all but the last have taken."""
    version = small_programme(TEXT)
    made = accepted(version, 12)
    scored(CONSULT, {(one, e): 90_000 - 1000 * n for n, one in enumerate(made) for e in EXECUTORS})
    from tests.domains.selecting import THEN

    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    told()
    for n in range(1, 12):
        accept_place(actor=applicant(n), now=TOLD, place_id=place_of(n).pk)
    return made


def put(n: int, document: str, now: datetime = ASKED, issued_on: str = "", name: str = "a.pdf") -> None:
    """Put a document into the draft of an applicant."""
    typed = {f"issued_on.{document}": [issued_on]} if issued_on else {}
    save_stage_draft(
        actor=applicant(n), now=now, application_id=number(n), stage=PROMOTE, typed=typed,
        file=(document, Brought(name, pdf(name.encode()))),
    )  # fmt: skip


def hand_in(n: int, now: datetime = ASKED) -> tuple[str, ...]:
    return hand_in_stage_documents(actor=applicant(n), now=now, application_id=number(n), stage=PROMOTE)


def both_handed_in(n: int, now: datetime = ASKED) -> None:
    """Hand in what is required."""
    put(n, "plan", now)
    put(n, "clearance", now, issued_on=now.date().isoformat())
    hand_in(n, now)


def number(n: int) -> int:
    """Return the id of the application of an applicant."""
    return int(Application.objects.get(application_no__endswith=f"{n:06d}").pk)


def row(n: int, document: str) -> ApplicationDocument:
    """Return what stands of a document."""
    return ApplicationDocument.objects.exclude(state="replaced").get(
        application_id=number(n), document=document
    )


def check(
    n: int,
    document: str,
    *,
    accepted: bool = True,
    note: str = "",
    who: SignedActor | None = None,
    now: datetime = ASKED,
) -> None:
    check_stage_document(
        actor=who or officer(), now=now, document_id=row(n, document).pk, stage=PROMOTE, accepted=accepted,
        note=note,
    )  # fmt: skip
