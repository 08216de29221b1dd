"""What agreements refuse: lost files, both sides in one hand, firms shut out, places taken meanwhile."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.domains.agreeing import (
    FILE,
    LATER,
    OPEN,
    PARTNERS,
    PDF,
    accountant,
    agreement,
    both_signed,
    called,
    chosen,
    drafted,
    firm,
    handed_in,
    offered,
    proposed_choice,
    said,
    scored,
    state,
    terms,
)
from tests.domains.people import person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements import taken
from dure.domains.agreements.choosing import inputs_now
from dure.domains.agreements.models import (
    Agreement,
    Amendment,
    ExecutorChoice,
    Proposal,
    ProposalDocument,
    Scorer,
)
from dure.domains.agreements.services.answer_agreement import answer_agreement
from dure.domains.agreements.services.answer_amendment import answer_amendment
from dure.domains.agreements.services.assign_scorers import assign_scorers
from dure.domains.agreements.services.confirm_choice import confirm_choice
from dure.domains.agreements.services.decide_proposal import decide_proposal
from dure.domains.agreements.services.propose_amendment import propose_amendment
from dure.domains.agreements.services.put_agreement_in_force import put_agreement_in_force
from dure.domains.agreements.services.put_proposal_document import put_proposal_document
from dure.domains.agreements.services.reopen_proposal import reopen_proposal
from dure.domains.agreements.services.submit_proposal import submit_proposal
from dure.domains.agreements.services.withdraw_proposal import withdraw_proposal
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _call() -> None:
    called()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_a_file_after_a_day_without_one_counts_and_so_does_every_corrected_file():
    pk, who, name = drafted(1), firm(1), "company_brochure"

    def put(content: bytes | None) -> list[tuple[str, int]]:
        put_proposal_document(
            actor=who, now=OPEN, proposal_id=pk, document=name, name="a.pdf", content=content,
            issued_on=date(2025, 2, 5),
        )  # fmt: skip
        found = ProposalDocument.objects.filter(proposal_id=pk, document=name).order_by("pk")
        return list(found.values_list("state", "file__size"))

    longer, size = PDF + b"% more\n", len(PDF)
    assert put(None) == []
    assert put(PDF) == [("handed_in", size)]
    assert put(PDF) == [("handed_in", size)]
    assert put(longer) == [("replaced", size), ("handed_in", size + 7)]
    assert put(PDF)[2:] == [("handed_in", size)]


def test_whoever_acts_for_a_firm_of_the_call_runs_nothing_of_it():
    pk = handed_in(1)
    both = person("officer", email="firm1@firm.example")
    with pytest.raises(Refused) as refused:
        decide_proposal(actor=both, now=LATER, proposal_id=pk, passed=False, reason="why")
    assert codes(refused) == ["call.own_firm"]
    assert state(pk) == "submitted"


def test_who_proposed_or_signed_for_one_side_does_not_answer_for_the_other():
    pk, _ = both_signed()
    one = propose_amendment(
        actor=firm(1), now=LATER, agreement_id=pk, terms=terms(cash_won=35_000_000), reason="why"
    )
    same = person("officer", email="firm1@firm.example")
    with pytest.raises(NotAllowed):
        answer_amendment(actor=same, now=LATER, amendment_id=one, approved=True)
    assert agreement(pk).number == 1


def test_an_active_scorer_does_not_confirm_the_choice():
    pks, choice = proposed_choice()
    scorer = person("officer", email="reviewer@test.example")
    with pytest.raises(Refused) as refused:
        confirm_choice(actor=scorer, now=LATER, choice_id=choice, reason="why")
    assert codes(refused) == ["choice.scorer"]
    assert {state(pk) for pk in pks} == {"scored"}


def test_whoever_has_given_marks_is_taken_off_with_a_reason_and_the_marks_count_no_more():
    scored()
    with pytest.raises(Refused) as refused:
        assign_scorers(actor=person(), now=LATER, programme=PARTNERS, kind="accountant", user_ids=[])
    assert codes(refused) == ["scorers.marked"]
    assert Scorer.objects.filter(kind="accountant", ended_at__isnull=True).count() == 3
    assign_scorers(
        actor=person(), now=LATER, programme=PARTNERS, kind="accountant", user_ids=[], reason="이해충돌"
    )
    who = accountant().user_id
    assert not any(user == who for _, _, user, _ in inputs_now(PARTNERS, "checked")["marks"])


def test_who_acts_for_a_firm_of_the_call_scores_no_proposal_at_all():
    scored(2)
    who = person("reviewer", email="firm1@firm.example")
    given = assign_scorers(
        actor=person(), now=LATER, programme=PARTNERS, kind="panel", user_ids=[who.user_id], reason="why"
    )
    assert given == 0


def test_an_agreement_is_not_put_in_force_once_places_are_taken_or_the_firm_is_gone(monkeypatch):
    first, other, _ = chosen()
    pk = offered(first, "maple")
    answer_agreement(actor=firm(1), now=LATER, agreement_id=pk, signed=True)
    monkeypatch.setattr(taken, "_told", [lambda _programme: {"consult"}])
    for act in (
        lambda: put_agreement_in_force(actor=person(), now=LATER, agreement_id=pk),
        lambda: offered(other, "birch"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["terms.taken"]
    assert (agreement(pk).state, state(first), Agreement.objects.count()) == ("signed", "chosen", 1)
    with pytest.raises(Refused) as refused:
        withdraw_proposal(actor=firm(1), now=LATER, proposal_id=first)
    assert codes(refused) == ["proposal.agreed"]


def test_a_code_that_no_file_can_have_founds_nothing():
    first, *_ = chosen()
    with pytest.raises(Refused) as refused:
        offered(first, "red-maple")
    assert codes(refused) == ["organisation.code"]
    assert not Agreement.objects.exists()


def test_a_refused_proposal_leaves_room_for_another_and_is_opened_again_only_without_one():
    pk = handed_in(1)
    decide_proposal(actor=person(), now=LATER, proposal_id=pk, passed=False, reason="사칭")
    reopen_proposal(actor=person(), now=LATER, proposal_id=pk, reason="잘못 거부")
    assert state(pk) == "submitted"
    decide_proposal(actor=person(), now=LATER, proposal_id=pk, passed=False, reason="사칭")
    other = drafted(2)
    Proposal.objects.filter(pk=other).update(business_no=said(1).business_no)
    submit_proposal(actor=firm(2), now=OPEN, proposal_id=other)
    with pytest.raises(Refused) as refused:
        reopen_proposal(actor=person(), now=LATER, proposal_id=pk, reason="why")
    assert codes(refused) == ["proposal.twice"]
    assert (state(pk), state(other)) == ("refused", "submitted")


def test_the_database_refuses_one_person_on_both_sides_of_a_decision():
    pks, choice = proposed_choice()
    scorer = Scorer.objects.filter(proposal_id=pks[0], ended_at__isnull=True)[0].user_id
    row = ExecutorChoice.objects.filter(pk=choice)
    proposer = row.get().proposed_by_id
    for decider in (scorer, proposer, None):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.update(state="confirmed", decided_by_id=decider, decided_at=LATER)
    assert row.get().state == "proposed"
    other = person("officer", email="second@test.example").user_id
    row.update(state="confirmed", decided_by_id=other, decided_at=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        Scorer.objects.create(proposal_id=pks[0], user_id=other, kind="panel", given_at=LATER)


def test_the_database_refuses_one_person_who_signs_and_puts_in_force_or_answers_the_own_amendment():
    pk, _ = both_signed()
    signed = agreement(pk).signed_by_id
    with pytest.raises(DatabaseError), transaction.atomic():
        Agreement.objects.filter(pk=pk).update(in_force_by_id=signed)
    one = propose_amendment(
        actor=firm(1), now=LATER, agreement_id=pk, terms=terms(cash_won=35_000_000), reason="why"
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Amendment.objects.filter(pk=one).update(answered_by_id=firm(1).user_id)
    assert agreement(pk).in_force_by_id != signed


def test_a_changed_call_is_not_published_while_proposals_are_under_way():
    handed_in()
    raw = FILE.read_bytes()

    def version(content: bytes) -> int:
        return upload_programme(actor=person(), now=LATER, raw=content).version_id

    changed = version(raw.replace(b"least_points: 70", b"least_points: 71"))
    with pytest.raises(Refused) as refused:
        publish_programme(actor=person(), now=LATER, version_id=changed, reason="why")
    assert codes(refused) == ["publish.executor_call"]
    assert ProgrammeVersion.objects.get(pk=changed).state == "draft"
    other = version(raw + b"# The call is the same.\n")
    publish_programme(actor=person(), now=LATER, version_id=other, reason="why")
    assert ProgrammeVersion.objects.get(pk=other).state == "published"
    Proposal.objects.update(state="withdrawn")
    publish_programme(actor=person(), now=LATER, version_id=changed, reason="why")
    assert ProgrammeVersion.objects.get(pk=changed).state == "published"
