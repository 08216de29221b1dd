"""Firms propose, are checked, scored and chosen; agreements are signed, amended, moved and left."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from tests.domains.agreeing import (
    LATER,
    OPEN,
    PARTNERS,
    PDF,
    accountant,
    agreement,
    both_signed,
    called,
    checked,
    chosen,
    drafted,
    firm,
    handed_in,
    has_declared,
    offered,
    proposed_choice,
    said,
    scored,
    second,
    signed,
    state,
    terms,
)
from tests.domains.builders import signed_up
from tests.domains.people import person

from dure.domains.accounts.actors import SignedActor, actor_of
from dure.domains.accounts.models import Membership, Organisation
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements import taken
from dure.domains.agreements.models import (
    AgreementVersion,
    Amendment,
    ExecutorChoice,
    MidtermCheck,
    Proposal,
    ProposalDocument,
    ProposalMark,
    Scorer,
)
from dure.domains.agreements.places import differences
from dure.domains.agreements.services.answer_agreement import answer_agreement
from dure.domains.agreements.services.answer_amendment import answer_amendment
from dure.domains.agreements.services.answer_midterm import answer_midterm
from dure.domains.agreements.services.ask_proposal_supplement import ask_proposal_supplement
from dure.domains.agreements.services.assign_scorers import assign_scorers
from dure.domains.agreements.services.begin_proposal import begin_proposal
from dure.domains.agreements.services.confirm_choice import confirm_choice
from dure.domains.agreements.services.decide_proposal import decide_proposal
from dure.domains.agreements.services.draft_from_agreements import draft_from_agreements
from dure.domains.agreements.services.leave_agreement import leave_agreement
from dure.domains.agreements.services.mark_proposal import mark_proposal
from dure.domains.agreements.services.move_places import move_places
from dure.domains.agreements.services.note_midterm import note_midterm
from dure.domains.agreements.services.propose_amendment import propose_amendment
from dure.domains.agreements.services.propose_choice import propose_choice
from dure.domains.agreements.services.put_proposal_document import put_proposal_document
from dure.domains.agreements.services.save_proposal import save_proposal
from dure.domains.agreements.services.submit_proposal import submit_proposal
from dure.domains.agreements.versions import current_terms, sums_of
from dure.domains.notices.models import Notice
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.queries import loaded, published_version
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.selection.missing import missing
from dure.domains.selection.stages import stage_case
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _call() -> None:
    called()


def scoped(role: str, programme: str, code: str) -> SignedActor:
    """Return somebody who holds a role for one programme."""
    user_id = signed_up(f"{role}.{programme}@test.example").user_id
    assert user_id is not None
    if not Membership.objects.filter(user_id=user_id).exists():
        Membership.objects.create(
            user_id=user_id, organisation=Organisation.objects.get(code=code), role=role,
            programme=programme, starts_at=LATER,
        )  # fmt: skip
    return actor_of(user_id, LATER)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_a_proposal_is_handed_in_whole_or_not_at_all():
    who = firm(1)
    pk = begin_proposal(actor=who, now=OPEN, programme=PARTNERS)
    short = said(1, business_no="0000000001", cash_won=1, places={"consult": 41}, gives="")
    save_proposal(actor=who, now=OPEN, proposal_id=pk, said=short)
    with pytest.raises(Refused) as refused:
        submit_proposal(actor=who, now=OPEN, proposal_id=pk)
    assert codes(refused) == [
        "proposal.gives", "proposal.business_no", "proposal.places", "proposal.cash_won",
        "proposal.document.business_registration", "proposal.document.financial_statement",
        "proposal.document.national_tax_certificate",
    ]  # fmt: skip
    assert state(pk) == "draft"


def test_a_document_that_is_too_old_is_told_by_its_name():
    pk = drafted(1)
    put_proposal_document(
        actor=firm(1), now=OPEN, proposal_id=pk, document="national_tax_certificate", name="", content=None,
        issued_on=date(2025, 1, 10),
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        submit_proposal(actor=firm(1), now=OPEN, proposal_id=pk)
    assert codes(refused) == ["proposal.document.national_tax_certificate"]


def test_proposals_are_taken_while_the_call_is_open_and_once_a_firm():
    handed_in(1)
    other = drafted(2)
    save_proposal(actor=firm(2), now=OPEN, proposal_id=other, said=said(1))
    with pytest.raises(Refused) as refused:
        submit_proposal(actor=firm(2), now=OPEN, proposal_id=other)
    assert codes(refused) == ["proposal.twice"]
    with pytest.raises(Refused) as refused:
        begin_proposal(actor=firm(3), now=LATER, programme=PARTNERS)
    assert codes(refused) == ["proposal.closed"]
    assert list(Proposal.objects.filter(number__isnull=False).values_list("number", flat=True)) == [
        "PARTNERS-2025-EX-0001"
    ]


def test_a_supplement_opens_the_named_fields_alone_and_the_others_stay():
    pk = handed_in(1)
    ask_proposal_supplement(
        actor=person(), now=LATER, proposal_id=pk, fields=["cash_won", "document.financial_statement"],
        note="현금 출연액과 재무제표를 고쳐 주십시오.",
    )  # fmt: skip
    save_proposal(
        actor=firm(1), now=LATER, proposal_id=pk, said=said(1, cash_won=40_000_000, gives="다른 내용")
    )
    with pytest.raises(Refused):
        put_proposal_document(
            actor=firm(1), now=LATER, proposal_id=pk, document="business_registration", name="a.pdf",
            content=PDF, issued_on=None,
        )  # fmt: skip
    found = Proposal.objects.get(pk=pk)
    assert (found.cash_won, found.gives) == (40_000_000, "판매 교육과 기획전을 엽니다.")
    with pytest.raises(Refused) as refused:
        decide_proposal(actor=person(), now=LATER, proposal_id=pk, passed=False, reason="why")
    assert codes(refused) == ["proposal.supplement_runs"]
    # Seven days after 24 March: to the end of 31 March in Seoul.
    end = datetime.fromisoformat("2025-04-01T00:00:00+09:00")
    with pytest.raises(Refused) as refused:
        submit_proposal(actor=firm(1), now=end, proposal_id=pk)
    assert codes(refused) == ["proposal.late"]
    submit_proposal(actor=firm(1), now=end - timedelta(seconds=1), proposal_id=pk)
    assert state(pk) == "submitted"


def test_a_proposal_passes_only_with_its_required_documents_accepted():
    pk = handed_in(1)
    with pytest.raises(Refused) as refused:
        decide_proposal(actor=person(), now=LATER, proposal_id=pk, passed=True, reason="")
    assert codes(refused) == ["proposal.documents"]
    assert state(pk) == "submitted"


def test_who_scores_sees_what_is_given_to_them_and_marks_their_own_criteria():
    mine, other = checked(1), checked(2)
    who = accountant()
    assert not Proposal.objects.visible_to(who).exists()
    assign_scorers(actor=person(), now=LATER, programme=PARTNERS, kind="accountant", user_ids=[who.user_id])
    Scorer.objects.filter(proposal_id=other).update(ended_at=LATER)
    has_declared(who)
    assert list(Proposal.objects.visible_to(who).values_list("pk", flat=True)) == [mine]
    assert not ProposalDocument.objects.visible_to(who).filter(proposal_id=other).exists()
    with pytest.raises(NotAllowed):
        mark_proposal(actor=who, now=LATER, proposal_id=other, marks={"finance": (80_000, "")})
    for marks in ({"plan": (80_000, "")}, {"finance": (100_001, "")}):
        with pytest.raises(Refused):
            mark_proposal(actor=who, now=LATER, proposal_id=mine, marks=marks)
    assert not ProposalMark.objects.exists()


def test_who_acts_for_a_firm_scores_none_of_its_proposals():
    pk = checked(1)
    maker = Proposal.objects.values_list("made_by__email", flat=True).get(pk=pk)
    who = person("reviewer", email=maker)
    given = assign_scorers(
        actor=person(), now=LATER, programme=PARTNERS, kind="panel", user_ids=[who.user_id]
    )
    assert given == 0
    with pytest.raises(Refused):
        assign_scorers(
            actor=person(), now=LATER, programme=PARTNERS, kind="panel", user_ids=[firm(3).user_id]
        )


def test_the_choice_keeps_exact_numbers_and_another_officer_confirms_it():
    pks, choice = proposed_choice()
    kept = ExecutorChoice.objects.get(pk=choice)
    assert [(s["rank"], s["points"], s["outcome"]) for s in kept.standings] == [
        (1, "85.500", "chosen"), (2, "83.000", "chosen"), (3, "68.500", "below_least"),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        confirm_choice(actor=person(), now=LATER, choice_id=choice, reason="why")
    assert codes(refused) == ["choice.same_officer"]
    with pytest.raises(Refused):
        mark_proposal(actor=accountant(), now=LATER, proposal_id=pks[2], marks={"finance": (100_000, "")})
    confirm_choice(actor=second(), now=LATER, choice_id=choice, reason="확인했습니다.")
    assert [state(pk) for pk in pks] == ["chosen", "chosen", "not_chosen"]
    told = Notice.objects.filter(template="proposal_news", link=f"/proposals/{pks[2]}/").latest("pk")
    assert told.parameters["standing"]["en"] == "68.500 points, place 3 of 3"


def test_nothing_is_chosen_while_a_mark_is_missing():
    pks = scored()
    ProposalMark.objects.filter(proposal_id=pks[0], criterion="reach").delete()
    with pytest.raises(Refused) as refused:
        propose_choice(actor=person(), now=LATER, programme=PARTNERS, reason="why")
    assert codes(refused) == ["choice.unscored"]
    assert {state(pk) for pk in pks} == {"checked"}
    assert not ExecutorChoice.objects.exists()


def test_a_new_firm_becomes_an_executor_with_its_agreement_and_signs_it():
    pks = chosen()
    pk = offered(pks[0], "maple")
    who = firm(1)
    assert who.holds("executor_staff", "maple", PARTNERS)
    with pytest.raises(NotAllowed):
        answer_agreement(actor=firm(2), now=LATER, agreement_id=pk, signed=True)
    answer_agreement(actor=who, now=LATER, agreement_id=pk, signed=True)
    assert agreement(pk).state == "signed"
    with pytest.raises(Refused) as refused:
        offered(pks[1], "birch", places=21)
    assert codes(refused) == ["terms.quota"]
    with pytest.raises(Refused) as refused:
        offered(pks[2], "ash")
    assert codes(refused) == ["agreement.not_chosen"]


def test_an_amendment_counts_once_the_other_side_approves_and_versions_stay():
    pk, _ = both_signed()
    more = terms(cash_won=35_000_000)
    one = propose_amendment(actor=firm(1), now=LATER, agreement_id=pk, terms=more, reason="출연 확대")
    assert current_terms(agreement(pk)).cash_won == 30_000_000
    with pytest.raises(NotAllowed):
        answer_amendment(actor=firm(1), now=LATER, amendment_id=one, approved=True)
    answer_amendment(actor=person(), now=LATER, amendment_id=one, approved=True)
    assert list(
        AgreementVersion.objects.filter(agreement_id=pk).values_list("number", "terms__cash_won")
    ) == [(1, 30_000_000), (2, 35_000_000)]
    with pytest.raises(Refused) as refused:
        propose_amendment(actor=person(), now=LATER, agreement_id=pk, terms=more, reason="why")
    assert codes(refused) == ["amendment.nothing"]
    with pytest.raises(Exception, match="append_only"):
        AgreementVersion.objects.filter(agreement_id=pk).update(reason="other")


def test_places_move_when_both_executors_have_approved_and_the_sums_stay():
    giver, taker = both_signed()
    before = sums_of(PARTNERS)
    joined = move_places(
        actor=person(), now=LATER, giver_id=giver, taker_id=taker, places={"consult": 5},
        budget_won=10_000_000, reason="역량에 맞춥니다.",
    )  # fmt: skip
    halves = {one.agreement_id: one.pk for one in Amendment.objects.filter(move=joined)}
    answer_amendment(actor=firm(1), now=LATER, amendment_id=halves[giver], approved=True)
    assert [agreement(pk).number for pk in (giver, taker)] == [1, 1]
    answer_amendment(actor=firm(2), now=LATER, amendment_id=halves[taker], approved=True)
    found = [current_terms(agreement(pk)) for pk in (giver, taker)]
    assert [(t.places_at("consult"), t.budget_won) for t in found] == [(15, 90_000_000), (25, 110_000_000)]
    assert sums_of(PARTNERS) == before


def test_where_one_executor_refuses_a_move_nothing_moves():
    giver, taker = both_signed()
    joined = move_places(
        actor=person(), now=LATER, giver_id=giver, taker_id=taker, places={"consult": 5}, budget_won=0,
        reason="why",
    )  # fmt: skip
    halves = {one.agreement_id: one.pk for one in Amendment.objects.filter(move=joined)}
    answer_amendment(actor=firm(1), now=LATER, amendment_id=halves[giver], approved=True)
    answer_amendment(actor=firm(2), now=LATER, amendment_id=halves[taker], approved=False, answer="인력 부족")
    assert set(Amendment.objects.values_list("state", flat=True)) == {"refused", "taken_back"}
    assert [agreement(pk).number for pk in (giver, taker)] == [1, 1]


def test_places_of_a_stage_that_is_chosen_do_not_move(monkeypatch):
    giver, taker = both_signed()
    monkeypatch.setattr(taken, "_told", [lambda _programme: {"consult"}])
    with pytest.raises(Refused) as refused:
        move_places(
            actor=person(), now=LATER, giver_id=giver, taker_id=taker, places={"consult": 1}, budget_won=0,
            reason="why",
        )  # fmt: skip
    assert codes(refused) == ["terms.taken"]
    with pytest.raises(Refused) as refused:
        leave_agreement(actor=person(), now=LATER, agreement_id=giver, reason="why")
    assert codes(refused) == ["agreement.handover"]
    assert not Amendment.objects.exists()
    assert agreement(giver).state == "in_force"


def test_the_places_of_an_executor_that_left_are_free_and_go_to_another_without_asking_it():
    gone, stays = both_signed()
    leave_agreement(actor=person(), now=LATER, agreement_id=gone, reason="사업 철수")
    assert sums_of(PARTNERS).places == {"consult": 20}
    joined = move_places(
        actor=person(), now=LATER, giver_id=gone, taker_id=stays, places={"consult": 20}, budget_won=0,
        reason="이어받습니다.",
    )  # fmt: skip
    half = Amendment.objects.get(move=joined, agreement_id=stays)
    answer_amendment(actor=firm(2), now=LATER, amendment_id=half.pk, approved=True)
    assert current_terms(agreement(stays)).places_at("consult") == 40
    assert current_terms(agreement(gone)).places_at("consult") == 0


def test_a_selection_waits_until_the_published_file_has_the_agreed_places():
    both_signed()
    assert "selection.no_executors" in _missing()
    made = draft_from_agreements(actor=person(), now=LATER, programme=PARTNERS)
    publish_programme(actor=person(), now=LATER, version_id=made.version_id, reason="협약을 반영합니다.")
    version = published_version(PARTNERS)
    assert version is not None
    file = loaded(version).programme
    assert {e.id: e.capacity for e in file.executors} == {"maple": {"consult": 20}, "birch": {"consult": 20}}
    assert differences(file) == []
    assert not any(code.startswith("selection.places") for code in _missing())
    giver, taker = (agreement(pk).pk for pk in Proposal.objects.filter(state="agreed").values_list(
        "agreements", flat=True).order_by("pk"))  # fmt: skip
    joined = move_places(
        actor=person(), now=LATER, giver_id=giver, taker_id=taker, places={"consult": 5}, budget_won=0,
        reason="why",
    )  # fmt: skip
    for one in Amendment.objects.filter(move=joined).order_by("agreement_id"):
        who = firm(1) if one.agreement_id == giver else firm(2)
        answer_amendment(actor=who, now=LATER, amendment_id=one.pk, approved=True)
    assert "selection.places_agreed" in _missing()
    again = draft_from_agreements(actor=person(), now=LATER, programme=PARTNERS)
    raw = bytes(ProgrammeVersion.objects.get(pk=again.version_id).raw)
    assert raw == bytes(version.raw).replace(b"consult: 20", b"consult: 15", 1).replace(
        b"consult: 20", b"consult: 25", 1
    ) or raw == bytes(version.raw).replace(b"consult: 20", b"consult: 25", 1).replace(
        b"consult: 20", b"consult: 15", 1
    )


def _missing() -> set[str]:
    return {problem.code for problem in missing(stage_case(PARTNERS, "consult"), LATER)}


def test_a_midterm_check_tells_the_executor_and_its_answer_comes_back():
    pk, _ = both_signed()
    with pytest.raises(Refused) as refused:
        note_midterm(
            actor=person(), now=LATER, agreement_id=pk, held_on=date(2025, 3, 25), findings="", grade="best",
            measures="더 하기", due_on=None, key="k",
        )  # fmt: skip
    assert codes(refused) == [
        "midterm.held_on", "midterm.findings", "midterm.grade", "midterm.due_on"
    ]  # fmt: skip
    one = note_midterm(
        actor=person(), now=LATER, agreement_id=pk, held_on=date(2025, 3, 3), findings="상담이 늦습니다.",
        grade="fair", measures="일정을 당깁니다.", due_on=date(2025, 3, 31), key="k",
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        answer_midterm(actor=firm(2), now=LATER, check_id=one, answer="x")
    answer_midterm(actor=firm(1), now=LATER, check_id=one, answer="당겼습니다.")
    assert MidtermCheck.objects.get(pk=one).state == "answered"


def test_an_executor_that_already_is_one_keeps_its_organisation():
    member = person("executor_staff", email="firm1@firm.example", kind="executor", code="acorn")
    assert member.user_id is not None
    pks = chosen()
    pk = signed(1, pks[0], "ignored")
    assert agreement(pk).executor == "acorn"


def test_a_role_for_another_programme_sees_and_does_nothing_of_this_one():
    pk, _ = both_signed()
    propose_amendment(
        actor=person(), now=LATER, agreement_id=pk, terms=terms(cash_won=1_000_000_000), reason="why"
    )
    models = [m for m in apps.get_app_config("agreements").get_models() if hasattr(m.objects, "visible_to")]
    for role in ("officer", "ministry", "executor_staff", "reviewer", "accountant"):
        who = scoped(role, "elsewhere-2025", "maple" if role == "executor_staff" else "agency")
        assert {m.__name__ for m in models if m.objects.visible_to(who).exists()} == set(), role
    officer = scoped("officer", PARTNERS, "agency")
    seen_here = {m.__name__ for m in models if m.objects.visible_to(officer).exists()}
    assert seen_here >= {"Agreement", "AgreementVersion", "Amendment", "Proposal", "ExecutorChoice", "Scorer"}
    elsewhere = scoped("officer", "elsewhere-2025", "agency")
    with pytest.raises(NotAllowed):
        leave_agreement(actor=elsewhere, now=LATER, agreement_id=pk, reason="why")
    assert agreement(pk).state == "in_force"
