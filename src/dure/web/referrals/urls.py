"""Addresses of referrals."""

from __future__ import annotations

from django.urls import path

from dure.web.referrals import exchange, lists, officer, own, premiums, schedule

RUN = "officer/benefits/<slug:programme>/<slug:benefit>/referrals"

urlpatterns = [
    path("my/benefits/<int:grant>/referral/", own.one, name="grant_referral"),
    path("referrals/<int:referral>/schedule/", schedule.one, name="referral_schedule"),
    path(f"{RUN}/", lists.benefit, name="officer_referrals"),
    path(f"{RUN}/answers/", lists.answers, name="officer_referral_answers"),
    path("officer/referrals/<int:referral>/", officer.one, name="officer_referral"),
    path("officer/referrals/<int:referral>/evidence/", officer.evidence, name="referral_evidence"),
    path("officer/handovers/<int:handover>/", lists.handover, name="referral_handover"),
    path("officer/handovers/<int:handover>/send/", exchange.send, name="referral_handover_send"),
    path("officer/handovers/<int:handover>/fetch/", exchange.fetch, name="referral_handover_fetch"),
    path("officer/referrals/<int:referral>/premium/", premiums.give_back, name="premium_return"),
    path("officer/payouts/<int:payout>/", officer.payout, name="referral_payout"),
]
