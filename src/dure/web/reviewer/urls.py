"""Addresses of the reviewers' pages."""

from __future__ import annotations

from django.urls import path

from dure.web.reviewer import cases, expertise, rounds

ROUND = "reviewer/<slug:programme>/<slug:round>"
CASE = f"{ROUND}/<slug:case>"
"""A case by its application's id, and where the round is blind by its code."""

urlpatterns = [
    path("reviewer/", rounds.home, name="reviewer_home"),
    path("reviewer/expertise/", expertise.expertise, name="reviewer_expertise"),
    path(f"{ROUND}/", rounds.round_page, name="reviewer_round"),
    path(f"{ROUND}/export/", rounds.export, name="reviewer_export"),
    path(f"{CASE}/", cases.case, name="reviewer_case"),
    path(f"{CASE}/conflict/", cases.conflict, name="reviewer_conflict"),
    path(f"{CASE}/reopen/", cases.reopening, name="reviewer_reopen"),
    path(f"{CASE}/documents/<slug:document>/view/", cases.document_view, name="reviewer_document_view"),
    path(f"{CASE}/documents/<slug:document>/", cases.document, name="reviewer_document"),
]
