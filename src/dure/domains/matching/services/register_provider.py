"""Somebody registers to help merchants: with an organisation of the own, or for one that invited them."""

from __future__ import annotations

import secrets
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import PROVIDER_ROLES, Membership, Organisation, OrganisationKind
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone, alone_each
from dure.domains.matching.members import memberships
from dure.domains.matching.models import Provider
from dure.domains.matching.profiles import Profile, columns_of
from dure.domains.matching.states import OVER
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.language.hangul import search_text


def register_provider(
    *, actor: SignedActor, now: datetime, kind: str, name_ko: str, name_en: str, profile: Profile
) -> int:
    """Register somebody as a provider of a kind and return the profile's id; again: the one that there is.

    Who holds the kind's role in an organisation registers for it, and its name stays; anybody else gets an
    organisation of the own and the role in it. Nobody is matched before an officer approves. Raises
    NotAllowed to who has not signed in, and Refused with everything that is wrong.
    """
    if actor.user_id is None:
        raise NotAllowed
    if kind not in PROVIDER_ROLES:
        raise refuse("provider.kind", msg("choose how you help merchants"))
    columns = columns_of(profile)
    with act("provider.register", actor=actor, now=now) as this:
        alone("provider", "user", actor.user_id, kind)
        held = memberships(now).filter(user_id=actor.user_id, role=kind).select_related("organisation")
        of = {one.organisation_id: one.organisation for one in held.order_by("pk")}
        alone_each([("provider", one, kind) for one in sorted(of)])
        profiles = Provider.objects.filter(organisation_id__in=of, kind=kind).exclude(state__in=OVER)
        known = {one.organisation_id: one.pk for one in profiles.order_by("pk")}
        free = [one for pk, one in of.items() if pk not in known]
        if known and not free:
            return min(known.values())
        if free:
            organisation = free[0]
        else:
            organisation = _organisation(this, actor.user_id, kind, name_ko.strip(), name_en.strip())
        made = Provider.objects.create(
            organisation=organisation, kind=kind, applied_at=now, changed_at=now, **columns
        )
        this.record("provider", made.pk, kind=kind, organisation=organisation.code)
        return made.pk


def _organisation(this: Act, user_id: int, kind: str, name_ko: str, name_en: str) -> Organisation:
    if not name_ko:
        raise Refused([Problem("provider.name_ko", msg("write the name under which you work"))])
    code = f"p-{secrets.token_hex(5)}"
    name_en = name_en or name_ko
    organisation = Organisation.objects.create(
        kind=OrganisationKind.PROVIDER,
        code=code,
        name_ko=name_ko,
        name_en=name_en,
        search=search_text(name_ko, name_en, code),
    )
    made = Membership.objects.create(
        user_id=user_id, organisation=organisation, role=kind, starts_at=this.now
    )
    this.record("organisation", organisation.pk, kind=organisation.kind, code=code)
    this.record("membership", made.pk, role=kind, organisation=code)
    return organisation
