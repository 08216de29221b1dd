"""Addresses of claims."""

from __future__ import annotations

from django.urls import path

from dure.web.claims import line, officer, own, own_lines, own_more

QUEUE = "officer/claims/<slug:programme>"

urlpatterns = [
    path("claims/", own.own_list, name="my_claims"),
    path("claims/new/", own.new, name="my_claim_new"),
    path("claims/<int:claim>/", own.page, name="my_claim"),
    path("claims/<int:claim>/lines/new/", own_lines.new, name="my_claim_line_new"),
    path("claims/<int:claim>/import/", own_more.bring_in, name="my_claim_import"),
    path("claims/<int:claim>/import/<int:tried>/faults/", own_more.faults, name="my_claim_faults"),
    path("claims/lines/<int:line>/", own_lines.one, name="my_claim_line"),
    path("claims/lines/<int:line>/answer/", own_lines.answer, name="my_claim_answer"),
    path("claims/evidence/<int:evidence>/file/", own_lines.evidence_file, name="claim_evidence_file"),
    path("claims/evidence/<int:evidence>/remove/", own_lines.remove_evidence, name="my_evidence_remove"),
    path("claims/prices/<slug:programme>/<slug:executor>/", own_more.prices, name="my_prices"),
    path("officer/claims/", officer.programmes, name="officer_claims_programmes"),
    path("officer/claim/<int:claim>/", officer.page, name="officer_claim"),
    path("officer/claim-lines/<int:line>/", line.one, name="officer_claim_line"),
    path(f"{QUEUE}/", officer.claim_list, name="officer_claims"),
    path(f"{QUEUE}/together/", officer.together, name="officer_claims_together"),
    path(f"{QUEUE}/export/", officer.export, name="officer_claims_export"),
    path("accountant/claims/", line.to_compare, name="claims_to_compare"),
]
