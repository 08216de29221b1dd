"""What an agreement cannot be: above the public money, or with another firm than was judged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.domains.agreeing import (
    FILE,
    LATER,
    OPEN,
    PARTNERS,
    PDF,
    REQUIRED,
    agreement,
    both_signed,
    called,
    chosen,
    firm,
    offered,
    said,
    terms,
)
from tests.domains.builders import business_number
from tests.domains.people import person

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.models import Agreement, Amendment, Proposal
from dure.domains.agreements.services.answer_agreement import answer_agreement
from dure.domains.agreements.services.answer_amendment import answer_amendment
from dure.domains.agreements.services.begin_proposal import begin_proposal
from dure.domains.agreements.services.propose_amendment import propose_amendment
from dure.domains.agreements.services.put_agreement_in_force import put_agreement_in_force
from dure.domains.agreements.services.put_proposal_document import put_proposal_document
from dure.domains.agreements.services.save_proposal import save_proposal
from dure.domains.agreements.services.submit_proposal import submit_proposal
from dure.domains.agreements.versions import current_terms
from dure.engine.executors.money import public_won
from dure.engine.problems import Refused
from dure.engine.programme import load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _call() -> None:
    called()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_the_public_money_is_that_of_public_sources_and_not_known_where_one_has_no_total():
    file = load(FILE.read_bytes()).programme
    assert public_won(file) == 400_000_000
    (fund,) = file.funds
    open_ended = (*(s.model_copy(update={"total_won": None}) for s in fund.sources[:1]), *fund.sources[1:])
    told = fund.model_copy(update={"sources": open_ended})
    assert public_won(file.model_copy(update={"funds": (told,)})) is None
    lent = fund.model_copy(update={"counts": "lent"})
    assert public_won(file.model_copy(update={"funds": (lent,)})) is None


def test_an_agreement_above_what_the_others_leave_is_not_proposed():
    first, other, _ = chosen()
    offered(first, "maple", budget_won=250_000_000)
    with pytest.raises(Refused) as refused:
        offered(other, "birch", budget_won=150_000_001)
    assert codes(refused) == ["terms.money"]
    assert refused.value.problems[0].params == {"won": "400,000,001", "most": "400,000,000"}
    assert Agreement.objects.count() == 1
    pk = offered(other, "birch", budget_won=150_000_000)
    answer_agreement(actor=firm(2), now=LATER, agreement_id=pk, signed=True)
    put_agreement_in_force(actor=person(), now=LATER, agreement_id=pk)
    assert agreement(pk).state == "in_force"


def test_of_two_amendments_approved_one_after_the_other_the_second_sees_the_first():
    maple, birch = both_signed()

    def proposed(pk: int, won: int) -> int:
        more = replace(terms(), budget_won=won)
        return propose_amendment(actor=person(), now=LATER, agreement_id=pk, terms=more, reason="증액")

    with pytest.raises(Refused) as refused:
        proposed(maple, 9_000_000_000)
    assert codes(refused) == ["terms.money"]
    assert not Amendment.objects.exists()
    # Each fits beside the other as it is, 100,000,000 won; both together do not.
    one, two = proposed(maple, 300_000_000), proposed(birch, 300_000_000)
    answer_amendment(actor=firm(1), now=LATER, amendment_id=one, approved=True)
    with pytest.raises(Refused) as refused:
        answer_amendment(actor=firm(2), now=LATER, amendment_id=two, approved=True)
    assert codes(refused) == ["terms.money"]
    assert Amendment.objects.get(pk=two).state == "proposed"
    assert current_terms(agreement(birch)).budget_won == 100_000_000
    assert current_terms(agreement(maple)).budget_won == 300_000_000


def staff(code: str = "birch-house") -> SignedActor:
    return person("executor_staff", kind="executor", code=code)


def written(who: SignedActor, **other: object) -> int:
    """Return a draft of an organisation's staff with everything in it."""
    pk = begin_proposal(actor=who, now=OPEN, programme=PARTNERS)
    save_proposal(actor=who, now=OPEN, proposal_id=pk, said=said(7, **other))
    for document in REQUIRED:
        put_proposal_document(
            actor=who, now=OPEN, proposal_id=pk, document=document, name="one.pdf", content=PDF,
            issued_on=said_on(),
        )  # fmt: skip
    return pk


def said_on():
    return OPEN.date()


def test_an_organisation_hands_in_under_its_own_name_and_once():
    who = staff()
    pk = written(who, firm="Firm birch")
    with pytest.raises(Refused) as refused:
        submit_proposal(actor=who, now=OPEN, proposal_id=pk)
    assert codes(refused) == ["proposal.other_firm"]
    assert Proposal.objects.get(pk=pk).state == "draft"
    body = Proposal.objects.select_related("organisation").get(pk=pk).organisation
    assert body is not None
    save_proposal(actor=who, now=OPEN, proposal_id=pk, said=said(7, firm=f" {body.name_ko}"))
    submit_proposal(actor=who, now=OPEN, proposal_id=pk)
    # Once more under another number is the same organisation.
    again = written(who, firm=body.name_ko, business_no=business_number(9_055))
    with pytest.raises(Refused) as refused:
        submit_proposal(actor=who, now=OPEN, proposal_id=again)
    assert codes(refused) == ["proposal.twice"]
    assert Proposal.objects.filter(number__isnull=False).count() == 1


def test_a_firm_that_has_no_organisation_yet_signs_under_the_name_that_was_judged():
    first, _, _ = chosen()
    made = Agreement.objects.select_related("organisation", "proposal").get(pk=offered(first, "maple"))
    assert made.organisation.name_ko == made.proposal.firm == "가상기업 1"
    assert made.proposal.business_no == business_number(9_001)
