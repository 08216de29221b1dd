"""What many tests need to stand there already: people, a published programme, merchants, applications.

Rows are made without the services, so that a test of one service does not rest on another.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SignedActor, actor_of
from dure.domains.accounts.models import User
from dure.domains.applications.models import Application, Revision
from dure.domains.merchants.models import Merchant, MerchantMember
from dure.domains.merchants.queries import facts_of
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.engine.profile.business_number import check_digit
from dure.language.hangul import search_text
from dure.library import library_bytes

AFTER_CLOSING = datetime.fromisoformat("2025-04-21T10:00:00+09:00")
"""An instant after the window of TOPS 2025 has closed."""


def business_number(n: int) -> str:
    """Return an invented business number: nine digits made from ``n`` and their check digit."""
    # The fourth and fifth digit tell the kind of business, and 00 is none: no real one has such a number.
    first = f"{101 + n // 10_000 % 800:03d}00{n % 10_000:04d}"
    return first + str(check_digit(first))


def published(raw: bytes | None = None, now: datetime = NOW) -> ProgrammeVersion:
    """Return TOPS 2025 (or another file) as published by an officer."""
    officer = person("officer", email="publisher@test.example")
    version = upload_programme(actor=officer, now=now, raw=raw or library_bytes("tops-2025")).version_id
    publish_programme(actor=officer, now=now, version_id=version, reason="why")
    return ProgrammeVersion.objects.get(pk=version)


def signed_up(email: str) -> SignedActor:
    """Return somebody who has an account and no role."""
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, "secret-secret")
    return actor_of(user.pk, NOW)


def merchant(n: int = 1, *, owner: SignedActor | None = None, **facts: Any) -> Merchant:
    """Return a merchant that is eligible for TOPS 2025 unless ``facts`` say otherwise."""
    name = facts.pop("name", f"두레상회 {n}")
    number = facts.pop("business_no", business_number(n))
    known: dict[str, Any] = {
        "legal_form": "sole", "ksic": "47912", "region": "5111010100", "employees": "2.5",
        "annual_sales": 240_000_000, "online_sales_share": "0.4", "business_status": "active",
        "tax_arrears": False, "has_sanctioned_until": False, "has_closed_on": False,
        "has_mail_order_no": True, "mail_order_no": "2024-강원춘천-0001", "has_channels": False,
        "owner_birth_year": 1980, "owner_female": False,
        "opened_on": datetime(2019, 5, 1).date(),  # noqa: DTZ001
    } | facts  # fmt: skip
    made = Merchant.objects.create(
        business_no=number,
        name=name,
        search=search_text(name) + " " + number,
        made_at=NOW,
        changed_at=NOW,
        **known,
    )
    made.refresh_from_db()
    if owner is not None:
        MerchantMember.objects.create(merchant=made, user_id=owner.user_id, proved_by="first", since=NOW)
    return made


def application(
    of: Merchant,
    version: ProgrammeVersion,
    *,
    n: int | None = None,
    state: str = "submitted",
    choices: tuple[str, ...] = ("acorn",),
    at: datetime = NOW,
    **more: Any,
) -> Application:
    """Return an application of a merchant, handed in unless ``state`` is draft."""
    facts = facts_of(of)
    drafted = state in ("draft", "discarded")
    number = n if n is not None else Application.objects.count() + 1
    made = Application.objects.create(
        programme=version.programme,
        version=version,
        merchant=of,
        application_no=None if drafted else f"TOPS-2025-{number:06d}",
        state=state,
        choices=list(choices),
        facts=None if drafted else facts,
        name=of.name,
        region=of.region,
        ksic=of.ksic,
        search=search_text(of.name) + " " + of.business_no,
        made_at=at,
        changed_at=at,
        submitted_at=None if drafted else at + timedelta(minutes=number % 60),
        revision=0 if drafted else 1,
        **more,
    )
    if not drafted:
        Revision.objects.create(
            application=made, number=1, act="submit", facts=facts, answers={}, choices=list(choices), at=at
        )
    return made


def with_figures(raw: bytes) -> bytes:
    """Return a programme file in which figures of the law stand as numbers: it can be read for any day."""
    for name, days in (("file", 30), ("answer", 14), ("extension", 10)):
        raw = raw.replace(f"parameter: objection_{name}_days".encode(), f"days: {days}".encode())
    return raw.replace(b"validity_parameter: tax_clearance_days", b"validity_days: 30")
