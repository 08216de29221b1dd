"""Both sides of a round as the engine reads them: who seeks, who offers, which pairs are fixed or barred."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, Q, QuerySet

from dure.domains.applications.models import Application
from dure.domains.diagnosis.levels import levels_of_applications
from dure.domains.diagnosis.open_ways import open_ways
from dure.domains.diagnosis.reading import application_row
from dure.domains.matching.bars import rules_in_force
from dure.domains.matching.members import attended, members_of
from dure.domains.matching.models import Match, PairRule, Provider, ProviderOrder, Wish
from dure.domains.matching.months import left_this_month
from dure.domains.matching.pairings import Case
from dure.domains.matching.states import GONE, TAKING
from dure.domains.merchants.models import MerchantMember
from dure.domains.programmes.queries import loaded
from dure.domains.selection.models import HELD, Place
from dure.engine.pairing.sides import Pair, Problem, Reach, Seeker
from dure.engine.pairing.sides import Provider as Offering


@dataclass(frozen=True, slots=True)
class Gathered:
    """A problem of the engine with the rows behind its names. ``standing`` matches are in ``fixed`` too."""

    problem: Problem
    applications: Mapping[str, Application]
    providers: Mapping[str, Provider]
    standing: frozenset[Pair]
    ignored: tuple[int, ...] = ()
    """Rules about pairs that do not count: a side is not there to be matched, or it came apart since."""


def entitled(case: Case, executor: str = "") -> QuerySet[Application]:
    """Return the accepted applications of whoever holds a place at the pairing's stage; no stage: all.

    With an ``executor``, those whose place is one of its own. Whom the way of a diagnosis must be open for is
    not looked at here (``with_way``).
    """
    return taking_part(case.programme, case.opened.pairing.stage, executor)


def taking_part(programme: str, stage: str | None, executor: str = "") -> QuerySet[Application]:
    """Return the accepted applications of a programme; of a stage those that hold a place there.

    Where there is no stage nobody is placed with an executor.
    """
    found = Application.objects.filter(programme=programme, state="accepted")
    if stage is None:
        return found.none() if executor else found
    held = Place.objects.filter(programme=programme, stage=stage, state__in=HELD)
    if executor:
        held = held.filter(executor=executor)
    return found.filter(pk__in=held.values("application_id"))


def with_way(case: Case, applications: Iterable[Application]) -> list[Application]:
    """Return those for whom the way is open that the pairing waits for; all where it waits for none."""
    rows = list(applications)
    way = case.opened.pairing.way
    if way is None:
        return rows
    opened = open_ways([one.pk for one in rows])
    return [one for one in rows if way in opened.get(one.pk, ())]


def approved(case: Case, now: datetime) -> QuerySet[Provider]:
    """Return the approved providers of the pairing's kind for whom somebody acts."""
    kind = case.opened.pairing.paired_with
    found = Provider.objects.filter(kind=kind, state="approved").select_related("organisation")
    return attended(found, now)


