"""Addresses of the pages for executors' staff; ``desk`` is a programme, or ``programme@executor``."""

from __future__ import annotations

from django.urls import path

from dure.web.executor import (
    acceptance,
    applicant,
    applicants,
    conflicts,
    home,
    nomination_order,
    nominations,
    score_files,
    scores,
)

DESK = "executor/<str:desk>"
ONE = f"{DESK}/applicants/<int:application>"
STAGE = f"{DESK}/scores/<slug:stage>"
FILE = f"{STAGE}/uploads/<int:upload>"

urlpatterns = [
    path("executor/", home.home, name="executor_home"),
    path(f"{DESK}/nominations/", nominations.nomination_list, name="executor_nominations"),
    path(f"{DESK}/nominations/order/", nomination_order.order, name="executor_nomination_order"),
    path(f"{DESK}/nominations/new/", nominations.new, name="executor_nominate"),
    path(
        f"{DESK}/nominations/<int:nomination>/take-back/",
        nominations.take_back,
        name="executor_nomination_take_back",
    ),
    path(f"{DESK}/applicants/", applicants.applicant_list, name="executor_applicants"),
    path(f"{DESK}/applicants/export/", applicants.export, name="executor_export"),
    path(f"{ONE}/", applicant.applicant, name="executor_applicant"),
    path(f"{DESK}/conflicts/", conflicts.declare, name="executor_conflicts"),
    path(f"{ONE}/conflict/", conflicts.turned_out, name="executor_conflict"),
    path(f"{ONE}/accept/", acceptance.accept, name="executor_accept"),
    path(f"{ONE}/contacts/", applicant.reveal, name="executor_reveal"),
    path(f"{ONE}/documents/<int:document>/view/", applicant.document_view, name="executor_document_view"),
    path(f"{ONE}/documents/<int:document>/", applicant.document, name="executor_document"),
    path(f"{STAGE}/", scores.overview, name="executor_scores"),
    path(f"{STAGE}/workbook/", score_files.workbook, name="executor_score_workbook"),
    path(f"{STAGE}/uploads/", score_files.upload, name="executor_score_upload"),
    path(f"{FILE}/", score_files.checked, name="executor_score_file"),
    path(f"{FILE}/confirm/", score_files.confirm, name="executor_score_confirm"),
    path(f"{FILE}/drop/", score_files.drop, name="executor_score_drop"),
    path(f"{STAGE}/<int:application>/", scores.score, name="executor_score"),
]
