"""Somebody changes what is known of them: name, telephone, language of letters."""

from __future__ import annotations

import re
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.engine.problems import Problem, Refused, msg

LANGUAGES = ("ko", "en")


def change_account(*, actor: SignedActor, now: datetime, name: str, phone: str, language: str) -> None:
    """Keep name, telephone number and language; what stays the same leaves no event.

    Raises NotAllowed where nobody has signed in, and Refused with everything that is wrong.
    """
    if actor.user_id is None:
        raise NotAllowed
    told = {"name": name.strip(), "phone": _digits(phone), "language": language}
    _check(told)
    with act("account.change", actor=actor, now=now) as this:
        user = User.objects.select_for_update().get(pk=actor.user_id)
        changed = sorted(field for field, value in told.items() if getattr(user, field) != value)
        if changed:
            User.objects.filter(pk=user.pk).update(**{field: told[field] for field in changed})
            this.record("user", user.pk, changed=changed)


def _digits(phone: str) -> str:
    """Return a telephone number as it is kept: digits, with 0 for Korea's +82."""
    digits = re.sub(r"[\s().-]", "", phone)
    return "0" + digits[3:].removeprefix("0") if digits.startswith("+82") else digits


def _check(told: dict[str, str]) -> None:
    problems = []
    if len(told["name"]) > 60:
        problems.append(Problem("account.name", msg("the name is longer than 60 letters")))
    if told["phone"] and not re.fullmatch(r"0\d{8,10}|1\d{7}", told["phone"]):
        problems.append(Problem("account.phone", msg("write a telephone number, as in 010-1234-5678")))
    if told["language"] not in LANGUAGES:
        problems.append(Problem("account.language", msg("choose Korean or English")))
    if problems:
        raise Refused(problems)