def gather(case: Case, now: datetime, executor: str = "") -> Gathered:
    """Return the problem of a round: everybody entitled, with the matches that stand as fixed pairs.

    The round of an ``executor`` holds whoever is placed with it and nobody else: what others have of a
    provider's room is taken off, and no merchant of theirs is read.
    """
    applications = with_way(
        case, entitled(case, executor).defer("draft", "origins").order_by("application_no")
    )
    providers = list(approved(case, now).order_by("organisation__code"))
    of_round = Match.objects.filter(programme=case.programme, pairing=case.pairing)
    about = rules_in_force(case)
    if executor:
        own = entitled(case, executor).values("pk")
        of_round, about = of_round.filter(application_id__in=own), about.filter(application_id__in=own)
    matches = list(
        of_round.filter(state__in=(*TAKING, *GONE))
        .select_related("provider__organisation", "application")
        .defer("parts", "application__draft", "application__origins")
        .order_by("pk")
    )
    # Who is matched stays in the problem, though not entitled or approved any more: the match takes up room.
    entitled_ids, approved_ids = {one.pk for one in applications}, {one.pk for one in providers}
    standing_rows = [one for one in matches if one.state in TAKING]
    by_pk = {one.pk: one for one in applications}
    known = {one.pk: one for one in providers}
    for one in standing_rows:
        by_pk.setdefault(one.application_id, one.application)
        known.setdefault(one.provider_id, one.provider)
    name_of = {pk: str(one.application_no) for pk, one in by_pk.items()}
    code_of = {pk: one.code for pk, one in known.items()}

    def named(rows: Iterable[Match | PairRule]) -> frozenset[Pair]:
        return frozenset(
            (name_of[one.application_id], code_of[one.provider_id])
            for one in rows
            if one.application_id in name_of and one.provider_id in code_of
        )

    apart: dict[tuple[int, int], datetime] = {}
    for one in matches:
        if one.state in GONE and one.answered_at is not None:
            pair = one.application_id, one.provider_id
            apart[pair] = max(one.answered_at, apart.get(pair, one.answered_at))
    rules: list[PairRule] = []
    ignored: list[PairRule] = []
    for rule in about.order_by("pk"):
        there = rule.application_id in entitled_ids and rule.provider_id in approved_ids
        came = apart.get((rule.application_id, rule.provider_id))
        # What is fixed is proposed again though it came apart before, but not after.
        spent = rule.kind == "fixed" and came is not None and rule.made_at <= came
        (ignored if not there or spent else rules).append(rule)
    standing = named(standing_rows)
    fixed = named(rule for rule in rules if rule.kind == "fixed") | standing
    both_sides = own_pairs(by_pk.values(), known.values(), now)
    barred = (named(r for r in rules if r.kind == "barred") | both_sides) - standing
    barred |= named(one for one in matches if one.state in GONE) - fixed
    # Who is entitled no more keeps what stands, and gets nobody beside.
    left = {name_of[pk] for pk in by_pk} - {str(one.application_no) for one in applications}
    barred |= frozenset((name, code) for name in left for code in code_of.values()) - standing
    problem = Problem(
        case.opened.terms,
        tuple(seekers(case, by_pk.values())),
        tuple(offers(case, known.values(), now, executor)),
        fixed,
        barred,
    )
    return Gathered(
        problem,
        {name_of[pk]: one for pk, one in by_pk.items()},
        {one.code: one for one in known.values()},
        standing,
        tuple(sorted(one.pk for one in ignored)),
    )


def seekers(case: Case, applications: Collection[Application]) -> list[Seeker]:
    """Return merchants as the engine reads them, with what they seek."""
    ids = [one.pk for one in applications]
    wishes = {
        wish.application_id: wish
        for wish in Wish.objects.filter(application_id__in=ids, pairing=case.pairing).order_by("pk")
    }
    asked = any(one.merchant for one in case.opened.pairing.criteria)
    levels = levels_of_applications(ids) if asked else {}
    codes = _codes({pk for wish in wishes.values() for pk in wish.ranked})
    programme = loaded(case.called.version).programme
    found = []
    for one in applications:
        wish = wishes.get(one.pk)
        answers = {}
        if asked:
            row = application_row(programme, one.facts or {}, one.answers) | levels.get(one.pk, {})
            answers = case.opened.merchant_answers(row)
        found.append(
            Seeker(
                id=str(one.application_no),
                region=one.region,
                industry=one.ksic[:2] if one.ksic else None,
                skills=frozenset(wish.skills if wish else ()),
                languages=frozenset(wish.languages if wish else ()),
                text=wish.text if wish else "",
                budget_won=wish.budget_won if wish else None,
                answers=answers,
                ranked=tuple(codes[pk] for pk in (wish.ranked if wish else ()) if pk in codes),
            )
        )
    return found


