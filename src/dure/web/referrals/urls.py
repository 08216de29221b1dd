"""Addresses of referrals."""

from __future__ import annotations

from django.urls import path

from dure.web.referrals import lists, officer, own, schedule

RUN = "officer/benefits/<slug:programme>/<slug:benefit>/referrals"

urlpatterns = [
    path("my/benefits/<int:grant>/referral/", own.one, name="grant_referral"),
    path("referrals/<int:referral>/schedule/", schedule.one, name="referral_schedule"),
    path(f"{RUN}/", lists.benefit, name="officer_referrals"),
    path(f"{RUN}/answers/", lists.answers, name="officer_referral_answers"),
    path("officer/referrals/<int:referral>/", officer.one, name="officer_referral"),
    path("officer/referrals/<int:referral>/evidence/", officer.evidence, name="referral_evidence"),
    path("officer/handovers/<int:handover>/", lists.handover, name="referral_handover"),
    path("officer/payouts/<int:payout>/", officer.payout, name="referral_payout"),
]
