"""Somebody is invited to a role by a letter with a secret, of which only the hash is kept here."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.invitations import Letter, Tell, forgotten, token_hash
from dure.domains.accounts.models import INVITATION_STATES, ROLES_IN, Invitation, Membership, Organisation
from dure.domains.accounts.policies import may_staff
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.privacy.encryption import blind
from dure.engine.problems import Problem, Refused, msg, refuse

DAYS_OPEN = 7
"""A week: long enough for holidays of a few days, short enough that a letter left lying opens no door."""


def invite(
    *,
    actor: SignedActor,
    now: datetime,
    tell: Tell,
    organisation_id: int,
    role: str,
    programme: str,
    email: str,
    ends_at: datetime | None,
    key: str,
    reason: str = "",
) -> int:
    """Invite somebody to a role until ``ends_at`` (None: open end) and return the invitation's id.

    ``key`` is the nonce of the form: sent twice it is one letter. ``reason`` is kept with the event. Raises
    NotAllowed, and Refused with everything that is wrong, or where the person holds the role or is invited
    to it already.
    """
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        raise refuse("invite.organisation", msg("there is no such organisation"))
    if not may_staff(actor, organisation, programme, role):
        raise NotAllowed
    email = email.strip().lower()
    _check(organisation, role, email, ends_at, now)
    with act("invitation.send", actor=actor, now=now, reason=reason, key=key) as this:
        if this.repeated:
            return int(this.result)
        hidden = blind(email)
        alone("invitation", organisation.pk, hidden)
        same = Invitation.objects.filter(
            organisation=organisation, role=role, programme=programme, email_blind=hidden, state="open"
        )
        expired = same.filter(expires_at__lte=now).values_list("pk", flat=True)
        move(this, INVITATION_STATES, Invitation, expired, "lapse", changes=forgotten(now))
        if same.exists():
            raise refuse("invite.open", msg("this person is invited already: revoke that invitation first"))
        held = Membership.objects.in_force(now).filter(
            organisation=organisation,
            role=role,
            programme=programme,
            user__email=email,
            delegated_by__isnull=True,
        )
        if held.exists():
            raise refuse("invite.held", msg("this person holds the role already"))
        token = secrets.token_urlsafe(32)
        made = Invitation.objects.create(
            organisation=organisation,
            role=role,
            programme=programme,
            email=email,
            email_blind=hidden,
            token_hash=token_hash(token),
            ends_at=ends_at,
            invited_by_id=actor.user_id,
            invited_at=now,
            expires_at=now + timedelta(days=DAYS_OPEN),
        )
        this.record("invitation", made.pk, organisation=organisation.code, role=role, programme=programme)
        this.result = made.pk
        names = {"ko": organisation.name_ko, "en": organisation.name_en}
        tell(this, Letter(made.pk, email, token, names, role, made.expires_at))
        return made.pk


def _check(
    organisation: Organisation, role: str, email: str, ends_at: datetime | None, now: datetime
) -> None:
    problems = []
    if role not in ROLES_IN[organisation.kind]:
        problems.append(Problem("invite.role", msg("this organisation gives no such role")))
    try:
        validate_email(email)
    except ValidationError:
        problems.append(Problem("invite.email", msg("write an e-mail address, as in name@example.kr")))
    if ends_at is not None and ends_at <= now:
        problems.append(Problem("invite.ends_at", msg("the role must end in the future")))
    if problems:
        raise Refused(problems)
