"""Executors' staff and conflicts of interest: found, declared, set aside; whom they conflict with is shut."""

from __future__ import annotations

import pytest
from tests.domains.builders import business_number, merchant, signed_up
from tests.domains.people import NOW, person
from tests.domains.reviews import CONSULT, GOOD, TOPS, closed, has_declared, scored_stage, staff

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.accounts.relations import Declared
from dure.domains.applications.models import Application, Nomination, StaffConflict, StaffDeclaration
from dure.domains.applications.services.nominate import nominate
from dure.domains.applications.services.order_nominations import order_nominations
from dure.domains.events.models import Event
from dure.domains.merchants.models import DuplicatePair, MerchantMember
from dure.domains.review.models import Entrant, ScoreSheet, ScoreUpload
from dure.domains.review.queries import stage_review, workbook_rows
from dure.domains.review.recusals import may_still_ask
from dure.domains.review.services.answer_recusal import answer_recusal
from dure.domains.review.services.ask_recusal import ask_recusal
from dure.domains.review.services.check_score_sheet import check_score_sheet
from dure.domains.review.services.confirm_score_sheet import confirm_score_sheet
from dure.domains.review.services.declare_staff_conflicts import declare_staff_conflicts
from dure.domains.review.services.save_scores import save_scores
from dure.domains.review.staff import to_declare
from dure.engine.problems import Refused

HEADER = "접수번호,상호,상품 경쟁력,성장 가능성,대표자의 의지,의견\n"
HUNDRED = dict.fromkeys(GOOD, "100")


@pytest.fixture(autouse=True)
def _unscanned(settings, db):
    settings.DURE_VIRUS_SCAN = False


def acts_for(who, of, *, until=None) -> None:
    MerchantMember.objects.create(merchant=of, user_id=who.user_id, proved_by="first", since=NOW, until=until)


def save(who, case: Application, marks=GOOD, **more):
    given = {"programme": TOPS, "stage": CONSULT, "executor": "acorn", "comment": "", "submit": True}
    given |= {"version": None} | more
    return save_scores(actor=who, now=NOW, application_id=case.pk, marks=marks, **given)


def declare(who, seen, conflicts=None, **more) -> Declared:
    given = {"programme": TOPS, "executor": "acorn", "signed": True} | more
    return declare_staff_conflicts(
        actor=who, now=NOW, seen=[one.pk for one in seen], conflicts=conflicts or {}, **given
    )


