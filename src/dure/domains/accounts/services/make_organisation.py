"""An officer enters an organisation."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.founding import refuse_unfit
from dure.domains.accounts.models import Organisation
from dure.domains.accounts.policies import allow_managing
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.engine.problems import msg, refuse
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
