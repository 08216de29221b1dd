"""Addresses for everybody."""

from __future__ import annotations

from django.urls import path

from dure.web.public import advice, calls, eligibility, loan, results, search, unemployment

urlpatterns = [
    path("", calls.home, name="home"),
    path("calls/", calls.call_list, name="calls"),
    path("calls/<slug:programme>/", calls.call_page, name="call"),
    path("calls/<slug:programme>/programme.yaml", calls.call_file, name="call_file"),
    path("calls/<slug:programme>/eligibility/", eligibility.check, name="eligibility"),
    path("what-can-i-get/", advice.what_can_i_get, name="advice"),
    path("loan-repayment/", loan.loan_repayment, name="loan_repayment"),
    path("unemployment-benefit/", unemployment.unemployment_benefit, name="unemployment_benefit"),
    path("search/", search.search, name="search"),
    path("results/", results.result_list, name="results"),
    path("results/<slug:programme>/", results.programme_results, name="results_programme"),
    path("results/<slug:programme>/<slug:stage>/selected.csv", results.selected_csv, name="results_csv"),
    path("results/<slug:programme>/<slug:stage>/bundle.zip", results.bundle, name="results_bundle"),
    path("results/<slug:programme>/<slug:stage>/movements.csv", results.movements, name="results_movements"),
]