def code(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def ways(who, case: Application) -> None:
    """Assert that nothing of a case is reached: not listed, not scored, not in the workbook."""
    seen = Application.objects.visible_to(who)
    own = MerchantMember.objects.filter(user_id=who.user_id, merchant=case.merchant, until__isnull=True)
    assert own.exists() or not seen.filter(pk=case.pk).exists()
    assert not Entrant.objects.visible_to(who).filter(application=case).exists()
    assert not ScoreSheet.objects.visible_to(who).filter(application=case).exists()
    review = stage_review(TOPS, CONSULT)
    assert case.application_no not in [row[0] for row in workbook_rows(who, review, "acorn")]
    before = list(ScoreSheet.objects.filter(application=case).values())
    events = Event.objects.count()
    with pytest.raises(Refused) as refused:
        save(who, case, HUNDRED)
    assert code(refused) == ["score.conflict"]
    assert list(ScoreSheet.objects.filter(application=case).values()) == before
    assert Event.objects.count() == events


@pytest.mark.parametrize("ended", [False, True])
def test_staff_do_not_score_the_shop_that_they_act_or_acted_for_and_a_colleague_does(ended):
    case, other = scored_stage(2)
    me, colleague = staff(), staff(email="colleague@test.example")
    acts_for(me, case.merchant, until=NOW if ended else None)
    ways(me, case)
    assert save(me, other).state == "submitted"
    assert save(colleague, case).state == "submitted"


@pytest.mark.parametrize("state", ["open", "same_business", "same_owner"])
def test_nor_another_shop_of_the_same_owner(state):
    (case,) = scored_stage(1)
    me, own = staff(), merchant(90)
    acts_for(me, own)
    one, other = sorted((case.merchant, own), key=lambda of: of.pk)
    DuplicatePair.objects.create(
        one=one, other=other, state=state, band="likely", score=90, looks_like="same_owner", evidence={},
        reason="" if state == "open" else "같은 대표", found_at=NOW,
    )  # fmt: skip
    ways(me, case)


def test_a_pair_that_an_officer_found_different_bars_nobody():
    (case,) = scored_stage(1)
    me, own = staff(), merchant(90)
    acts_for(me, own)
    one, other = sorted((case.merchant, own), key=lambda of: of.pk)
    DuplicatePair.objects.create(
        one=one, other=other, state="different", band="likely", score=90, looks_like="same_owner",
        evidence={}, reason="다른 사업자", found_at=NOW,
    )  # fmt: skip
    assert save(me, case).state == "submitted"


def test_nobody_scores_before_they_have_declared_about_whom_they_score():
    case, other = scored_stage(2)
    me = staff(declared=False)
    with pytest.raises(Refused) as refused:
        save(me, case)
    assert code(refused) == ["score.undeclared"]
    assert workbook_rows(me, stage_review(TOPS, CONSULT), "acorn") == []
    assert not ScoreSheet.objects.exists()
    assert [one.pk for one in to_declare(me, TOPS, "acorn")] == [case.pk, other.pk]

    assert declare(me, [case, other], {other.pk: "family"}) == Declared(1, 1)
    told = StaffDeclaration.objects.get()
    assert (told.seen, told.conflicts, told.executor) == ([case.pk, other.pk], 1, "acorn")
    assert StaffConflict.objects.values_list("application_id", "relation").get() == (other.pk, "family")
    assert save(me, case).state == "submitted"
    ways(me, other)
    assert not to_declare(me, TOPS, "acorn").exists()
    assert not Application.objects.visible_to(me).filter(pk=other.pk).exists()


def test_a_declaration_twice_is_once_and_says_something():
    (case,) = scored_stage(1)
    me = staff(declared=False)
    for conflicts, more, wanted in (
        ({}, {"signed": False}, ["conflict.signed"]),
        ({case.pk: "friend"}, {}, ["conflict.relation"]),
        ({case.pk + 1: "family"}, {}, ["conflict.case"]),
    ):
        with pytest.raises(Refused) as refused:
            declare(me, [case], conflicts, **more)
        assert code(refused) == wanted
    for actor in (person(), staff("otter"), signed_up("nobody@test.example")):
        with pytest.raises(NotAllowed):
            declare(actor, [case])
    assert not StaffDeclaration.objects.filter(user_id=me.user_id).exists()
    assert declare(me, [case]) == Declared(1, 0)
    assert declare(me, [case]) == Declared(0, 0)
    assert StaffDeclaration.objects.filter(user_id=me.user_id).count() == 1


def test_an_applicant_of_another_executor_is_passed_over():
    (case,) = scored_stage(1, ("otter",))
    assert declare(staff(declared=False), [case], {case.pk: "family"}) == Declared(0, 0)
    assert not StaffConflict.objects.exists()


def test_a_conflict_that_turns_out_takes_back_what_was_given_until_the_scores_stand_fast():
    case, other = scored_stage(2)
    me, colleague = staff(), staff(email="colleague@test.example")
    save(me, case, HUNDRED)
    save(me, other, HUNDRED)
    assert declare(me, [case], {case.pk: "business"}) == Declared(0, 1)
    sheet = ScoreSheet.objects.get(application=case)
    assert (sheet.state, sheet.total, sheet.items, sheet.scored_by_id) == ("draft", None, {}, None)
    assert sheet.reopened_at == NOW
    assert save(colleague, case, version=sheet.version).total == 85_133

    closed()
    assert declare(me, [other], {other.pk: "business"}) == Declared(0, 1)
    assert ScoreSheet.objects.get(application=other).total == 100_000


def test_a_workbook_with_whom_one_conflicts_is_faulty_and_so_is_confirming_a_colleagues():
    case, other = scored_stage(2)
    me, colleague = staff(), staff(email="colleague@test.example")
    acts_for(me, case.merchant)
    given = {"programme": TOPS, "stage": CONSULT, "executor": "acorn", "name": "scores.csv"}
    lines = "".join(f"{one.application_no},{one.name},100,100,100,\n" for one in (case, other))
    mine = check_score_sheet(actor=me, now=NOW, content=(HEADER + lines).encode(), **given)
    upload = ScoreUpload.objects.get(pk=mine)
    assert upload.state == "faulty"
    assert [(p["code"], p["params"]["row"]) for p in upload.problems] == [("scores.conflict", 2)]

    theirs = check_score_sheet(actor=colleague, now=NOW, content=(HEADER + lines).encode(), **given)
    with pytest.raises(Refused) as refused:
        confirm_score_sheet(actor=me, now=NOW, upload_id=theirs)
    assert code(refused) == ["scores.faulty"]
    assert not ScoreSheet.objects.exists()
    assert confirm_score_sheet(actor=colleague, now=NOW, upload_id=theirs) == 2


def test_a_workbook_before_the_declaration_is_faulty():
    (case,) = scored_stage(1)
    content = f"{HEADER}{case.application_no},{case.name},100,100,100,\n".encode()
    given = {"programme": TOPS, "stage": CONSULT, "executor": "acorn", "name": "scores.csv"}
    mine = check_score_sheet(actor=staff(declared=False), now=NOW, content=content, **given)
    assert [p["code"] for p in ScoreUpload.objects.get(pk=mine).problems] == ["scores.undeclared"]


def test_an_applicant_asks_and_an_officer_sets_staff_aside():
    owner = signed_up("owner@test.example")
    case, _other = scored_stage(2)
    acts_for(owner, case.merchant)
    me = staff()
    save(me, case, HUNDRED)
    assert may_still_ask(case)
    asked = ask_recusal(
        actor=owner, now=NOW, application_id=case.pk, about="도토리몰 담당자", grounds="분쟁 중"
    )
    stranger = signed_up("stranger@test.example")
    given = {"actor": person(), "now": NOW, "request_id": asked, "granted": True, "reason": "분쟁이 확인됨"}
    with pytest.raises(Refused) as refused:
        answer_recusal(**given, reviewer_id=stranger.user_id)
    assert code(refused) == ["recusal.reviewer"]
    assert not StaffConflict.objects.exists()
    answer_recusal(**given, reviewer_id=me.user_id)
    assert StaffConflict.objects.values_list("user_id", "relation").get() == (me.user_id, "set_aside")
    assert ScoreSheet.objects.get(application=case).total is None
    ways(me, case)


def test_nobody_may_ask_any_more_once_every_score_stands_fast():
    (case,) = scored_stage(1)
    assert may_still_ask(case)
    case.state = "withdrawn"
    assert not may_still_ask(case)


def nominated(case: Application, place: int | None = None) -> Nomination:
    return Nomination.objects.create(
        programme=TOPS, executor="acorn", merchant=case.merchant, application=case, reason="유망",
        state="confirmed", nominated_at=NOW, token_hash=f"{case.pk:064d}", place=place,
    )  # fmt: skip


def test_whoever_conflicts_with_a_nomination_orders_none_and_whoever_has_not_declared_neither():
    case, other = scored_stage(2)
    mine, theirs = nominated(case, 2), nominated(other, 1)
    me = staff(declared=False)
    given = {"now": NOW, "programme": TOPS, "executor": "acorn", "reason": "성장"}
    with pytest.raises(Refused) as refused:
        order_nominations(actor=me, places={theirs.pk: 9}, **given)
    assert code(refused) == ["nomination.undeclared"]
    has_declared(me)
    acts_for(me, case.merchant)
    with pytest.raises(Refused) as refused:
        order_nominations(actor=me, places={theirs.pk: 9}, **given)
    assert code(refused) == ["nomination.conflict"]
    assert {n.pk: n.place for n in Nomination.objects.all()} == {mine.pk: 2, theirs.pk: 1}
    colleague = staff(email="colleague@test.example")
    assert order_nominations(actor=colleague, places={theirs.pk: 9}, **given) == 1


def test_nobody_nominates_the_shop_that_they_act_for():
    scored_stage(1)
    me, own = staff(), merchant(90)
    acts_for(me, own)
    with pytest.raises(Refused) as refused:
        nominate(
            actor=me, now=NOW, programme=TOPS, executor="acorn", business_no=business_number(90),
            name="두레상회", email="shop@test.example", phone="", reason="유망", key="k",
        )  # fmt: skip
    assert code(refused) == ["nomination.own"]
    assert not Nomination.objects.exists()
