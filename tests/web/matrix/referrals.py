"""Referrals: the merchant's own, and what officers hand over and are answered."""

from __future__ import annotations

import uuid
from typing import Any

from tests.domains.agreeing import PDF
from tests.web.matrix.rows import only

READERS = only("officer", "ministry", "accountant")
SIDES = only("merchant", "officer", "ministry", "accountant", others=404)
_RUN = "/officer/benefits/finance-2025/deferral/referrals"
ROWS: dict[str, tuple[str, dict[str, int]]] = {
    "grant_referral": ("/my/benefits/{financed}/referral/", only("merchant", others=404)),
    "referral_schedule": ("/referrals/{referral}/schedule/", SIDES),
    "officer_referrals": (f"{_RUN}/", READERS),
    "officer_referral_answers": (f"{_RUN}/answers/", only("officer")),
    "officer_referral": ("/officer/referrals/{referral}/", READERS),
    "referral_evidence": (
        "/officer/referrals/{referral}/evidence/",
        only("officer", "ministry", "accountant", code=409, others=404),
    ),
    "referral_handover": ("/officer/handovers/{handover}/", READERS),
    # Looking sends nothing.
    "referral_handover_send": ("/officer/handovers/{handover}/send/", only("officer", code=405)),
    "referral_handover_fetch": ("/officer/handovers/{handover}/fetch/", only("officer", code=405)),
    "premium_return": ("/officer/referrals/{insured}/premium/", only("officer")),
    "referral_payout": ("/officer/payouts/{payout}/", only("officer")),
}


def world(made: dict[str, Any]) -> None:
    """Refer the merchant for the change of a loan, of a programme of its own."""
    from tests.domains.builders import application, published
    from tests.domains.financing import CHANGE, FILE, LOAN
    from tests.domains.granting import GRANTS, THEN, TODAY, with_needs

    from dure.domains.benefits.models import Grant, GrantRun
    from dure.domains.merchants.models import Merchant
    from dure.domains.referrals.models import Handover, LoanTerms, Payout, PremiumReturn, Referral, Sending
    from dure.domains.uploads.models import StoredFile

    programme = "finance-2025"
    version = published(with_needs(FILE.replace(GRANTS, programme)).encode())
    of = application(
        Merchant.objects.get(pk=made["merchant"]), version, n=902, state="accepted", choices=("acorn",)
    )
    run = GrantRun.objects.create(
        programme=programme, benefit="deferral", stage="first", each_won=0, granted=1, won=0, by_source={},
        left_out=[], fingerprint="", reason="why", made_by_id=1, made_at=THEN,
    )  # fmt: skip
    grant = Grant.objects.create(
        programme=programme, benefit="deferral", kind="finance", application=of, version=version, run=run,
        stage="first", executor="acorn", starts_on=TODAY, granted_by_id=1, granted_at=THEN,
    )  # fmt: skip
    handover = Handover.objects.create(
        programme=programme, benefit="deferral", body="body", number=1, rows=1, content="x",
        content_hash="0" * 64, reason="why", made_by_id=1, made_at=THEN,
    )  # fmt: skip
    file = StoredFile.objects.create(
        id=uuid.uuid4(), purpose="evidence", name="a.pdf", size=len(PDF), sha256="0" * 64,
        content_type="application/pdf", state="destroyed", uploaded_at=THEN,
    )  # fmt: skip
    referral = Referral.objects.create(
        programme=programme, benefit="deferral", product="loan_extension", body="body", grant=grant,
        application=of, state="sent", asked_by_id=1, asked_at=THEN, consented_by_id=1, consented_at=THEN,
        consent_text="제공받는 자: x", handover=handover, evidence=file,
    )  # fmt: skip
    LoanTerms.objects.create(
        referral=referral, principal_won=LOAN.principal_won, rate_bp=LOAN.rate_bp, drawn_on=LOAN.drawn_on,
        months=LOAN.months, method=LOAN.method, after=CHANGE.after, deferred_months=CHANGE.deferred_months,
        added_months=CHANGE.added_months,
    )  # fmt: skip
    payout = Payout.objects.create(
        referral=referral, number=1, happened_on=TODAY, what="x", asked_won=5, asked_by_id=1, asked_at=THEN
    )
    Sending.objects.create(handover=handover, asked_by_id=1, asked_at=THEN)
    cover = Grant.objects.create(
        programme=programme, benefit="storm", kind="finance", application=of, version=version, run=run,
        stage="first", executor="acorn", starts_on=TODAY, granted_by_id=1, granted_at=THEN,
    )  # fmt: skip
    insured = Referral.objects.create(
        programme=programme, benefit="storm", product="insurance", body="body", grant=cover, application=of,
        asked_won=10_000, state="ended", asked_by_id=1, asked_at=THEN, consented_by_id=1, consented_at=THEN,
        consent_text="제공받는 자: x", handover=handover, taken_won=10_000, starts_on=TODAY,
    )  # fmt: skip
    PremiumReturn.objects.create(
        referral=insured, cancelled_on=TODAY, paid_won=10_000, due_won=5_000, won=5_000, by_source=[],
        receipt="B", reason="why", noted_by_id=1, noted_at=THEN,
    )  # fmt: skip
    made |= {
        "insured": insured.pk,
        "financed": grant.pk, "referral": referral.pk, "handover": handover.pk, "payout": payout.pk,
    }  # fmt: skip
