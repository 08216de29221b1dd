"""What tests of published proofs need: a programme of one's own without executors, chosen over all."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.domains.builders import application, merchant, published
from tests.domains.reviews import panel_of
from tests.domains.selecting import REGIONS, applicant, officer

from dure.domains.applications.models import Application
from dure.domains.review.models import Assignment
from dure.domains.review.services.assign_reviewers import assign_reviewers
from dure.domains.review.services.declare_conflicts import declare_conflicts
from dure.domains.review.services.form_panel import form_panel
from dure.domains.review.services.save_review import save_review
from dure.domains.selection.models import Selection
from dure.domains.selection.services.confirm_selection import confirm_selection
from dure.domains.selection.services.propose_selection import propose_selection
from dure.domains.selection.services.publish_selection import publish_selection
from dure.domains.uploads.queries import read_file

AT = datetime.fromisoformat("2025-05-16T10:00:00+09:00")
MINE = "mine-2025"
HEAD = """\
id: mine-2025
title: {ko: 내 사업, en: Mine}
year: 2025
window: {opens_at: "2025-03-18T09:00:00+09:00", closes_at: "2025-04-18T18:00:00+09:00"}
reference_day: 2025-03-18
executors: []
eligibility:
  - {id: small, rule: small_merchant(), reason: {ko: 소상공인, en: small}, basis: x}
"""
RIGHTS = """\
rights:
  objection:
    statutory: true
    file_within: {days: 30, basis: 행정기본법 제36조제1항}
    answer_within: {days: 14, basis: 행정기본법 제36조제2항}
    extend_once_by: {days: 10, basis: 행정기본법 제36조제2항}
"""
SHEET = """\
rubrics:
  - id: sheet
    title: {ko: 표, en: Sheet}
    items: [{id: p, weight_bp: 10000, title: {ko: 품질, en: Quality}}]
reviews:
  - {id: r, stage: one, rubric: sheet, reviewers_each: 3, title: {ko: 평가, en: Review}}
"""


def made(stages: str, count: int, before: str = "") -> list[Application]:
    """Publish a programme with these stages, and accept applications; every fifth owner is a woman."""
    version = published((HEAD + before + stages + RIGHTS).encode())
    return [
        application(
            merchant(n, owner=applicant(n), region=REGIONS[n % 4], owner_female=n % 5 == 0),
            version,
            n=n,
            state="accepted",
            choices=(),
            verdict="eligible",
        )
        for n in range(1, count + 1)
    ]


def scored(reviewers: int = 3, at: datetime = AT) -> None:
    """Have a panel score everybody: 60 + what is left of the application's id by 7, and one more each."""
    panel = panel_of(reviewers)
    form_panel(
        actor=officer(), now=at, programme=MINE, round_id="r", reviewer_ids=[one.user_id for one in panel]
    )
    assign_reviewers(actor=officer(), now=at, programme=MINE, round_id="r")
    for more, one in enumerate(panel):
        cases = list(
            Assignment.objects.filter(round="r", reviewer_id=one.user_id).values_list(
                "application_id", flat=True
            )
        )
        told = {"actor": one, "now": at, "programme": MINE, "round_id": "r"}
        declare_conflicts(**told, seen=cases, conflicts={}, signed=True)
        for case in cases:
            save_review(
                **told,
                application_id=case,
                marks={"p": str(60 + case % 7 + more)},
                comment="의견",
                submit=True,
                version=None,
            )


def chosen(stage: str, at: datetime = AT, **how: bool) -> Selection:
    """Propose, confirm and publish a stage."""
    pk = propose_selection(actor=officer(), now=at, programme=MINE, stage=stage, reason="절차", **how)
    confirm_selection(actor=officer("second"), now=at, selection_id=pk, reason="확인")
    publish_selection(actor=officer(), now=at, selection_id=pk)
    return Selection.objects.get(pk=pk)


def bundle_file(selection: Selection, folder: Path) -> Path:
    """Write the bundle of a published selection into a folder."""
    path = folder / f"{selection.stage}.zip"
    path.write_bytes(read_file(selection.bundle))
    return path
