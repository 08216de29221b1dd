"""Proposals and agreements, each run twice."""

from __future__ import annotations

from datetime import date, timedelta

from tests.domains.agreeing import (
    LATER,
    OPEN,
    PARTNERS,
    PDF,
    accountant,
    both_signed,
    checked,
    chosen,
    drafted,
    firm,
    handed_in,
    offered,
    proposed_choice,
    said,
    scored,
    second,
    terms,
)
from tests.domains.leaving import APPLYING, applied, left, running
from tests.domains.people import person
from tests.domains.twice.scenario import Call, twice

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.models import Amendment, ProposalDocument
from dure.domains.agreements.services.answer_agreement import answer_agreement
from dure.domains.agreements.services.answer_amendment import answer_amendment
from dure.domains.agreements.services.answer_firm_objection import answer_firm_objection
from dure.domains.agreements.services.answer_midterm import answer_midterm
from dure.domains.agreements.services.answer_scorer_recusal import answer_scorer_recusal
from dure.domains.agreements.services.ask_leaving import ask_leaving
from dure.domains.agreements.services.ask_proposal_supplement import ask_proposal_supplement
from dure.domains.agreements.services.ask_scorer_recusal import ask_scorer_recusal
from dure.domains.agreements.services.assign_firm_objection import assign_firm_objection
from dure.domains.agreements.services.assign_scorers import assign_scorers
from dure.domains.agreements.services.begin_proposal import begin_proposal
from dure.domains.agreements.services.check_proposal_document import check_proposal_document
from dure.domains.agreements.services.close_midterm import close_midterm
from dure.domains.agreements.services.confirm_choice import confirm_choice
from dure.domains.agreements.services.decide_proposal import decide_proposal
from dure.domains.agreements.services.declare_scorer_conflicts import declare_scorer_conflicts
from dure.domains.agreements.services.draft_from_agreements import draft_from_agreements
from dure.domains.agreements.services.end_due_agreements import end_due_agreements
from dure.domains.agreements.services.extend_firm_objection import extend_firm_objection
from dure.domains.agreements.services.file_firm_objection import file_firm_objection
from dure.domains.agreements.services.leave_agreement import leave_agreement
from dure.domains.agreements.services.mark_proposal import mark_proposal
from dure.domains.agreements.services.move_places import move_places
from dure.domains.agreements.services.note_midterm import note_midterm
from dure.domains.agreements.services.propose_agreement import propose_agreement
from dure.domains.agreements.services.propose_amendment import propose_amendment
from dure.domains.agreements.services.propose_choice import propose_choice
from dure.domains.agreements.services.put_agreement_in_force import put_agreement_in_force
from dure.domains.agreements.services.put_proposal_document import put_proposal_document
from dure.domains.agreements.services.refuse_leaving import refuse_leaving
from dure.domains.agreements.services.reopen_proposal import reopen_proposal
from dure.domains.agreements.services.save_proposal import save_proposal
from dure.domains.agreements.services.send_back_choice import send_back_choice
from dure.domains.agreements.services.submit_proposal import submit_proposal
from dure.domains.agreements.services.take_back_agreement import take_back_agreement
from dure.domains.agreements.services.take_back_amendment import take_back_amendment
from dure.domains.agreements.services.withdraw_firm_objection import withdraw_firm_objection
from dure.domains.agreements.services.withdraw_proposal import withdraw_proposal
from dure.domains.agreements.services.withdraw_scorer_recusal import withdraw_scorer_recusal
from dure.domains.applications.services.choose_again import choose_again
from dure.domains.applications.services.open_choices import open_choices

WORLD = "partners"


@twice(begin_proposal, WORLD)
def _begin() -> Call:
    who = firm(1)
    return lambda: begin_proposal(actor=who, now=OPEN, programme=PARTNERS)


@twice(save_proposal, WORLD)
def _save() -> Call:
    who, pk = firm(1), drafted(1)
    return lambda: save_proposal(actor=who, now=OPEN, proposal_id=pk, said=said(1, cash_won=50_000_000))


