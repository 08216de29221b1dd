"""Scorers of firms' proposals: conflicts declared before seeing, found, or asked for by the firm."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.agreeing import (
    LATER,
    PARTNERS,
    accountant,
    called,
    checked,
    firm,
    has_declared,
    proposed_choice,
    scored,
)
from tests.domains.people import person

from dure.domains.accounts.actors import SYSTEM, actor_of
from dure.domains.accounts.models import Membership, Organisation, User
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.accounts.relations import Declared
from dure.domains.agreements import conflicts, queries
from dure.domains.agreements.choosing import inputs_now, marks_missing
from dure.domains.agreements.models import (
    Proposal,
    ProposalDocument,
    ProposalMark,
    Scorer,
    ScorerConflict,
    ScorerDeclaration,
    ScorerRecusal,
)
from dure.domains.agreements.services.answer_scorer_recusal import answer_scorer_recusal
from dure.domains.agreements.services.ask_scorer_recusal import ask_scorer_recusal
from dure.domains.agreements.services.assign_scorers import assign_scorers
from dure.domains.agreements.services.declare_scorer_conflicts import declare_scorer_conflicts
from dure.domains.agreements.services.mark_proposal import mark_proposal
from dure.domains.agreements.services.propose_choice import propose_choice
from dure.domains.agreements.services.withdraw_scorer_recusal import withdraw_scorer_recusal
from dure.domains.notices.models import Notice
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _called():
    called()


def given(firms: int = 2):
    """Return an accountant to whom proposals are given, and the proposals."""
    pks, who = [checked(n) for n in range(1, firms + 1)], accountant()
    assert assign(who) == firms
    return who, pks


def assign(who) -> int:
    return assign_scorers(
        actor=person(), now=LATER, programme=PARTNERS, kind="accountant", user_ids=[who.user_id]
    )


def mark(who, pk: int, points: int = 80_000) -> None:
    mark_proposal(actor=who, now=LATER, proposal_id=pk, marks={"finance": (points, "")})


def reached(who) -> set[int]:
    """Return the proposals that somebody reaches by any query that a page or a file rests on."""
    found = set(Proposal.objects.visible_to(who).values_list("pk", flat=True))
    found |= set(ProposalDocument.objects.visible_to(who).values_list("proposal_id", flat=True))
    found |= {one.pk for one, _kind in queries.given(who)}
    found |= set(ProposalMark.objects.visible_to(who).values_list("proposal_id", flat=True))
    return found


def body(pk: int, code: str = "maple") -> Organisation:
    """Return the organisation of a proposal's firm, made."""
    made, _ = Organisation.objects.get_or_create(
        code=code, defaults={"name_ko": code, "name_en": code, "kind": "executor"}
    )
    Proposal.objects.filter(pk=pk).update(organisation=made)
    return made


def test_nothing_is_reached_before_the_declaration_and_then_only_what_is_free_of_conflict():
    who, (one, other) = given()
    assert reached(who) == set()
    assert [row.proposal_id for row in conflicts.to_declare(who)] == [one, other]
    with pytest.raises(NotAllowed):
        mark(who, one)
    assert has_declared(who, {other: "employment"}) == Declared(1, 1)
    assert reached(who) == {one}
    with pytest.raises(NotAllowed):
        mark(who, other)
    mark(who, one)
    told = ScorerDeclaration.objects.get()
    assert (told.seen, told.conflicts) == ([one, other], 1)
    assert list(ScorerConflict.objects.values_list("proposal_id", "user_id", "relation")) == [
        (other, who.user_id, "employment")
    ]
    assert Notice.objects.filter(template="proposal_news", user_id=person().user_id).exists()


def test_a_conflict_is_not_given_again_and_twice_is_once():
    who, (one, other) = given()
    has_declared(who, {other: "family"})
    assert has_declared(who) == Declared(0, 0)
    assert assign(who) == 0
    assert Scorer.objects.filter(user_id=who.user_id, ended_at__isnull=True).count() == 1
    assert reached(who) == {one}


def test_what_was_given_before_a_conflict_turned_out_counts_no_more_and_is_owed_by_others():
    who, (one, other) = given()
    has_declared(who)
    mark(who, one)
    mark(who, other)
    assert len(inputs_now(PARTNERS, "checked")["marks"]) == 2
    declare_scorer_conflicts(
        actor=who, now=LATER, programme=PARTNERS, seen=[other], conflicts={other: "advice"}, signed=True
    )
    numbers = [number for number, *_ in inputs_now(PARTNERS, "checked")["marks"]]
    assert numbers == [Proposal.objects.get(pk=one).number]
    assert reached(who) == {one}
    # Of the other proposal finance; of both what the panel scores, plan and reach.
    assert marks_missing(queries.judged_call(PARTNERS), PARTNERS) == 5


