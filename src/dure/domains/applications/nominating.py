"""Nominations (발굴·추천) as services share them: their secrets, whom a letter goes to, what is forgotten."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Exists, OuterRef

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.agreements.leaving import UnderWay
from dure.domains.applications.models import Application, Nomination
from dure.domains.events.act import Act
from dure.domains.merchants.models import Merchant, MerchantMember
from dure.domains.merchants.origins import with_origin
from dure.domains.merchants.queries import merchants_of
from dure.domains.notices.services.notify import Recipient
from dure.engine.problems import Refused, msg, refuse
from dure.language.hangul import search_text

DECLINE_REASONS = ("not_interested", "other_programme", "no_time", "not_mine", "other")
"""Why somebody declines: a code, for what is written beside it stays with the event."""


def token_hash(token: str) -> str:
    """Return what is kept of the secret of a letter."""
    return hashlib.sha256(token.encode()).hexdigest()


def nominated_merchant(this: Act, number: str, name: str, email: str, phone: str) -> Merchant:
    """Return the merchant with a number, held, and made where it is missing.

    Of a known one only what is empty is filled in, and nothing of one for whom somebody acts: whoever
    nominates must not be able to turn letters to themselves.
    """
    Merchant.objects.bulk_create(
        [Merchant(business_no=number, search=number, made_at=this.now, changed_at=this.now)],
        ignore_conflicts=True,
    )
    merchant = Merchant.objects.select_for_update().get(business_no=number)
    if members_of(merchant.pk).exists():
        return merchant
    told: dict[str, Any] = {"name": name} if not merchant.name else {}
    if not merchant.email:
        told |= {"email": email} | ({"phone": phone} if not merchant.phone else {})
    if not told:
        return merchant
    for column, value in told.items():
        setattr(merchant, column, value)
    merchant.origins = with_origin(merchant.origins, told, "executor", this.now)
    merchant.search = f"{search_text(merchant.name)} {number}".strip()
    merchant.changed_at = this.now
    merchant.save(update_fields=[*told, "origins", "search", "changed_at"])
    this.record("merchant", merchant.pk, changed=sorted(told), by="nomination")
    return merchant


def members_of(merchant_id: int) -> Any:
    """Return who acts for a merchant now."""
    return MerchantMember.objects.filter(merchant_id=merchant_id, until__isnull=True)


def sought_nomination(actor: SignedActor, token: str, nomination_id: int | None) -> Nomination | None:
    """Return the nomination of a letter; by its id only to whoever acts for the merchant that is named."""
    if nomination_id is not None:
        own = merchants_of(actor)
        return Nomination.objects.filter(pk=nomination_id, merchant_id__in=own).first()
    return Nomination.objects.filter(token_hash=token_hash(token)).first()


def letters_to(merchant: Merchant, parameters: dict[str, Any], own: str, secret: str) -> list[Recipient]:
    """Return who gets the letter: everybody who acts for the merchant, else its own address.

    They have a page of their own for it; whoever is not known opens it by the secret of the letter.
    """
    people = User.objects.filter(pk__in=members_of(merchant.pk).values("user_id"), is_active=True)
    told = [
        Recipient(user.pk, merchant.pk, user.email, user.language, parameters, link=own)
        for user in people.order_by("pk")
    ]
    return told or [
        Recipient(merchant_id=merchant.pk, email=merchant.email, parameters=parameters, secret=secret)
    ]


def forget_contacts(this: Act, merchant_ids: list[int]) -> None:
    """Forget the contacts of merchants that are only known because they were nominated, and will not come.

    Those for whom nobody acts, who never applied and whom nobody else nominates.
    """
    alive = Nomination.objects.filter(merchant_id=OuterRef("pk"), state__in=("open", "confirmed"))
    lonely = (
        Merchant.objects.filter(pk__in=merchant_ids)
        .exclude(email="", phone="")
        .exclude(Exists(MerchantMember.objects.filter(merchant_id=OuterRef("pk"))))
        .exclude(Exists(Application.objects.filter(merchant_id=OuterRef("pk"))))
        .exclude(Exists(alive))
    )
    held = list(lonely.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    if held:
        Merchant.objects.filter(pk__in=held).update(email="", phone="", changed_at=this.now)
        for merchant_id in held:
            this.record("merchant", merchant_id, forgotten=["email", "phone"])


def refuse_answered(nomination: Nomination) -> Refused:
    """Return why a nomination that is open no more cannot be answered."""
    match nomination.state:
        case "confirmed":
            return refuse("nomination.confirmed", msg("this nomination was confirmed already"))
        case "declined":
            return refuse("nomination.declined", msg("this nomination was declined already"))
        case "taken_back":
            return refuse("nomination.taken_back", msg("the executor has taken this nomination back"))
        case _:
            return refuse("nomination.expired", msg("the time to answer this nomination is over"))


def nominations_under_way(programme: str, executor: str) -> list[UnderWay]:
    """Return how many nominations of an executor nobody has answered."""
    found = Nomination.objects.filter(programme=programme, executor=executor, state="open")
    return [UnderWay("nominations", found.count(), first=False)]