@twice(put_proposal_document, WORLD)
def _put_document() -> Call:
    who, pk = firm(1), drafted(1)
    return lambda: put_proposal_document(
        actor=who, now=OPEN, proposal_id=pk, document="company_brochure", name="b.pdf", content=PDF,
        issued_on=None,
    )  # fmt: skip


@twice(submit_proposal, WORLD)
def _submit() -> Call:
    who, pk = firm(1), drafted(1)
    return lambda: submit_proposal(actor=who, now=OPEN, proposal_id=pk)


@twice(withdraw_proposal, WORLD)
def _withdraw() -> Call:
    who, pk = firm(1), handed_in(1)
    return lambda: withdraw_proposal(actor=who, now=OPEN, proposal_id=pk)


@twice(check_proposal_document, WORLD)
def _check_document() -> Call:
    pk = handed_in(1)
    one = ProposalDocument.objects.filter(proposal_id=pk).latest("pk").pk
    who = person()
    return lambda: check_proposal_document(actor=who, now=LATER, document_id=one, accepted=True)


@twice(ask_proposal_supplement, WORLD)
def _ask_supplement() -> Call:
    pk, who = handed_in(1), person()
    return lambda: ask_proposal_supplement(
        actor=who, now=LATER, proposal_id=pk, fields=["gives"], note="more"
    )


@twice(decide_proposal, WORLD)
def _decide() -> Call:
    pk, who = handed_in(1), person()
    return lambda: decide_proposal(actor=who, now=LATER, proposal_id=pk, passed=False, reason="why")


@twice(reopen_proposal, WORLD)
def _reopen() -> Call:
    pk, who = checked(1), person()
    return lambda: reopen_proposal(actor=who, now=LATER, proposal_id=pk, reason="why")


@twice(assign_scorers, WORLD)
def _assign_scorers() -> Call:
    checked(1)
    who, scorer = person(), accountant().user_id
    assert scorer is not None
    return lambda: assign_scorers(
        actor=who, now=LATER, programme=PARTNERS, kind="accountant", user_ids=[scorer]
    )


@twice(mark_proposal, WORLD)
def _mark() -> Call:
    pk, who = scored(1)[0], accountant()
    return lambda: mark_proposal(actor=who, now=LATER, proposal_id=pk, marks={"finance": (77_000, "")})


@twice(propose_choice, WORLD)
def _propose_choice() -> Call:
    scored()
    who = person()
    return lambda: propose_choice(actor=who, now=LATER, programme=PARTNERS, reason="why")


@twice(confirm_choice, WORLD)
def _confirm_choice() -> Call:
    _pks, choice = proposed_choice()
    who = second()
    return lambda: confirm_choice(actor=who, now=LATER, choice_id=choice, reason="why")


@twice(send_back_choice, WORLD)
def _send_back_choice() -> Call:
    _pks, choice = proposed_choice()
    who = second()
    return lambda: send_back_choice(actor=who, now=LATER, choice_id=choice, reason="why")


@twice(propose_agreement, WORLD)
def _propose_agreement() -> Call:
    pk, who = chosen()[0], person()
    return lambda: propose_agreement(
        actor=who, now=LATER, proposal_id=pk, code="maple", terms=terms(), reason=""
    )


@twice(answer_agreement, WORLD)
def _answer_agreement() -> Call:
    pk = offered(chosen()[0], "maple")
    who = firm(1)
    return lambda: answer_agreement(actor=who, now=LATER, agreement_id=pk, signed=True)


@twice(put_agreement_in_force, WORLD)
def _put_in_force() -> Call:
    pk = offered(chosen()[0], "maple")
    answer_agreement(actor=firm(1), now=LATER, agreement_id=pk, signed=True)
    who = person()
    return lambda: put_agreement_in_force(actor=who, now=LATER, agreement_id=pk)