@pytest.mark.parametrize(
    ("conflict", "signed", "code"),
    [("nonsense", True, "conflict.relation"), ("family", False, "conflict.signed")],
)
def test_a_declaration_that_says_nothing_is_refused_and_opens_nothing(conflict, signed, code):
    who, (one, other) = given()
    with pytest.raises(Refused) as refused:
        declare_scorer_conflicts(
            actor=who, now=LATER, programme=PARTNERS, seen=[one, other], conflicts={other: conflict},
            signed=signed,
        )  # fmt: skip
    assert [problem.code for problem in refused.value.problems] == [code]
    assert reached(who) == set()
    assert not ScorerDeclaration.objects.exists()
    assert not ScorerConflict.objects.exists()


def test_who_has_nothing_given_declares_nothing():
    _, (one, _other) = given()
    for who in (person("reviewer"), firm(1), person("ministry")):
        with pytest.raises(NotAllowed):
            declare_scorer_conflicts(
                actor=who, now=LATER, programme=PARTNERS, seen=[one], conflicts={}, signed=True
            )
    assert not ScorerDeclaration.objects.exists()


@pytest.mark.parametrize(
    ("ended", "barred"), [(None, True), (timedelta(days=-700), True), (timedelta(days=-800), False)]
)
def test_who_works_or_lately_worked_for_the_firm_in_any_role_gets_none_of_it(ended, barred):
    pks, who = [checked(1), checked(2)], accountant()
    at = Proposal.objects.get(pk=pks[0]).submitted_at
    Membership.objects.create(
        user_id=who.user_id, organisation=body(pks[0]), role="association_staff",
        starts_at=at - timedelta(days=1000), ends_at=None if ended is None else at + ended,
    )  # fmt: skip
    assert assign(who) == (1 if barred else 2)
    has_declared(who)
    assert reached(who) == ({pks[1]} if barred else set(pks))
    found = list(ScorerConflict.objects.values_list("proposal_id", "relation"))
    assert found == ([(pks[0], "found")] if barred else [])


def test_what_is_found_late_shuts_the_proposal_at_once_and_is_kept_when_the_choice_is_proposed():
    pks = scored()
    who = accountant()
    assert reached(who) == set(pks)
    Membership.objects.create(
        user_id=who.user_id, organisation=body(pks[0]), role="association_staff", starts_at=LATER
    )
    assert set(Proposal.objects.visible_to(who).values_list("pk", flat=True)) == set(pks[1:])
    with pytest.raises(NotAllowed):
        mark(who, pks[0])
    with pytest.raises(Refused) as refused:
        propose_choice(actor=person(), now=LATER, programme=PARTNERS, reason="why")
    assert refused.value.problems[0].code == "choice.unscored"


def asked(n: int = 1) -> int:
    pk = Proposal.objects.filter(business_no=Proposal.objects.order_by("pk")[n - 1].business_no).get().pk
    return ask_scorer_recusal(
        actor=firm(n), now=LATER, proposal_id=pk, about="회계사", grounds="경쟁 업체의 친척입니다.", key="k"
    )


def answer(pk: int, *, granted: bool = True, who=None, reason: str = "사유가 있습니다.") -> None:
    answer_scorer_recusal(
        actor=person(), now=LATER, recusal_id=pk, granted=granted, reason=reason,
        user_id=who.user_id if who else None,
    )  # fmt: skip


def test_a_granted_request_shuts_the_proposal_and_the_firm_is_told_not_who_scores():
    who, (one, other) = given()
    has_declared(who)
    mark(who, one)
    pk = asked()
    answer(pk, who=who)
    assert reached(who) == {other}
    assert inputs_now(PARTNERS, "checked")["marks"] == []
    found = ScorerRecusal.objects.get(pk=pk)
    assert (found.state, found.user_id) == ("granted", who.user_id)
    notice = Notice.objects.filter(template="proposal_news", user_id=firm(1).user_id).latest("pk")
    assert "받아들여" in str(notice.parameters)
    assert "ledger" not in str(notice.parameters)
    with pytest.raises(Refused):
        answer(pk, who=who)
    assert assign(who) == 0


def test_a_refused_request_changes_nothing_for_the_scorer():
    who, pks = given()
    has_declared(who)
    answer(asked(), granted=False)
    assert reached(who) == set(pks)
    assert not ScorerConflict.objects.exists()


