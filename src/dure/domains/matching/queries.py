"""Matching as both sides read it: own profiles, what is suggested and why, and matches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import PROVIDER_ROLES as PROVIDER_ROLES
from dure.domains.applications.models import Application
from dure.domains.matching.bars import barred_pairs
from dure.domains.matching.contacts import both_agreed as both_agreed
from dure.domains.matching.contacts import contact_of_merchant as contact_of_merchant
from dure.domains.matching.contacts import contacts_of_provider as contacts_of_provider
from dure.domains.matching.contacts import was_left as was_left
from dure.domains.matching.keeping import has_standing as has_standing
from dure.domains.matching.keeping import kept_profiles
from dure.domains.matching.members import attended
from dure.domains.matching.models import Match as Match
from dure.domains.matching.models import MatchRound as MatchRound
from dure.domains.matching.models import PairRule as PairRule
from dure.domains.matching.models import Provider as Provider
from dure.domains.matching.models import Wish, of_own_provider
from dure.domains.matching.pairings import Case as Case
from dure.domains.matching.pairings import case_of as case_of
from dure.domains.matching.pairings import case_of_round as case_of_round
from dure.domains.matching.pairings import pairings_of as pairings_of
from dure.domains.matching.sides import approved, entitled, gather, offers, own_pairs, seekers, with_way
from dure.domains.matching.states import GONE as GONE
from dure.domains.matching.states import OVER as OVER
from dure.domains.matching.wishes import order_of as order_of
from dure.domains.matching.wishes import wish_of_match as wish_of_match
from dure.domains.matching.wishes import wishes_of
from dure.domains.merchants.queries_officer import in_province
from dure.domains.programmes.queries import call, published_calls
from dure.engine.pairing.points import Part as Part
from dure.engine.pairing.suggesting import suggestions

MOST_SUGGESTED = 10


@dataclass(frozen=True, slots=True)
class SuggestedProvider:
    """A provider that a merchant could be matched with."""

    provider: Provider
    points: int
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class SuggestedMerchant:
    """A merchant that a provider could be matched with: no name, no contact before both agree."""

    application: Application
    wish: Wish | None
    points: int
    parts: Sequence[Part]


def own_providers(actor: SignedActor) -> list[Provider]:
    """Return the profiles of those for whom somebody acts."""
    own = of_own_provider(actor, "organisation__code", "kind")
    found = Provider.objects.visible_to(actor).filter(own).select_related("organisation")
    return list(found.order_by("kind", "pk"))


def own_provider(actor: SignedActor, provider_id: int) -> Provider | None:
    """Return one of the own profiles, or None."""
    return next((one for one in own_providers(actor) if one.pk == provider_id), None)


def kept_until(provider: Provider, now: datetime) -> date | None:
    """Return the first day on which a profile is kept no more; None where that cannot be told yet."""
    return kept_profiles([provider], now)[provider.pk].until


def kinds_to_register(actor: SignedActor) -> list[str]:
    """Return the kinds in which somebody has no profile yet."""
    there = {one.kind for one in own_providers(actor) if one.state not in OVER}
    return [str(kind) for kind in PROVIDER_ROLES if kind not in there]


def listed_providers(
    actor: SignedActor, now: datetime, kind: str = "", skill: str = "", region: str = ""
) -> QuerySet[Provider]:
    """Return the approved providers who let themselves be listed in public, and for whom somebody acts."""
    found = attended(Provider.objects.visible_to(actor).filter(state="approved", listed=True), now)
    if kind:
        found = found.filter(kind=kind)
    if skill:
        found = found.filter(skills__contains=[skill])
    if region:
        found = found.filter(in_province(region, now.date()))
    return found.select_related("organisation")


# --- matches ------------------------------------------------------------------------------------------


def matches_of_provider(actor: SignedActor, provider: Provider) -> QuerySet[Match]:
    """Return the matches of one of the own profiles, as far as they were told."""
    found = Match.objects.visible_to(actor).filter(provider=provider)
    return found.select_related("application", "round__version").defer("round__inputs", "round__version__raw")


def matches_of_application(actor: SignedActor, application_id: int, pairing: str) -> list[Match]:
    """Return the matches of an application in a pairing as its merchant reads them, the newest first."""
    found = Match.objects.visible_to(actor).filter(application_id=application_id, pairing=pairing)
    return list(
        found.exclude(state__in=("planned", "dropped"))
        .select_related("provider__organisation")
        .order_by("-pk")
    )


def matches_to_answer(actor: SignedActor, application_ids: list[int], now: datetime) -> list[Match]:
    """Return the proposals that wait for the answer of a merchant's own side, the most urgent first."""
    found = Match.objects.visible_to(actor).filter(
        application_id__in=application_ids, state="proposed", merchant_yes__isnull=True, due_at__gt=now
    )
    rows = list(found.order_by("due_at", "pk"))
    asking = {
        (case.programme, case.pairing)
        for programme in {one.programme for one in rows}
        if (called := call(actor, now, programme)) is not None
        for opened in pairings_of(called.version).values()
        if "merchant" in (case := Case(called, opened)).asks
    }
    return [one for one in rows if (one.programme, one.pairing) in asking]


