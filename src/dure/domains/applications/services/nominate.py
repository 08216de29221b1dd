"""A merchandiser nominates a promising merchant: a letter asks the merchant to confirm."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.drafting import executors
from dure.domains.applications.models import IN_PROCESS, Application, Nomination
from dure.domains.applications.nominating import letters_to, nominated_merchant, token_hash
from dure.domains.applications.policies import refuse_outside_window
from dure.domains.applications.telling import both
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.merchants.near import near_to
from dure.domains.merchants.queries import Merchant
from dure.domains.notices.services.notify import notify
from dure.domains.programmes.queries import Call, call
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.profile.business_number import is_business_number

LONGEST_REASON = 1000


def nominate(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    executor: str,
    business_no: str,
    name: str,
    email: str,
    phone: str,
    reason: str,
    key: str,
) -> int:
    """Nominate a merchant and send the letter; return the nomination's id. ``key`` is the nonce of the form.

    The merchant is known by its number, or made. Raises NotAllowed, and Refused with everything that is
    wrong, outside the window, where the call takes no nominations, and for a merchant that this executor has
    nominated or has as an applicant already, or for which the nominator acts.
    """
    if not actor.holds("executor_staff", executor, programme):
        raise NotAllowed
    found = call(actor, now, programme)
    if found is None or "nomination" not in found.loaded.programme.entry:
        raise refuse("nomination.call", msg("this call takes no nominations"))
    if executor not in executors(found.loaded.programme):
        raise refuse("nomination.executor", msg("this executor has no places that applicants can list"))
    refuse_outside_window(found.version, now)
    number = business_no.replace("-", "").replace(" ", "")
    name, email, phone, reason = name.strip(), email.strip(), phone.strip(), reason.strip()
    _refuse_what_is_missing(number, name, email, reason)
    with act("nomination.send", actor=actor, now=now, key=key) as this:
        if this.repeated:
            return int(this.result)
        alone("nomination", programme, executor, number)
        _refuse_doubles(programme, executor, number)
        if Merchant.objects.filter(near_to(actor.user_id or 0, "pk"), business_no=number).exists():
            raise refuse(
                "nomination.own",
                msg("you act or acted for this business: somebody else of your executor may nominate it"),
            )
        merchant = nominated_merchant(this, number, name, email, phone)
        token = secrets.token_urlsafe(32)
        made = Nomination.objects.create(
            programme=programme,
            executor=executor,
            merchant=merchant,
            reason=reason,
            nominated_by_id=actor.user_id,
            nominated_at=now,
            token_hash=token_hash(token),
        )
        this.record("nomination", made.pk, programme=programme, executor=executor)
        this.result = made.pk
        _send(this, made, merchant, found, token)
        return made.pk


def _refuse_what_is_missing(number: str, name: str, email: str, reason: str) -> None:
    problems = []
    if not is_business_number(number):
        problems.append(
            Problem(
                "nomination.business_no",
                msg("this is no business number: ten digits, the last of which is a check digit"),
            )
        )
    if not name:
        problems.append(Problem("nomination.name", msg("write the name of the business")))
    try:
        validate_email(email)
    except ValidationError:
        problems.append(Problem("nomination.email", msg("write an e-mail address, as in name@example.kr")))
    if not reason:
        problems.append(Problem("nomination.reason", msg("say why you nominate: the merchant reads it")))
    elif len(reason) > LONGEST_REASON:
        problems.append(
            Problem("nomination.reason", msg("at most {most} letters"), {"most": f"{LONGEST_REASON:,}"})
        )
    if problems:
        raise Refused(problems)


def _refuse_doubles(programme: str, executor: str, number: str) -> None:
    before = Nomination.objects.filter(
        programme=programme, executor=executor, merchant__business_no=number, state__in=("open", "confirmed")
    ).first()
    if before is not None:
        raise refuse(
            "nomination.doubled",
            msg("you have nominated this business already: see your list of nominations"),
            nomination=before.pk,
        )
    # Of applications to others an executor learns nothing, neither here nor anywhere.
    own = Application.objects.filter(
        programme=programme, merchant__business_no=number, state__in=IN_PROCESS, choices__contains=[executor]
    )
    if own.exists():
        raise refuse("nomination.applicant", msg("this business has applied to you already"))


def _send(this: Act, made: Nomination, merchant: Merchant, found: Call, token: str) -> None:
    file = found.loaded.programme
    name = next(one.name for one in file.executors if one.id == made.executor)
    told = {
        "programme": both(file.title),
        "executor": both(name),
        "reason": made.reason,
        "due": found.version.closes_at.isoformat(),
    }
    notify(
        this,
        letters_to(merchant, told, f"/my/nominations/{made.pk}/", f"/nominations/{token}/"),
        template="nomination",
        key=str(made.pk),
    )