def test_an_officer_who_may_be_meant_as_a_scorer_neither_reads_a_request_nor_answers_it():
    who, _proposals = given()
    pk = asked()
    me = person("officer", email=User.objects.get(pk=who.user_id).email)
    assert not ScorerRecusal.objects.visible_to(me).exists()
    assert ScorerRecusal.objects.visible_to(person()).exists()
    with pytest.raises(Refused) as refused:
        answer_scorer_recusal(actor=me, now=LATER, recusal_id=pk, granted=False, reason="아님")
    assert [problem.code for problem in refused.value.problems] == ["recusal.involved"]
    assert ScorerRecusal.objects.get().state == "asked"


def test_a_request_needs_reason_person_and_a_firm_of_its_own():
    who, (one, _other) = given()
    with pytest.raises(NotAllowed):
        ask_scorer_recusal(actor=firm(2), now=LATER, proposal_id=one, about="a", grounds="b")
    with pytest.raises(Refused) as refused:
        ask_scorer_recusal(actor=firm(1), now=LATER, proposal_id=one, about=" ", grounds="")
    assert [p.code for p in refused.value.problems] == ["recusal.about", "recusal.grounds"]
    assert not ScorerRecusal.objects.exists()
    pk = asked()
    for attempt, code in (({"who": None}, "recusal.scorer"), ({"who": who, "reason": " "}, "recusal.reason")):
        with pytest.raises(Refused) as refused:
            answer(pk, **attempt)
        assert refused.value.problems[0].code == code
    with pytest.raises(NotAllowed):
        answer_scorer_recusal(actor=who, now=LATER, recusal_id=pk, granted=False, reason="why")
    assert ScorerRecusal.objects.get().state == "asked"
    assert withdraw_scorer_recusal(actor=firm(1), now=LATER, recusal_id=pk)
    assert not withdraw_scorer_recusal(actor=firm(1), now=LATER, recusal_id=pk)


def test_once_a_choice_is_proposed_marks_stand_fast():
    pks, _choice = proposed_choice()
    who = accountant()
    with pytest.raises(Refused) as refused:
        declare_scorer_conflicts(
            actor=who, now=LATER, programme=PARTNERS, seen=[pks[0]], conflicts={pks[0]: "family"}, signed=True
        )
    assert refused.value.problems[0].code == "choice.alive"
    with pytest.raises(Refused) as refused:
        asked()
    assert refused.value.problems[0].code == "recusal.no_scorer"
    assert not ScorerConflict.objects.exists()


def test_requests_are_seen_by_officers_and_their_firm_alone():
    who, (one, other) = given()
    pk = asked()
    assert [found.pk for found in conflicts.recusals_of(firm(1), one)] == [pk]
    assert conflicts.recusals_of(firm(2), one) == []
    assert conflicts.recusals_of(who, one) == []
    assert conflicts.recusal(person(), pk) is not None
    assert conflicts.recusal(firm(1), pk) is None
    assert conflicts.recusals_in(person("ministry"), PARTNERS, waiting=True).count() == 1
    assert conflicts.recusals_of(person(), other) == []


def as_officer(who, role: str = "officer") -> Membership:
    agency = Organisation.objects.create(code="agency-2", kind="agency", name_ko="기관", name_en="Agency")
    return Membership.objects.create(user_id=who.user_id, organisation=agency, role=role, starts_at=LATER)


@pytest.mark.parametrize("role", ["officer", "ministry"])
def test_who_runs_or_supervises_the_programme_scores_no_proposal_of_it(role):
    checked(1)
    who = accountant()
    held = as_officer(who, role)
    offered = queries.may_be_scorers(SYSTEM, PARTNERS, "accountant", LATER)
    assert who.user_id not in [one.pk for one in offered]
    with pytest.raises(Refused) as refused:
        assign(who)
    assert [p.code for p in refused.value.problems] == ["scorers.officer"]
    assert not Scorer.objects.exists()
    held.delete()
    assert assign(who) == 1


def test_a_role_that_comes_later_ends_the_scoring_and_leaves_the_marks():
    who, pks = given(1)
    has_declared(who)
    mark(who, pks[0], 70_000)
    as_officer(who)
    with pytest.raises(Refused) as refused:
        mark(actor_of(who.user_id, LATER), pks[0], 90_000)
    assert [p.code for p in refused.value.problems] == ["scorers.officer"]
    assert ProposalMark.objects.get().thousandths == 70_000
