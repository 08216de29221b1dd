"""Panels, score sheets and spreadsheets of scores, each run twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.domains.builders import application, merchant, published
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
from tests.domains.twice.scenario import Call, twice

from dure.domains.accounts.actors import SignedActor, actor_of
from dure.domains.applications.models import Application
from dure.domains.review.models import Assignment
from dure.domains.review.services.assign_reviewers import assign_reviewers
from dure.domains.review.services.check_score_sheet import check_score_sheet
from dure.domains.review.services.close_scoring import close_scoring
from dure.domains.review.services.confirm_score_sheet import confirm_score_sheet
from dure.domains.review.services.declare_conflicts import declare_conflicts
from dure.domains.review.services.drop_score_sheet import drop_score_sheet
from dure.domains.review.services.form_panel import form_panel
from dure.domains.review.services.open_first_stage import open_first_stage
from dure.domains.review.services.open_scoring import open_scoring
from dure.domains.review.services.reopen_scoring import reopen_scoring
from dure.domains.review.services.save_review import save_review
from dure.domains.review.services.save_scores import save_scores

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
