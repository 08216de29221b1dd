"""Addresses of benefits."""

from __future__ import annotations

from django.urls import path

from dure.web.benefits import devices, grant, granting, lists, own, titles, uses

RUN = "officer/benefits/<slug:programme>"

urlpatterns = [
    path("officer/benefits/", lists.programmes, name="officer_benefits"),
    path(f"{RUN}/", lists.programme, name="officer_programme_benefits"),
    path(f"{RUN}/<slug:benefit>/", lists.benefit, name="officer_benefit"),
    path(f"{RUN}/<slug:benefit>/grant/", granting.grant, name="officer_benefit_grant"),
    path(f"{RUN}/<slug:benefit>/file/", lists.export, name="officer_benefit_file"),
    path("my/benefits/", own.mine, name="my_grants"),
    path("my/benefits/<int:grant>/", grant.one, name="grant"),
    path("grants/", own.given, name="given_grants"),
    path("grants/<int:grant>/plan/", uses.plan, name="grant_plan"),
    path("grants/<int:grant>/report/", uses.report, name="grant_report"),
    path("grants/<int:grant>/install/", devices.install, name="grant_install"),
    path("grants/uses/<int:use>/", uses.one, name="grant_use"),
    path("grants/uses/<int:use>/file/", uses.evidence, name="grant_use_file"),
    path("grants/devices/<int:device>/", devices.one, name="grant_device"),
    path("grants/proofs/<int:proof>/", devices.proof, name="device_proof"),
    path("grants/certificates/<int:certificate>/", titles.certificate, name="certificate"),
    path("titles/", titles.register, name="titles"),
    path("titles/verify/", titles.verify, name="verify_title"),
]
