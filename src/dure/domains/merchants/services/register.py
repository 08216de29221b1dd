"""Somebody registers a merchant: the number holds, the tax service confirms the owner, nobody was first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dure.adapters.business_status import BusinessStatus, Status, Validity
from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.interests import look_at_conflicts
from dure.domains.events.act import Act, act
from dure.domains.events.models import Event
from dure.domains.merchants.models import Merchant, MerchantMember
from dure.domains.merchants.origins import with_origin
from dure.domains.merchants.policies import allow_signed_in
from dure.domains.merchants.services.note_duplicates import note_duplicates
from dure.domains.merchants.tax_service import tax_service
from dure.domains.privacy.encryption import blind
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.profile.business_number import is_business_number
from dure.engine.programme.models.window import SEOUL
from dure.language.hangul import search_text

MOST_TRIES = 5
"""Refused proofs of one person, or of one number, within a day: owners' names must not be guessed."""


@dataclass(frozen=True, slots=True)
class Registered:
    """The merchant; ``is_new`` where this service had not heard of it."""

    merchant_id: int
    is_new: bool


def register_merchant(
    *,
    actor: SignedActor,
    now: datetime,
    business_no: str,
    name: str,
    owner_name: str,
    opened_on: date | None,
) -> Registered:
    """Register a merchant, or claim one that was imported or nominated; the proof is the same. Twice is once.

    Raises NotAllowed, and Refused where a number cannot be, the tax service does not know it or does not
    confirm the owner, and where somebody acts for the merchant already.
    """
    user_id = allow_signed_in(actor)
    number = business_no.replace("-", "").replace(" ", "")
    _refuse_what_cannot_be(number, owner_name, opened_on, now)
    assert opened_on is not None, "refused above"
    held = MerchantMember.objects.visible_to(actor).filter(merchant__business_no=number)
    if merchant_id := held.values_list("merchant_id", flat=True).first():
        return Registered(merchant_id, is_new=False)
    _refuse_guessing(user_id, number, now)
    with tax_service() as asked:
        status = asked.status([number])[number]
        proof = asked.validate(number, opened_on, owner_name) if _is_registered(status) else None
    _refuse_unproved(actor, now, number, status, proof)
    with act("merchant.register", actor=actor, now=now) as this:
        return _registered(this, user_id, number, name.strip(), owner_name.strip(), opened_on, status)


def _refuse_what_cannot_be(number: str, owner_name: str, opened_on: date | None, now: datetime) -> None:
    problems = []
    if not is_business_number(number):
        problems.append(
            Problem(
                "merchant.business_no",
                msg("this is no business number: ten digits, the last of which is a check digit"),
            )
        )
    if not owner_name.strip():
        problems.append(Problem("merchant.owner_name", msg("write the owner's name as registered")))
    if opened_on is None or opened_on > now.astimezone(SEOUL).date():
        problems.append(Problem("merchant.opened_on", msg("write the opening day as registered")))
    if problems:
        raise Refused(problems)


def _refuse_guessing(user_id: int, number: str, now: datetime) -> None:
    since = now - timedelta(days=1)
    for subject, subject_id in _tried(user_id, number).items():
        tried = Event.objects.filter(subject=subject, subject_id=subject_id, at__gt=since, at__lte=now)
        if tried.count() >= MOST_TRIES:
            raise refuse(
                "merchant.tries",
                msg(
                    "the tax service did not confirm {tries} times today: try again tomorrow, or ask for help"
                ),
                tries=MOST_TRIES,
            )


def _tried(user_id: int, number: str) -> dict[str, str]:
    return {"proof_by_user": str(user_id), "proof_of_number": blind(number)}


def _is_registered(status: BusinessStatus) -> bool:
    return status.status is not Status.UNREGISTERED


def _refuse_unproved(
    actor: SignedActor, now: datetime, number: str, status: BusinessStatus, proof: Validity | None
) -> None:
    if not _is_registered(status):
        raise refuse("merchant.unregistered", msg("the tax service knows no business with this number"))
    if proof is None or not proof.is_valid:
        assert actor.user_id is not None
        with act("merchant.prove_in_vain", actor=actor, now=now) as this:
            for subject, subject_id in _tried(actor.user_id, number).items():
                this.record(subject, subject_id)
        raise refuse(
            "merchant.not_confirmed",
            msg(
                "the tax service does not confirm number, owner and opening day together: compare each with"
                " the business registration certificate"
            ),
        )


def _registered(
    this: Act, user_id: int, number: str, name: str, owner: str, opened_on: date, status: BusinessStatus
) -> Registered:
    """Take the row by its number, make it where it is missing, and let the first person in."""
    is_new = not Merchant.objects.filter(business_no=number).exists()
    Merchant.objects.bulk_create(
        [Merchant(business_no=number, search=number, made_at=this.now, changed_at=this.now)],
        ignore_conflicts=True,
    )
    merchant = Merchant.objects.select_for_update().get(business_no=number)
    members = MerchantMember.objects.filter(merchant=merchant, until__isnull=True)
    held = set(members.values_list("user_id", flat=True))
    if user_id in held:
        return Registered(merchant.pk, is_new=False)
    if held:
        raise refuse(
            "merchant.has_members",
            msg("somebody acts for this business already: ask them to add you on the page of its people"),
        )
    told = {"opened_on": opened_on, "owner_name": owner, **({"name": name} if name else {})}
    checked = {"opened_on": opened_on} | status_columns(status)
    for column, value in (told | checked).items():
        setattr(merchant, column, value)
    if name:
        merchant.origins = with_origin(merchant.origins, {"name": name}, "told", this.now)
    merchant.origins = with_origin(merchant.origins, checked, "tax_service", this.now)
    merchant.search = f"{search_text(merchant.name)} {number}".strip()
    merchant.status_asked_at = merchant.changed_at = this.now
    merchant.version += 0 if is_new else 1
    merchant.save()
    member = MerchantMember.objects.create(
        merchant=merchant, user_id=user_id, proved_by="tax_service", since=this.now
    )
    this.record("merchant", merchant.pk, new=is_new, business_status=merchant.business_status)
    this.record("merchant_member", member.pk, merchant=merchant.pk, proved_by="tax_service")
    look_at_conflicts(this, [user_id])
    note_duplicates(this, [merchant.pk])
    return Registered(merchant.pk, is_new)


def status_columns(status: BusinessStatus) -> dict[str, Any]:
    """Return what the tax service's answer says in a merchant's columns."""
    columns: dict[str, Any] = {"business_status": status.status.value}
    if status.status is Status.CLOSED:
        if status.closed_on is not None:
            columns |= {"closed_on": status.closed_on, "has_closed_on": True}
    else:
        columns |= {"closed_on": None, "has_closed_on": False}
    return columns