@twice(take_back_agreement, WORLD)
def _take_back_agreement() -> Call:
    pk = offered(chosen()[0], "maple")
    who = person()
    return lambda: take_back_agreement(actor=who, now=LATER, agreement_id=pk, reason="why")


def amendment() -> int:
    pk, _ = both_signed()
    return propose_amendment(
        actor=person(), now=LATER, agreement_id=pk, terms=terms(cash_won=40_000_000), reason="why"
    )


@twice(propose_amendment, WORLD)
def _propose_amendment() -> Call:
    pk, _ = both_signed()
    who, told = firm(1), terms(cash_won=40_000_000)
    return lambda: propose_amendment(actor=who, now=LATER, agreement_id=pk, terms=told, reason="why")


@twice(answer_amendment, WORLD)
def _answer_amendment() -> Call:
    one, who = amendment(), firm(1)
    return lambda: answer_amendment(actor=who, now=LATER, amendment_id=one, approved=True)


@twice(take_back_amendment, WORLD)
def _take_back_amendment() -> Call:
    one, who = amendment(), person()
    return lambda: take_back_amendment(actor=who, now=LATER, amendment_id=one)


@twice(move_places, WORLD)
def _move_places() -> Call:
    giver, taker = both_signed()
    who = person()
    assert not Amendment.objects.exists()
    return lambda: move_places(
        actor=who, now=LATER, giver_id=giver, taker_id=taker, places={"consult": 5}, budget_won=0,
        reason="why",
    )  # fmt: skip


@twice(leave_agreement, WORLD)
def _leave() -> Call:
    pk, _ = both_signed()
    who = person()
    return lambda: leave_agreement(actor=who, now=LATER, agreement_id=pk, reason="why")


@twice(choose_again, WORLD)
def _choose_again() -> Call:
    gone, _ = running()
    owner, one = applied(1, "maple", "birch")
    left(gone)
    return lambda: choose_again(actor=owner, now=APPLYING, application_id=one.pk, choices=["birch"])


@twice(open_choices, WORLD)
def _open_choices() -> Call:
    gone, _ = running()
    applied(1, "maple")
    left(gone)
    who, until = person(), APPLYING + timedelta(days=60)
    return lambda: open_choices(actor=who, now=APPLYING, programme=PARTNERS, until_at=until, reason="why")


@twice(ask_leaving, WORLD)
def _ask_leaving() -> Call:
    pk, _ = both_signed()
    who = firm(1)
    return lambda: ask_leaving(actor=who, now=LATER, agreement_id=pk, reason="why")


@twice(refuse_leaving, WORLD)
def _refuse_leaving() -> Call:
    pk, _ = both_signed()
    ask_leaving(actor=firm(1), now=LATER, agreement_id=pk, reason="why")
    who = person()
    return lambda: refuse_leaving(actor=who, now=LATER, agreement_id=pk, reason="why")


@twice(end_due_agreements, WORLD)
def _end_due() -> Call:
    pk, _ = both_signed()
    leave_agreement(
        actor=person(), now=LATER, agreement_id=pk, reason="why", ends_on=LATER.date() + timedelta(days=3)
    )
    return lambda: end_due_agreements(now=LATER + timedelta(days=4))


def midterm() -> int:
    pk, _ = both_signed()
    return note_midterm(
        actor=person(), now=LATER, agreement_id=pk, held_on=date(2025, 3, 24), findings="found",
        grade="good", measures="", due_on=None, key="k",
    )  # fmt: skip


@twice(note_midterm, WORLD)
def _note_midterm() -> Call:
    pk, _ = both_signed()
    who = person()
    return lambda: note_midterm(
        actor=who, now=LATER, agreement_id=pk, held_on=date(2025, 3, 24), findings="found",
        grade="good", measures="", due_on=None, key="k",
    )  # fmt: skip


@twice(answer_midterm, WORLD)
def _answer_midterm() -> Call:
    one, who = midterm(), firm(1)
    return lambda: answer_midterm(actor=who, now=LATER, check_id=one, answer="done")


