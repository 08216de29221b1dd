"""Somebody is given a role in an organisation; the account and the organisation are made where missing."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.models import Membership, Organisation, User
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.language.hangul import search_text


def appoint(
    *,
    actor: SignedActor,
    now: datetime,
    email: str,
    password: str,
    role: str,
    kind: str,
    code: str,
    name_ko: str,
    name_en: str,
) -> None:
    """Give a role to a person; raises NotAllowed to everybody but the service itself. Twice is once."""
    if actor is not SYSTEM:
        raise NotAllowed
    with act("account.appoint", actor=actor, now=now, key=f"{code}/{role}/{email.lower()}") as this:
        if this.repeated:
            return
        organisation, _ = Organisation.objects.get_or_create(
            code=code,
            defaults={
                "kind": kind,
                "name_ko": name_ko,
                "name_en": name_en,
                "search": search_text(name_ko, name_en, code),
            },
        )
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            user = User.objects.create_user(email, password)
            # Whoever appoints vouches for the address: without it no second factor could be set up.
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        membership = Membership.objects.create(user=user, organisation=organisation, role=role, starts_at=now)
        this.record("membership", membership.pk, role=role, organisation=code)