def offers(case: Case, providers: Collection[Provider], now: datetime, executor: str = "") -> list[Offering]:
    """Return providers as the engine reads them; those who rest or were refused take nobody new.

    Of the room of each what its matches in other pairings take up is taken off, and no more is left than the
    new ones that it still takes in the month of ``now``. For the round of an ``executor`` the matches of
    merchants placed elsewhere are such too, and count against ``merchants_each``.
    """
    taking = Match.objects.filter(provider_id__in=[one.pk for one in providers], state__in=TAKING)
    own = Q(programme=case.programme, pairing=case.pairing)
    of_others: dict[int, int] = {}
    if executor:
        placed = Q(application_id__in=entitled(case, executor).values("pk"))
        of_others = _counts(taking.filter(own).exclude(placed))
        own &= placed
    taken = _counts(taking.exclude(own))
    standing = _counts(taking.filter(own))
    orders = {
        order.provider_id: order.ranked
        for order in ProviderOrder.objects.filter(programme=case.programme, pairing=case.pairing).order_by(
            "pk"
        )
    }
    numbers = _numbers({pk for ranked in orders.values() for pk in ranked})
    limit = case.opened.pairing.merchants_each
    left = left_this_month(providers, now)
    found = []
    for one in providers:
        room = max(0, one.capacity - taken.get(one.pk, 0)) if one.state == "approved" else 0
        room = min(room, max(0, limit - of_others.get(one.pk, 0))) if limit is not None else room
        kept = standing.get(one.pk, 0)
        if one.pk in left:
            room = min(room, kept + left[one.pk])
        found.append(
            Offering(
                id=one.code,
                capacity=max(room, kept),
                region=one.region or None,
                reach=cast(Reach, one.reach),
                regions=tuple(sorted(one.regions)),
                industries=frozenset(one.industries),
                skills=frozenset(one.skills),
                languages=frozenset(one.languages),
                text=one.introduction,
                price_won=one.price_won,
                answers=case.opened.provider_answers(provider_row(one)),
                ranked=tuple(numbers[pk] for pk in orders.get(one.pk, ()) if pk in numbers),
            )
        )
    return found


def _counts(matches: QuerySet[Match]) -> dict[int, int]:
    found = matches.order_by().values("provider_id").annotate(number=Count("pk"))
    return {row["provider_id"]: row["number"] for row in found}


def provider_row(one: Provider) -> dict[str, Any]:
    """Return a provider as rules read it (``PROVIDER_FIELDS``)."""
    return {
        "kind": one.kind,
        "skills": one.skills,
        "industries": one.industries,
        "languages": one.languages,
        "region": one.region or None,
        "reach": one.reach,
        "capacity": one.capacity,
        "price_won": one.price_won,
    }


def own_pairs(
    applications: Collection[Application], providers: Collection[Provider], now: datetime
) -> frozenset[Pair]:
    """Return the pairs in which the same person stands on both sides: these are never made."""
    people = members_of(providers, now)
    merchants: dict[int, list[Application]] = defaultdict(list)
    for one in applications:
        merchants[one.merchant_id].append(one)
    users = {user for of in people.values() for user in of}
    both = acting_for_any(users, merchants)
    return frozenset(
        (str(application.application_no), provider.code)
        for provider in providers
        for user in people[provider.organisation_id, provider.kind]
        for merchant in both.get(user, ())
        for application in merchants[merchant]
    )


def acting_for_any(users: Collection[int], merchants: Collection[int]) -> dict[int, set[int]]:
    """Return for which of some merchants each of some users acts now; one query."""
    found: dict[int, set[int]] = defaultdict(set)
    members = MerchantMember.objects.filter(user_id__in=users, until__isnull=True)
    for user, merchant in members.values_list("user_id", "merchant_id"):
        if merchant in merchants:
            found[user].add(merchant)
    return found


def _codes(provider_ids: Collection[int]) -> dict[int, str]:
    found = Provider.objects.filter(pk__in=provider_ids).select_related("organisation")
    return {one.pk: one.code for one in found}


def _numbers(application_ids: Collection[int]) -> dict[int, str]:
    found = Application.objects.filter(pk__in=application_ids, application_no__isnull=False)
    return {pk: str(number) for pk, number in found.values_list("pk", "application_no")}
