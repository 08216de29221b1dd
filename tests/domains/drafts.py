"""Drafts of applications to TOPS 2025, whole or with something missing, as people fill them in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.domains.people import NOW

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.applications.services.draft import draft_application
from dure.domains.applications.services.draft_file import put_file
from dure.domains.applications.services.draft_save import save_draft
from dure.domains.merchants.models import Merchant
from dure.library import library_bytes

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
FILES = ("small_merchant_certificate", "national_tax_certificate", "local_tax_certificate", "brand_plan")
DOCUMENTS = {
    "from.business_registration": ["register"],
    "valid_from.small_merchant_certificate": ["2025-01-02"],
    "valid_until.small_merchant_certificate": ["2026-03-31"],
    "issued_on.national_tax_certificate": ["2025-03-20"],
    "issued_on.local_tax_certificate": ["2025-03-21"],
}
CONSENTS = {"consent.use": ["yes"], "consent.executors": ["yes"], "consent.news": ["no"]}
QUESTIONS = b"""
questions:
  - {id: plan, title: {ko: "\xea\xb3\x84\xed\x9a\x8d", en: Plan}, kind: text, longest: 20}
  - {id: price, title: {en: Price}, kind: number, unit: {en: won}}
  - {id: goods, title: {en: Goods}, kind: whole_number}
  - {id: exports, title: {en: Exports}, kind: yes_no}
  - {id: begins, title: {en: Begins}, kind: day}
  - {id: size, title: {en: Size}, kind: choice,
     choices: [{id: small, title: {en: Small}}, {id: big, title: {en: Big}}]}
  - {id: wants, title: {en: Wants}, kind: choices, required: false,
     choices: [{id: a, title: {en: A}}, {id: b, title: {en: B}}]}
"""
ANSWERS = {
    "plan": ["\uacc4\ud68d"], "price": ["12.5"], "goods": ["7"], "exports": ["no"], "begins": ["2025-05-01"],
    "size": ["big"], "wants": ["b", "a"],
}  # fmt: skip


def with_questions() -> bytes:
    """Return TOPS 2025 with a question of each kind."""
    return library_bytes("tops-2025").replace(b"\ndocuments:\n", QUESTIONS + b"\ndocuments:\n", 1)


def complete(merchant: Merchant) -> Merchant:
    """Give a merchant the contacts that an application needs."""
    merchant.owner_name, merchant.phone = "\ud64d\uae38\ub3d9", "010-1234-5678"
    merchant.save()
    return merchant


def drafted(
    who: SignedActor,
    merchant: Merchant,
    *,
    choices: tuple[str, ...] = ("acorn", "otter"),
    files: tuple[str, ...] = FILES,
    now: datetime = NOW,
    programme: str = "tops-2025",
    **steps: dict[str, list[str]],
) -> Application:
    """Return a draft; whole unless ``files`` or a step (``documents=…``, ``consents=…``) says otherwise."""
    made = draft_application(actor=who, now=now, programme=programme, merchant_id=merchant.pk)
    typed: dict[str, Any] = {
        "executors": {f"rank.{executor}": [str(n)] for n, executor in enumerate(choices, 1)},
        "documents": DOCUMENTS,
        "consents": CONSENTS,
    } | steps
    for step, values in typed.items():
        save_draft(
            actor=who, now=now, application_id=made, step=step, typed=values, counter=1_000, tab="", last=True
        )
    for document in files:
        put_file(
            actor=who, now=now, application_id=made, document=document, name=f"{document}.pdf", content=PDF
        )
    return Application.objects.get(pk=made)