@twice(close_midterm, WORLD)
def _close_midterm() -> Call:
    one, who = midterm(), person()
    return lambda: close_midterm(actor=who, now=LATER, check_id=one, reason="done")


@twice(draft_from_agreements, WORLD)
def _draft() -> Call:
    both_signed()
    who = person()
    return lambda: draft_from_agreements(actor=who, now=LATER, programme=PARTNERS)


@twice(declare_scorer_conflicts, WORLD)
def _declare_conflicts() -> Call:
    one, other = checked(1), checked(2)
    who = accountant()
    assign_scorers(
        actor=person(), now=LATER, programme=PARTNERS, kind="accountant", user_ids=[int(str(who.user_id))]
    )
    return lambda: declare_scorer_conflicts(
        actor=who,
        now=LATER,
        programme=PARTNERS,
        seen=[one, other],
        conflicts={other: "business"},
        signed=True,
    )


def asked() -> int:
    return ask_scorer_recusal(
        actor=firm(1),
        now=LATER,
        proposal_id=checked(1),
        about="회계사",
        grounds="경쟁 업체의 친척입니다.",
        key="k",
    )


@twice(ask_scorer_recusal, WORLD)
def _ask_recusal() -> Call:
    who, pk = firm(1), checked(1)
    return lambda: ask_scorer_recusal(
        actor=who, now=LATER, proposal_id=pk, about="회계사", grounds="경쟁 업체의 친척입니다.", key="k"
    )


@twice(withdraw_scorer_recusal, WORLD)
def _withdraw_recusal() -> Call:
    who, pk = firm(1), asked()
    return lambda: withdraw_scorer_recusal(actor=who, now=LATER, recusal_id=pk)


@twice(answer_scorer_recusal, WORLD)
def _answer_recusal() -> Call:
    officer, pk, who = person(), asked(), accountant()
    return lambda: answer_scorer_recusal(
        actor=officer, now=LATER, recusal_id=pk, granted=True, reason="사유가 있습니다.",
        user_id=int(str(who.user_id)),
    )  # fmt: skip


def refused_one() -> int:
    pk = handed_in(1)
    decide_proposal(actor=person(), now=LATER, proposal_id=pk, passed=False, reason="왜")
    return pk


def objected() -> int:
    return file_firm_objection(actor=firm(1), now=LATER, proposal_id=refused_one(), grounds="왜", key="k")


def third() -> SignedActor:
    return person("officer", email="third@test.example")


def given() -> int:
    one = objected()
    assign_firm_objection(actor=person(), now=LATER, objection_id=one, officer_id=third().user_id or 0)
    return one


@twice(file_firm_objection, WORLD)
def _file_firm_objection() -> Call:
    who, pk = firm(1), refused_one()
    return lambda: file_firm_objection(actor=who, now=LATER, proposal_id=pk, grounds="왜", key="k")


@twice(assign_firm_objection, WORLD)
def _assign_firm_objection() -> Call:
    officer, one, other = person(), objected(), third().user_id or 0
    return lambda: assign_firm_objection(actor=officer, now=LATER, objection_id=one, officer_id=other)


@twice(extend_firm_objection, WORLD)
def _extend_firm_objection() -> Call:
    officer, one = third(), objected()
    return lambda: extend_firm_objection(actor=officer, now=LATER, objection_id=one, reason="왜", key="k")


@twice(answer_firm_objection, WORLD)
def _answer_firm_objection() -> Call:
    one, officer = given(), third()
    return lambda: answer_firm_objection(
        actor=officer, now=LATER, objection_id=one, granted=True, answer="왜", effect="reopened", key="k"
    )


@twice(withdraw_firm_objection, WORLD)
def _withdraw_firm_objection() -> Call:
    who, one = firm(1), objected()
    return lambda: withdraw_firm_objection(actor=who, now=LATER, objection_id=one)