def match(actor: SignedActor, match_id: int) -> Match | None:
    """Return a match that somebody may see, with both sides, or None."""
    found = Match.objects.visible_to(actor).filter(pk=match_id)
    rows = found.select_related(
        "application__merchant", "application__version", "provider__organisation", "round__version"
    )
    # Both sides as a round froze them are thousands of rows; the application's file is asked for rarely.
    return rows.defer("round__inputs", "round__unmatched", "application__version__raw").first()


def wish_of(actor: SignedActor, application_id: int, pairing: str) -> Wish | None:
    """Return what a merchant seeks in a pairing, as far as somebody may see it."""
    return Wish.objects.visible_to(actor).filter(application_id=application_id, pairing=pairing).first()


def providers_in_order(
    actor: SignedActor, case: Case, order: Sequence[int], *, without: Collection[int]
) -> list[Provider]:
    """Return the providers of a merchant's order who are there, but for some, in the order."""
    kind = case.opened.pairing.paired_with
    found = Provider.objects.visible_to(actor).filter(pk__in=order, kind=kind, state="approved")
    rows = found.exclude(pk__in=without).select_related("organisation")
    return sorted(rows, key=lambda one: order.index(one.pk))


def merchants_in_order(case: Case, order: Sequence[int], *, without: Collection[int]) -> list[Application]:
    """Return the merchants of a provider's own order who are there, but for some, in the order."""
    rows = entitled(case).filter(pk__in=order).exclude(pk__in=without).defer("facts", "answers")
    return sorted(rows, key=lambda one: order.index(one.pk))


# --- suggestions --------------------------------------------------------------------------------------


def own_cases(
    actor: SignedActor, applications: Iterable[Application], now: datetime
) -> list[tuple[Application, Case]]:
    """Return in which pairings the merchants of some own applications are to be matched, or are.

    Four queries a pairing of their programmes, and one a programme, however many applications.
    """
    of_programme: dict[str, list[Application]] = defaultdict(list)
    for application in applications:
        of_programme[application.programme].append(application)
    found = []
    for programme, rows in of_programme.items():
        called = call(actor, now, programme)
        if called is None:
            continue
        for opened in pairings_of(called.version).values():
            case = Case(called, opened)
            part = _taking_part(actor, rows, case)
            found += [(one, case) for one in rows if one.pk in part]
    return found


def _taking_part(actor: SignedActor, applications: Sequence[Application], case: Case) -> set[int]:
    ids = [one.pk for one in applications]
    told = Match.objects.visible_to(actor).filter(application_id__in=ids, pairing=case.pairing)
    matched = set(told.exclude(state__in=("planned", "dropped")).values_list("application_id", flat=True))
    return matched | {one.pk for one in with_way(case, entitled(case).filter(pk__in=ids))}


def suggested_providers(
    case: Case, application: Application, now: datetime, *, most: int | None = MOST_SUGGESTED
) -> list[SuggestedProvider]:
    """Return whom a merchant could be matched with, the best first, with what speaks for each."""
    rows = list(approved(case, now).order_by("pk"))
    by_code = {one.code: one for one in rows}
    mine = seekers(case, [application])
    pairs = barred_pairs(case, [(application.pk, one.pk) for one in rows])
    number, code_of = str(application.application_no), {one.pk: one.code for one in rows}
    barred = own_pairs([application], rows, now) | {(number, code_of[pk]) for _, pk in pairs}
    found = suggestions(case.opened.terms, mine, offers(case, rows, now), barred)[:most]
    return [SuggestedProvider(by_code[one.provider], one.fit.points, one.fit.parts) for one in found]


def cases_of_kinds(kinds: Collection[str], now: datetime) -> dict[str, list[Case]]:
    """Return the pairings of published programmes that seek providers of some kinds, by kind; one query."""
    found: dict[str, list[Case]] = {kind: [] for kind in kinds}
    for called in published_calls(now) if found else ():
        for opened in pairings_of(called.version).values():
            if opened.pairing.paired_with in found:
                found[opened.pairing.paired_with].append(Case(called, opened))
    return found


def suggested_merchants(case: Case, provider: Provider, now: datetime) -> list[SuggestedMerchant]:
    """Return which merchants a provider could be matched with, the best first, with what speaks for each."""
    if provider.state != "approved":
        return []
    gathered = gather(case, now)
    problem = gathered.problem
    mine = [one for one in problem.providers if one.id == provider.code]
    served = {seeker for seeker, _ in gathered.standing}
    free = [one for one in problem.seekers if one.id not in served]
    found = suggestions(case.opened.terms, free, mine, problem.barred)[:MOST_SUGGESTED]
    wishes = wishes_of([gathered.applications[one.seeker].pk for one in found], case.pairing)
    return [
        SuggestedMerchant(row, wishes.get(row.pk), one.fit.points, one.fit.parts)
        for one in found
        for row in (gathered.applications[one.seeker],)
    ]
