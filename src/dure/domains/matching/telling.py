"""Whom acts of matching tell: who acts for providers and for merchants, each once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from dure.domains.applications.telling import both, recipients
from dure.domains.events.act import Act
from dure.domains.matching.members import memberships
from dure.domains.matching.models import Match, Provider
from dure.domains.matching.pairings import Case
from dure.domains.notices.services.notify import Recipient


def titles(case: Case) -> dict[str, Any]:
    """Return the titles of programme and pairing in both languages."""
    return {
        "programme": both(case.called.loaded.programme.title),
        "pairing": both(case.opened.pairing.title),
    }


def merchants(
    case: Case, matches: Collection[Match], parameters: Callable[[Match], Mapping[str, Any]]
) -> list[Recipient]:
    """Return who acts for the merchants of some matches: one message an application."""
    of = {one.application_id: one for one in matches}
    told = recipients(
        list(of),
        case.called.loaded.programme.title,
        lambda pk: {"pairing": both(case.opened.pairing.title), **parameters(of[pk])},
    )
    return [replace(one, link=f"{one.link}matching/{case.pairing}/") for one in told]


def providers(
    this: Act, of: Collection[Provider], parameters: Callable[[Provider], Mapping[str, Any]]
) -> list[Recipient]:
    """Return who acts for some providers: one message a person and provider."""
    people: dict[tuple[int, str], dict[int, tuple[str, str]]] = defaultdict(dict)
    held = memberships(this.now).filter(organisation_id__in={one.organisation_id for one in of})
    columns = ("organisation_id", "role", "user_id", "user__email", "user__language")
    for organisation, role, user, address, speaks in held.order_by("user_id").values_list(*columns):
        people[organisation, role][user] = address, speaks
    found = []
    for provider in sorted(of, key=lambda one: one.pk):
        rows = people[provider.organisation_id, provider.kind].items()
        found += [
            Recipient(
                user_id=pk,
                email=email,
                language=language,
                parameters=parameters(provider),
                link="/provider/",
                occasion=f"{this.id}/{provider.pk}",
            )
            for pk, (email, language) in rows
        ]
    return found


def counted(matches: Collection[Match]) -> dict[int, int]:
    """Return how many of some matches each provider has."""
    return dict(Counter(one.provider_id for one in matches))
