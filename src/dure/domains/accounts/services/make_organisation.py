"""An officer enters an organisation."""

from __future__ import annotations

import re
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import Organisation, OrganisationKind
from dure.domains.accounts.policies import allow_managing
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.language.hangul import search_text


def make_organisation(
    *, actor: SignedActor, now: datetime, kind: str, code: str, name_ko: str, name_en: str, reason: str = ""
) -> int:
    """Make an organisation and return its id; the same one again is the one that stands there.

    Raises NotAllowed, and Refused with everything that is wrong, or where another one has the code.
    """
    allow_managing(actor)
    names = {"name_ko": name_ko.strip(), "name_en": name_en.strip() or name_ko.strip()}
    refuse_unfit(kind, code, names["name_ko"])
    with act("organisation.make", actor=actor, now=now, reason=reason) as this:
        alone("organisation", code)
        found = Organisation.objects.filter(code=code).first()
        if found is not None:
            if (found.kind, found.name_ko, found.name_en) == (kind, *names.values()):
                return found.pk
            raise refuse(
                "organisation.taken", msg("another organisation has the code {written}"), written=code
            )
        made = Organisation.objects.create(
            kind=kind, code=code, search=search_text(*names.values(), code), **names
        )
        this.record("organisation", made.pk, kind=kind, code=code)
        return made.pk


def refuse_unfit(kind: str, code: str, name: str) -> None:
    """Raise Refused with everything that an organisation cannot have."""
    problems = []
    if kind not in OrganisationKind.values:
        problems.append(Problem("organisation.kind", msg("choose what kind of organisation it is")))
    if not re.fullmatch(r"[a-z][a-z0-9_-]{1,39}", code):
        problems.append(
            Problem(
                "organisation.code",
                msg("the code is 2 to 40 small letters, digits, - and _, and begins with a letter"),
            )
        )
    if not name:
        problems.append(Problem("organisation.name", msg("write the name of the organisation")))
    if problems:
        raise Refused(problems)
