"""Profiles of providers go once they are kept no more (파기); past matches keep a mark without a name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import Membership, Organisation, OrganisationKind
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.accounts.services.end_membership import end_roles
from dure.domains.events.act import Act, act
from dure.domains.events.history import forget_history
from dure.domains.events.transitions import move
from dure.domains.matching.keeping import KeptProfile, kept_profiles
from dure.domains.matching.models import Match, Provider, ProviderOrder
from dure.domains.matching.states import MATCH_STATES, PROVIDER_STATES
from dure.domains.privacy.services.note_destruction import note_destruction
from dure.engine.law.deadlines import day_of
from dure.engine.law.provider_profiles import PROVIDER_PROFILE_MONTHS
from dure.language.hangul import search_text

MOST_AT_ONCE = 500
MATCHED = "retention: the longest period of the programmes it was matched in, after the last support"
WITHDRAWN = "retention: withdrawn by the provider, and never matched"


def destroy_providers(*, actor: SignedActor, now: datetime) -> int:
    """Destroy the profiles whose time is over and return how many; again there are none. People: NotAllowed.

    What a profile told is emptied, orders and what rows were before go, the provider's roles end, by which it
    was reached, and the name goes with the last profile of an organisation of providers. What stays is the
    row that past matches point at, under a number: kind, state and when.
    """
    allow_service_alone(actor)
    done = 0
    after = 0
    while rows := list(_left(after)):
        after = rows[-1].pk
        due = _due(rows, now)
        if due:
            done += _destroy(actor, now, due)
    return done


def _left(after: int) -> Collection[Provider]:
    found = Provider.objects.exclude(state="destroyed").filter(pk__gt=after).order_by("pk")
    return found[:MOST_AT_ONCE]


def _due(rows: Collection[Provider], now: datetime) -> dict[int, KeptProfile]:
    today = day_of(now)
    kept = kept_profiles(rows, now)
    return {pk: one for pk, one in kept.items() if one.until is not None and one.until <= today}


def _destroy(actor: SignedActor, now: datetime, due: Collection[int]) -> int:
    with act("provider.destroy", actor=actor, now=now) as this:
        held = list(Provider.objects.select_for_update(no_key=True).filter(pk__in=sorted(due)).order_by("pk"))
        # Asked again: a profile may have been changed, or proposed to somebody, while we waited for its row.
        still = _due([one for one in held if one.state != "destroyed"], now)
        if not still:
            return 0
        planned = Match.objects.filter(provider_id__in=sorted(still), state="planned").order_by("pk")
        move(this, MATCH_STATES, Match, planned.values_list("pk", flat=True), "drop")
        empty: dict[str, Any] = {
            "introduction": "", "skills": [], "industries": [], "languages": [], "region": "", "regions": [],
            "price_won": None, "listed": False, "note": "", "changed_at": now,
        }  # fmt: skip
        states = {one.pk: one.state for one in held}
        gone = move(this, PROVIDER_STATES, Provider, sorted(still), "destroy", changes=empty)
        ProviderOrder.objects.filter(provider_id__in=gone).update(ranked=[], changed_at=now)
        forget_history(this, Provider, gone)
        _forget_names(this, [one for one in held if one.pk in set(gone)])
        alone = PROVIDER_PROFILE_MONTHS.period_on(day_of(now)).source
        for basis in (MATCHED, WITHDRAWN, alone):
            number = sum(_basis(still[pk], states[pk], alone) == basis for pk in gone)
            note_destruction(this, programme="", counts={"providers": number}, basis=basis)
        return len(gone)


def _basis(kept: KeptProfile, state: str, alone: str) -> str:
    if kept.is_matched:
        return MATCHED
    return WITHDRAWN if state == "withdrawn" else alone


def _forget_names(this: Act, gone: Collection[Provider]) -> None:
    """End the roles of profiles that went, and take the names of organisations that have no other one."""
    kinds = {(one.organisation_id, one.kind) for one in gone}
    organisations = {pk for pk, _ in kinds}
    alive = Provider.objects.filter(organisation_id__in=organisations).exclude(state="destroyed")
    kept = set(alive.values_list("organisation_id", "kind"))
    roles = Membership.objects.filter(organisation_id__in=organisations).order_by("pk")
    found = roles.values_list("pk", "organisation_id", "role")
    end_roles(this, [pk for pk, of, role in found if (of, role) in kinds - kept])
    nameless = sorted(organisations - {pk for pk, _ in kept})
    held = Organisation.objects.select_for_update(no_key=True).filter(
        pk__in=nameless, kind=OrganisationKind.PROVIDER
    )
    held = held.order_by("pk")
    for one in held:
        name_ko, name_en = f"파기된 공급자 {one.pk}", f"Former provider {one.pk}"
        search = search_text(name_ko, name_en, one.code)
        Organisation.objects.filter(pk=one.pk).update(name_ko=name_ko, name_en=name_en, search=search)
        this.record("organisation", one.pk, destroyed=True)
    forget_history(this, Organisation, [one.pk for one in held])
