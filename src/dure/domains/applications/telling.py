"""Whom an act on applications tells: everybody who acts for the merchants, found in one query."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from dure.domains.events.statements import rows
from dure.domains.notices.services.notify import Recipient
from dure.domains.privacy.encryption import decrypt
from dure.engine.problems import msg
from dure.engine.programme.models.values import Text
from dure.language import Language, translate

LANGUAGES: tuple[Language, ...] = ("ko", "en")
_TITLES = {
    "business_no": msg("business number"),
    "name": msg("business name"),
    "legal_form": msg("legal form"),
    "ksic": msg("industry"),
    "ksic_revision": msg("revision of the industry code"),
    "region": msg("region"),
    "opened_on": msg("opening day"),
    "closed_on": msg("closing day"),
    "business_status": msg("business status"),
    "employees": msg("regular employees"),
    "annual_sales": msg("mean annual sales"),
    "online_sales_share": msg("share of sales made online"),
    "mail_order_no": msg("mail-order registration number"),
    "owner_birth_year": msg("owner's year of birth"),
    "owner_female": msg("led by a woman"),
    "tax_arrears": msg("taxes in arrears"),
    "sanctioned_until": msg("ban from programmes"),
    "credit_score": msg("personal credit score"),
    "credit_bureau": msg("credit bureau"),
    "channels": msg("online sales channels"),
    "market_id": msg("market or street"),
    "designations": msg("designations"),
}

_WHO = (
    "SELECT a.id, a.application_no, a.merchant_id, m.email, u.id, u.email, u.language"
    " FROM applications_application a JOIN merchants_merchant m ON m.id = a.merchant_id"
    " LEFT JOIN merchants_merchantmember mm ON mm.merchant_id = a.merchant_id AND mm.until IS NULL"
    " LEFT JOIN accounts_user u ON u.id = mm.user_id AND u.is_active"
    " WHERE a.id = ANY(%s::bigint[]) ORDER BY a.id, u.id NULLS LAST"
)


def recipients(
    application_ids: Collection[int],
    title: Text,
    parameters: Callable[[int], Mapping[str, Any]],
    *,
    occasion: str = "",
) -> list[Recipient]:
    """Return who is told of each application, with its receipt number, the programme's title and more.

    With an ``occasion`` each application is one of its own, told once. Where nobody acts for a merchant, its
    own address is told.
    """
    found: list[Recipient] = []
    told = None
    programme = both(title)
    for application_id, number, merchant_id, own, user_id, email, language in rows(
        _WHO, [list(application_ids)]
    ):
        if user_id is None and told == application_id:
            continue
        told = application_id
        found.append(
            Recipient(
                user_id=user_id,
                merchant_id=merchant_id,
                email=email if user_id else decrypt(own or ""),
                language=language or "ko",
                parameters={
                    "programme": programme,
                    "application_no": number,
                    **{name: value for name, value in parameters(application_id).items() if value},
                },
                link=f"/my/applications/{application_id}/",
                occasion=occasion and f"{application_id}/{occasion}",
            )
        )
    return found


def both(text: Text) -> dict[str, str]:
    """Return a text in both languages."""
    return {language: text.to(language) for language in LANGUAGES}


def fact_title(name: str) -> dict[str, str]:
    """Return what a fact of the profile is called, in both languages."""
    title = _TITLES[name]
    return {"ko": translate(title, "ko"), "en": translate(title, "en").capitalize()}
