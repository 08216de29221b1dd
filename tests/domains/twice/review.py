"""Panels, score sheets and spreadsheets of scores, each run twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.people import NOW, person
from tests.domains.reviews import (
    CHAMPION,
    CONSULT,
    GOOD,
    ROUND,
    TOPS,
    closed,
    opened,
    panel_of,
    reopened,
    staff,
)
from tests.domains.test_review_rounds import scored, two_rounds
from tests.domains.twice.scenario import Call, twice

from dure.domains.accounts.actors import SYSTEM, SignedActor, actor_of
from dure.domains.applications.models import Application
from dure.domains.merchants.models import MerchantMember
from dure.domains.review.models import Assignment
from dure.domains.review.services.answer_recusal import answer_recusal
from dure.domains.review.services.ask_recusal import ask_recusal
from dure.domains.review.services.ask_reopening import ask_reopening
from dure.domains.review.services.assign_reviewers import assign_reviewers
from dure.domains.review.services.change_assignment import change_assignment
from dure.domains.review.services.check_score_sheet import check_score_sheet
from dure.domains.review.services.close_scoring import close_scoring
from dure.domains.review.services.confirm_score_sheet import confirm_score_sheet
from dure.domains.review.services.declare_conflicts import declare_conflicts
from dure.domains.review.services.declare_staff_conflicts import declare_staff_conflicts
from dure.domains.review.services.drop_score_sheet import drop_score_sheet
from dure.domains.review.services.form_panel import form_panel
from dure.domains.review.services.let_through import let_through
from dure.domains.review.services.open_first_stage import open_first_stage
from dure.domains.review.services.open_scoring import open_scoring
from dure.domains.review.services.reopen_review import reopen_review
from dure.domains.review.services.reopen_scoring import reopen_scoring
from dure.domains.review.services.replace_reviewer import replace_reviewer
from dure.domains.review.services.save_review import save_review
from dure.domains.review.services.save_scores import save_scores
from dure.domains.review.services.set_aside_conflicts import set_aside_conflicts
from dure.domains.review.services.tell_expertise import tell_expertise
from dure.domains.review.services.withdraw_recusal import withdraw_recusal

HEADER = "접수번호,상호,상품 경쟁력,성장 가능성,대표자의 의지,의견\n"


@twice(open_first_stage, "scoring")
def _open_first_stage() -> Call:
    who = person()
    application(merchant(9), Application.objects.all()[0].version, n=9, state="accepted")
    return lambda: open_first_stage(actor=who, now=NOW, programme=TOPS)


@twice(open_scoring, "scoring")
def _open_scoring() -> Call:
    pairs = [(one, "acorn") for one in Application.objects.values_list("pk", flat=True)]
    return lambda: opened("promote", pairs)


@twice(close_scoring, "scoring")
def _close_scoring() -> Call:
    return closed


@twice(reopen_scoring, "scoring")
def _reopen_scoring() -> Call:
    closed()
    return reopened


def saving(submit: bool) -> Call:
    who, row = staff(), Application.objects.order_by("pk")[0].pk
    return lambda: save_scores(
        actor=who, now=NOW, programme=TOPS, stage=CONSULT, executor="acorn", application_id=row, marks=GOOD,
        comment="좋습니다", submit=submit, version=None,
    )  # fmt: skip


@twice(save_scores, "scoring")
def _save_scores() -> Call:
    return saving(submit=False)


@twice(save_scores, "scoring")
def _submit_scores() -> Call:
    return saving(submit=True)


# --- spreadsheets ---------------------------------------------------------------------------------


def upload() -> int:
    lines = (
        f"{no},{name},90,80,70,\n"
        for no, name in Application.objects.order_by("pk").values_list("application_no", "name")
    )
    return check_score_sheet(
        actor=staff(), now=NOW, programme=TOPS, stage=CONSULT, executor="acorn", name="scores.csv",
        content=(HEADER + "".join(lines)).encode(),
    )  # fmt: skip


@twice(
    check_score_sheet,
    "scoring",
    again="each spreadsheet is looked at and kept by itself until one is taken over",
)
def _check_score_sheet() -> Call:
    staff()
    return upload


@twice(confirm_score_sheet, "scoring")
def _confirm_score_sheet() -> Call:
    who, one = staff(), upload()
    return lambda: confirm_score_sheet(actor=who, now=NOW, upload_id=one)


@twice(drop_score_sheet, "scoring")
def _drop_score_sheet() -> Call:
    who, one = staff(), upload()
    return lambda: drop_score_sheet(actor=who, now=NOW, upload_id=one)


# --- panels ---------------------------------------------------------------------------------------


@twice(form_panel, "panel")
def _form_panel() -> Call:
    who, sitting = person(), panel_of(7)
    ids: Iterable[Any] = [one.user_id for one in sitting]
    return lambda: form_panel(actor=who, now=NOW, programme=TOPS, round_id=ROUND, reviewer_ids=list(ids))


@twice(assign_reviewers, "panel")
def _assign_reviewers() -> Call:
    who = person()
    made = application(merchant(9), published(), n=9, state="accepted", choices=("acorn",))
    opened(CHAMPION, [(made.pk, "acorn")])
    return lambda: assign_reviewers(actor=who, now=NOW, programme=TOPS, round_id=ROUND)


def assigned() -> tuple[SignedActor, list[int]]:
    """Return a reviewer who has cases, and the cases."""
    first = Assignment.objects.order_by("reviewer_id", "application_id")[0]
    mine = Assignment.objects.filter(reviewer_id=first.reviewer_id).values_list("application_id", flat=True)
    return actor_of(first.reviewer_id, NOW), list(mine)


@twice(declare_conflicts, "panel")
def _declare_conflicts() -> Call:
    who, cases = assigned()
    return lambda: declare_conflicts(
        actor=who, now=NOW, programme=TOPS, round_id=ROUND, seen=cases, conflicts={cases[0]: "family"},
        signed=True,
    )  # fmt: skip


@twice(save_review, "panel")
def _save_review() -> Call:
    who, cases = assigned()
    declare_conflicts(
        actor=who, now=NOW, programme=TOPS, round_id=ROUND, seen=cases, conflicts={}, signed=True
    )
    return lambda: save_review(
        actor=who, now=NOW, programme=TOPS, round_id=ROUND, application_id=cases[0], marks=GOOD,
        comment="좋습니다", submit=True, version=None,
    )  # fmt: skip


@twice(replace_reviewer, "panel")
def _replace_reviewer() -> Call:
    officer, (who, _) = person(), assigned()
    return lambda: replace_reviewer(
        actor=officer,
        now=NOW,
        programme=TOPS,
        round_id=ROUND,
        reviewer_id=int(str(who.user_id)),
        reason="병가",
    )


@twice(change_assignment, "panel")
def _change_assignment() -> Call:
    officer, (who, cases) = person(), assigned()
    return lambda: change_assignment(
        actor=officer, now=NOW, programme=TOPS, round_id=ROUND, application_id=cases[0], remove=who.user_id,
        override="위원 사정",
    )  # fmt: skip


@twice(reopen_review, "panel")
def _reopen_review() -> Call:
    officer, (who, cases) = person(), assigned()
    _save_review()()
    return lambda: reopen_review(
        actor=officer, now=NOW, programme=TOPS, round_id=ROUND, application_id=cases[0],
        reviewer_id=int(str(who.user_id)), reason="항목을 잘못 읽음",
    )  # fmt: skip


@twice(let_through, "empty")
def _let_through() -> Call:
    (case, *_), sitting = two_rounds(1)
    scored(ROUND, sitting, {case: GOOD})
    officer = person()
    return lambda: let_through(actor=officer, now=NOW, programme=TOPS, round_id=ROUND)


@twice(ask_reopening, "panel")
def _ask_reopening() -> Call:
    who, cases = assigned()
    _save_review()()
    return lambda: ask_reopening(
        actor=who, now=NOW, programme=TOPS, round_id=ROUND, application_id=cases[0], reason="항목을 잘못 읽음"
    )


@twice(tell_expertise, "panel")
def _tell_expertise() -> Call:
    who, _ = assigned()
    return lambda: tell_expertise(actor=who, now=NOW, industries=["47", "10"])


# --- requests about reviewers -----------------------------------------------------------------------


def asking() -> tuple[SignedActor, int]:
    """Return somebody who acts for the merchant of a case, and the case."""
    _, cases = assigned()
    owner = signed_up("owner@test.example")
    MerchantMember.objects.get_or_create(
        merchant_id=Application.objects.get(pk=cases[0]).merchant_id, user_id=owner.user_id, until=None,
        defaults={"proved_by": "first", "since": NOW},
    )  # fmt: skip
    return owner, cases[0]


def asked() -> tuple[SignedActor, int]:
    owner, case = asking()
    return owner, ask_recusal(actor=owner, now=NOW, application_id=case, about="가상인", grounds="분쟁 중")


@twice(ask_recusal, "panel")
def _ask_recusal() -> Call:
    owner, case = asking()
    return lambda: ask_recusal(
        actor=owner, now=NOW, application_id=case, about="가상인", grounds="분쟁 중", key="form"
    )


@twice(declare_staff_conflicts, "scoring")
def _declare_staff_conflicts() -> Call:
    who, (one, other) = staff(declared=False), Application.objects.order_by("pk").values_list("pk", flat=True)
    return lambda: declare_staff_conflicts(
        actor=who, now=NOW, programme=TOPS, executor="acorn", seen=[one, other],
        conflicts={other: "family"}, signed=True,
    )  # fmt: skip


@twice(answer_recusal, "panel")
def _answer_recusal() -> Call:
    officer, (who, _) = person(), assigned()
    _, one = asked()
    return lambda: answer_recusal(
        actor=officer, now=NOW, request_id=one, granted=True, reason="사실로 확인됨", reviewer_id=who.user_id
    )


@twice(withdraw_recusal, "panel")
def _withdraw_recusal() -> Call:
    owner, one = asked()
    return lambda: withdraw_recusal(actor=owner, now=NOW, request_id=one)


@twice(set_aside_conflicts, "panel")
def _set_aside_conflicts() -> Call:
    held = Assignment.objects.filter(state="assigned").order_by("pk")[0]
    MerchantMember.objects.create(
        merchant_id=held.application.merchant_id, user_id=held.reviewer_id, proved_by="first", since=NOW
    )
    return lambda: set_aside_conflicts(actor=SYSTEM, now=NOW)
