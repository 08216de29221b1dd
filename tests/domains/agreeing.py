"""What tests of executors need to stand there: a call, firms, proposals, and agreements, by the services."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from tests.domains.builders import business_number, published, signed_up
from tests.domains.people import NOW, person

import dure
from dure.domains.accounts.actors import SignedActor, actor_of
from dure.domains.accounts.relations import Declared
from dure.domains.agreements.conflicts import to_declare
from dure.domains.agreements.models import Agreement, Proposal, ProposalDocument
from dure.domains.agreements.proposing import Said
from dure.domains.agreements.services.answer_agreement import answer_agreement
from dure.domains.agreements.services.assign_scorers import assign_scorers
from dure.domains.agreements.services.begin_proposal import begin_proposal
from dure.domains.agreements.services.check_proposal_document import check_proposal_document
from dure.domains.agreements.services.confirm_choice import confirm_choice
from dure.domains.agreements.services.decide_proposal import decide_proposal
from dure.domains.agreements.services.declare_scorer_conflicts import declare_scorer_conflicts
from dure.domains.agreements.services.mark_proposal import mark_proposal
from dure.domains.agreements.services.propose_agreement import propose_agreement
from dure.domains.agreements.services.propose_choice import propose_choice
from dure.domains.agreements.services.put_agreement_in_force import put_agreement_in_force
from dure.domains.agreements.services.put_proposal_document import put_proposal_document
from dure.domains.agreements.services.save_proposal import save_proposal
from dure.domains.agreements.services.submit_proposal import submit_proposal
from dure.engine.executors.terms import InKind, Milestone, Terms

PARTNERS = "partners-2025"
FILE = Path(dure.__file__).parent / "service" / "demo" / "partners-2025.yaml"
OPEN = datetime(2025, 2, 10, 1, 0, tzinfo=UTC)
"""An instant at which the call for executors is open."""
LATER = NOW
"""After the call has closed; from here on people hold their roles."""
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" \
    b"trailer<</Root 1 0 R>>\n%%EOF\n"  # fmt: skip
REQUIRED = ("business_registration", "financial_statement", "national_tax_certificate")
MARKS = {
    1: {"finance": 80_000, "plan": 90_000, "reach": 85_000},
    2: {"finance": 90_000, "plan": 80_000, "reach": 80_000},
    3: {"finance": 60_000, "plan": 70_000, "reach": 75_000},
}


def called() -> None:
    """Publish the programme whose executors are called for."""
    published(FILE.read_bytes(), now=datetime(2025, 2, 2, 1, 0, tzinfo=UTC))


def said(n: int = 1, **other: object) -> Said:
    """Return what firm ``n`` says; complete unless told otherwise."""
    told: dict[str, object] = {
        "firm": f"가상기업 {n}", "business_no": business_number(9_000 + n), "contact_name": "담당 가상",
        "contact_email": f"firm{n}@firm.example", "contact_phone": "02-000-0000",
        "places": {"consult": 20}, "cash_won": 30_000_000,
        "in_kind": (InKind("광고 지면", 20_000_000, "공개 단가표"),),
        "gives": "판매 교육과 기획전을 엽니다.",
    } | other  # fmt: skip
    return Said(**told)  # type: ignore[arg-type]


def firm(n: int = 1) -> SignedActor:
    """Return whoever acts for firm ``n``, with the roles held at the end."""
    user = signed_up(f"firm{n}@firm.example").user_id
    assert user is not None
    return actor_of(user, LATER)


def drafted(n: int = 1) -> int:
    """Return a complete draft of firm ``n``."""
    who = firm(n)
    pk = begin_proposal(actor=who, now=OPEN, programme=PARTNERS)
    body = Proposal.objects.select_related("organisation").get(pk=pk).organisation
    # Whoever acts for an organisation hands in under its name.
    told = said(n) if body is None else said(n, firm=body.name_ko)
    save_proposal(actor=who, now=OPEN, proposal_id=pk, said=told)
    for document in REQUIRED:
        put_proposal_document(
            actor=who, now=OPEN, proposal_id=pk, document=document, name="one.pdf", content=PDF,
            issued_on=date(2025, 2, 5),
        )  # fmt: skip
    return pk


def handed_in(n: int = 1) -> int:
    """Return a proposal of firm ``n`` that was handed in."""
    pk = drafted(n)
    submit_proposal(actor=firm(n), now=OPEN, proposal_id=pk)
    return pk


def checked(n: int = 1) -> int:
    """Return a proposal of firm ``n`` that passed the check."""
    pk = handed_in(n)
    for one in ProposalDocument.objects.filter(proposal_id=pk):
        check_proposal_document(actor=person(), now=LATER, document_id=one.pk, accepted=True)
    decide_proposal(actor=person(), now=LATER, proposal_id=pk, passed=True, reason="")
    return pk


def accountant() -> SignedActor:
    return person("accountant", kind="accountant", code="ledger-house")


def has_declared(who: SignedActor, conflicts: dict[int, str] | None = None) -> Declared:
    """Let a scorer declare about everything that waits for it: no conflict, unless told otherwise."""
    seen = list(to_declare(who).values_list("proposal_id", flat=True))
    return declare_scorer_conflicts(
        actor=who, now=LATER, programme=PARTNERS, seen=seen, conflicts=conflicts or {}, signed=True
    )


def scored(firms: int = 3) -> list[int]:
    """Return proposals with every mark: firm 1 first, firm 2 next, firm 3 below the least."""
    pks = [checked(n) for n in range(1, firms + 1)]
    scorers = {"accountant": accountant(), "panel": person("reviewer")}
    for kind, who in scorers.items():
        assert who.user_id is not None
        assign_scorers(
            actor=person(), now=LATER, programme=PARTNERS, kind=kind, user_ids=[who.user_id]
        )  # fmt: skip
        has_declared(who)
        for n, pk in enumerate(pks, start=1):
            own = ("finance",) if kind == "accountant" else ("plan", "reach")
            mark_proposal(actor=who, now=LATER, proposal_id=pk, marks={c: (MARKS[n][c], "") for c in own})
    return pks


def proposed_choice() -> tuple[list[int], int]:
    pks = scored()
    return pks, propose_choice(actor=person(), now=LATER, programme=PARTNERS, reason="평가가 끝났습니다.")


def second() -> SignedActor:
    return person("officer", email="second@test.example")


def chosen() -> list[int]:
    """Return the proposals after the choice is confirmed: two chosen, one not."""
    pks, choice = proposed_choice()
    confirm_choice(actor=second(), now=LATER, choice_id=choice, reason="확인했습니다.")
    return pks


def terms(places: int = 20, **other: object) -> Terms:
    """Return terms of an agreement."""
    told: dict[str, object] = {
        "places": (("consult", places),), "budget_won": 100_000_000, "cash_won": 30_000_000,
        "in_kind": (InKind("광고 지면", 20_000_000, "공개 단가표"),),
        "milestones": (Milestone(date(2025, 8, 31), "중간보고"),),
        "starts_on": date(2025, 4, 1), "ends_on": date(2025, 12, 31),
    } | other  # fmt: skip
    return Terms(**told)  # type: ignore[arg-type]


def offered(proposal: int, code: str, **more: object) -> int:
    """Return an agreement that the agency proposes to a firm that was chosen."""
    return propose_agreement(
        actor=person(), now=LATER, proposal_id=proposal, code=code, terms=terms(**more), reason="선정 결과"
    )  # type: ignore[arg-type]  # fmt: skip


def signed(n: int, proposal: int, code: str, **more: object) -> int:
    """Return an agreement in force of firm ``n``."""
    pk = offered(proposal, code, **more)
    answer_agreement(actor=firm(n), now=LATER, agreement_id=pk, signed=True)
    put_agreement_in_force(actor=person(), now=LATER, agreement_id=pk)
    return pk


def both_signed() -> tuple[int, int]:
    """Return the agreements in force of firms 1 and 2, 20 places each."""
    first, other, _ = chosen()
    return signed(1, first, "maple"), signed(2, other, "birch")


def state(pk: int) -> str:
    return str(Proposal.objects.values_list("state", flat=True).get(pk=pk))


def agreement(pk: int) -> Agreement:
    return Agreement.objects.get(pk=pk)
