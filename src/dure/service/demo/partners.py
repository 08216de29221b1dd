"""A programme of the demo whose executors were called for: of three firms two were chosen and signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.proposing import Said
from dure.domains.agreements.queries import documents, proposals
from dure.domains.agreements.services.answer_agreement import answer_agreement
from dure.domains.agreements.services.assign_scorers import assign_scorers
from dure.domains.agreements.services.begin_proposal import begin_proposal
from dure.domains.agreements.services.check_proposal_document import check_proposal_document
from dure.domains.agreements.services.confirm_choice import confirm_choice
from dure.domains.agreements.services.decide_proposal import decide_proposal
from dure.domains.agreements.services.declare_scorer_conflicts import declare_scorer_conflicts
from dure.domains.agreements.services.file_firm_objection import file_firm_objection
from dure.domains.agreements.services.mark_proposal import mark_proposal
from dure.domains.agreements.services.note_midterm import note_midterm
from dure.domains.agreements.services.propose_agreement import propose_agreement
from dure.domains.agreements.services.propose_amendment import propose_amendment
from dure.domains.agreements.services.propose_choice import propose_choice
from dure.domains.agreements.services.put_agreement_in_force import put_agreement_in_force
from dure.domains.agreements.services.put_proposal_document import put_proposal_document
from dure.domains.agreements.services.save_proposal import save_proposal
from dure.domains.agreements.services.submit_proposal import submit_proposal
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.engine.executors.terms import InKind, Milestone, Terms
from dure.service.demo.invented import invented_number
from dure.service.demo.scene import at

FILE = Path(__file__).with_name("partners-2025.yaml")
PROGRAMME = "partners-2025"
FIRMS = {
    "maple": ("단풍커머스(가상)", 20, 40_000_000, 20_000_000, (82_000, 91_000, 87_500)),
    "birch": ("자작물류(가상)", 20, 25_000_000, 15_000_000, (90_000, 78_000, 80_000)),
    "spruce": ("가문비미디어(가상)", 10, 20_000_000, 10_000_000, (61_000, 74_000, 66_000)),
}
"""By code: name, places, cash, value in kind, and marks in the order of the criteria."""
_FILES = {
    "business_registration": "사업자등록증.pdf",
    "financial_statement": "재무제표.pdf",
    "national_tax_certificate": "국세납세증명서.pdf",
}
_CRITERIA = ("finance", "plan", "reach")
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def load_call(
    officer: SignedActor,
    second: SignedActor,
    firms: Mapping[str, SignedActor],
    accountant: SignedActor,
    panel: Sequence[SignedActor],
) -> dict[str, int]:
    """Run the call to its confirmed choice; return the proposals by firm."""
    begun = at("2025-01-20T10:00:00")
    version = upload_programme(actor=officer, now=begun, raw=FILE.read_bytes()).version_id
    publish_programme(actor=officer, now=begun, version_id=version, reason="수행기관 모집을 공고합니다.")
    made = {code: _propose(n, firms[code], code) for n, code in enumerate(FIRMS)}
    checked = at("2025-02-24T14:00:00")
    for pk in made.values():
        for one in documents(officer, pk):
            check_proposal_document(actor=officer, now=checked, document_id=one.pk, accepted=True)
        decide_proposal(actor=officer, now=checked, proposal_id=pk, passed=True, reason="")
    for kind, people in (("accountant", [accountant]), ("panel", panel)):
        ids = [one.user_id for one in people if one.user_id is not None]
        assign_scorers(actor=officer, now=checked, programme=PROGRAMME, kind=kind, user_ids=ids)
    scored = at("2025-02-27T17:00:00")
    for who in (accountant, *panel):
        declare_scorer_conflicts(
            actor=who, now=scored, programme=PROGRAMME, seen=list(made.values()), conflicts={}, signed=True
        )
    for code, pk in made.items():
        marks = dict(zip(_CRITERIA, FIRMS[code][4], strict=True))
        mark_proposal(
            actor=accountant, now=scored, proposal_id=pk,
            marks={"finance": (marks["finance"], "재무제표를 확인하였습니다.")},
        )  # fmt: skip
        for number, member in enumerate(panel):
            own = {c: (marks[c] + 1000 * number, "") for c in ("plan", "reach")}
            mark_proposal(actor=member, now=scored, proposal_id=pk, marks=own)
    choice = propose_choice(
        actor=officer, now=at("2025-03-04T10:00:00"), programme=PROGRAMME,
        reason="재무 검토와 발표평가를 마쳤습니다.",
    )  # fmt: skip
    confirm_choice(
        actor=second, now=at("2025-03-05T11:00:00"), choice_id=choice, reason="점수와 순위를 확인하였습니다."
    )
    return made


def load_agreements(officer: SignedActor, proposed: Mapping[str, int]) -> dict[str, int]:
    """Propose agreements to the firms that were chosen; return them by firm."""
    assert proposals(officer, PROGRAMME, "chosen").count() == 2, "the choice is confirmed"
    now = at("2025-03-10T10:00:00")
    return {
        code: propose_agreement(
            actor=officer, now=now, proposal_id=proposed[code], code=code, terms=_terms(code),
            reason="선정 결과에 따릅니다.",
        )
        for code in ("maple", "birch")
    }  # fmt: skip


def sign(
    officer: SignedActor,
    firms: Mapping[str, SignedActor],
    agreements: Mapping[str, int],
    proposed: Mapping[str, int],
) -> None:
    """Let both sides sign; one agreement was checked, which is objected to, and has an amendment waiting."""
    for code, pk in agreements.items():
        answer_agreement(actor=firms[code], now=at("2025-03-11T15:00:00"), agreement_id=pk, signed=True)
        put_agreement_in_force(actor=officer, now=at("2025-03-12T10:00:00"), agreement_id=pk)
    first = agreements["maple"]
    check = note_midterm(
        actor=officer, now=at("2025-03-20T16:00:00"), agreement_id=first, held_on=date(2025, 3, 20),
        findings="상담 인력 2명이 아직 배치되지 않았습니다.", grade="fair",
        measures="상담 인력을 배치하고 명단을 제출해 주십시오.", due_on=date(2025, 4, 4), key="demo",
    )  # fmt: skip
    file_firm_objection(
        actor=firms["maple"], now=at("2025-03-21T09:30:00"), proposal_id=proposed["maple"],
        against=("midterm", check), key="demo",
        grounds="점검 당일 상담 인력 2명은 교육 중이었습니다. 명단과 교육 확인서를 함께 살펴 주십시오.",
    )  # fmt: skip
    more = _terms("maple", cash_won=45_000_000)
    propose_amendment(
        actor=firms["maple"], now=at("2025-03-21T10:00:00"), agreement_id=first, terms=more,
        reason="기획전 광고비를 더 부담하려고 합니다.",
    )  # fmt: skip


def _propose(n: int, who: SignedActor, code: str) -> int:
    name, places, cash, kind, _marks = FIRMS[code]
    now = at("2025-02-12T11:00:00")
    pk = begin_proposal(actor=who, now=now, programme=PROGRAMME)
    said = Said(
        firm=name, business_no=invented_number(9_700 + n), contact_name="담당 가상",
        contact_email=f"{code}@demo.example", contact_phone="02-0000-0000", places={"consult": places},
        cash_won=cash, in_kind=(InKind("플랫폼 광고 지면", kind, "공개 광고 단가표"),),
        gives="온라인 상세페이지 제작, 판매 교육, 기획전을 제공합니다.",
    )  # fmt: skip
    save_proposal(actor=who, now=now, proposal_id=pk, said=said)
    for document, file in _FILES.items():
        put_proposal_document(
            actor=who, now=now, proposal_id=pk, document=document, name=file, content=_PDF,
            issued_on=date(2025, 2, 5) if document.endswith("certificate") else None,
        )  # fmt: skip
    submit_proposal(actor=who, now=_minutes(now, n), proposal_id=pk)
    return pk


def _minutes(now: datetime, n: int) -> datetime:
    return now.replace(minute=n)


def _terms(code: str, *, cash_won: int | None = None) -> Terms:
    _name, places, cash, kind, _marks = FIRMS[code]
    return Terms(
        places=(("consult", places),),
        budget_won=150_000_000,
        cash_won=cash if cash_won is None else cash_won,
        in_kind=(InKind("플랫폼 광고 지면", kind, "공개 광고 단가표"),),
        milestones=(Milestone(date(2025, 7, 31), "중간보고"), Milestone(date(2025, 12, 15), "결과보고")),
        starts_on=date(2025, 3, 12),
        ends_on=date(2025, 12, 31),
    )
