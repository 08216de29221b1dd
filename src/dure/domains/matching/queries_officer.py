"""Matching as those read it who run it: providers, pairings, rounds, who got nobody and why.

Officers and the ministry read all; at the desk of an executor (``executor``) stands what it runs itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.applications.staff_conflicts import in_conflict
from dure.domains.matching.frozen import thawed
from dure.domains.matching.models import Match as Match
from dure.domains.matching.models import MatchRound as MatchRound
from dure.domains.matching.models import PairRule as PairRule
from dure.domains.matching.models import Provider as Provider
from dure.domains.matching.models import supported_by
from dure.domains.matching.outdated import MOST_SHOWN as MOST_SHOWN
from dure.domains.matching.outdated import Outdated as Outdated
from dure.domains.matching.outdated import outdated
from dure.domains.matching.pairings import Case as Case
from dure.domains.matching.pairings import pairings_of
from dure.domains.matching.queries import SuggestedProvider as SuggestedProvider
from dure.domains.matching.queries import suggested_providers
from dure.domains.matching.sides import approved as approved
from dure.domains.matching.sides import entitled as entitled
from dure.domains.matching.states import TAKING as TAKING
from dure.engine.pairing.pair import pair
from dure.language.hangul import search_words

_HEAVY = tuple(f"application__{name}" for name in ("facts", "answers", "draft", "origins"))
"""What lists of matches do not show and rows of them do not carry."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a pairing stands: counts of matches by state, providers, the newest round."""

    matches: dict[str, int]
    providers: int
    newest: MatchRound | None


def providers(actor: SignedActor, words: str = "", kind: str = "", state: str = "") -> QuerySet[Provider]:
    """Return the providers that an actor may see; ``taken`` says how many merchants each has now."""
    found = Provider.objects.visible_to(actor)
    for word in search_words(words):
        found = found.filter(organisation__search__contains=word)
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    taken = Count("matches", filter=Q(matches__state__in=TAKING))
    return found.select_related("organisation").annotate(taken=taken)


def provider(actor: SignedActor, provider_id: int) -> Provider | None:
    """Return a provider that an actor may see, or None."""
    return Provider.objects.visible_to(actor).filter(pk=provider_id).select_related("organisation").first()


def standing(actor: SignedActor, case: Case, now: datetime, executor: str = "") -> Standing:
    """Return how a pairing stands."""
    by_state = _matches(actor, case, executor).order_by().values("state").annotate(number=Count("pk"))
    return Standing(
        {row["state"]: row["number"] for row in by_state},
        approved(case, now).count(),
        rounds(actor, case, executor).first(),
    )


def rounds(actor: SignedActor, case: Case, executor: str = "") -> QuerySet[MatchRound]:
    """Return the rounds of a pairing, the newest first."""
    found = MatchRound.objects.visible_to(actor).filter(programme=case.programme, pairing=case.pairing)
    if executor:
        found = found.filter(executor=executor)
    return found.defer("inputs", "unmatched").order_by("-number")


def round_of(actor: SignedActor, case: Case, number: int, executor: str = "") -> MatchRound | None:
    """Return a round of a pairing by its number, with who got nobody in it, or None."""
    found = MatchRound.objects.visible_to(actor).filter(programme=case.programme, pairing=case.pairing)
    if executor:
        found = found.filter(executor=executor)
    return found.defer("inputs").filter(number=number).first()


def number_of(actor: SignedActor, case: Case, round_id: int) -> int:
    """Return the number of a round of a pairing."""
    return int(rounds(actor, case).values_list("number", flat=True).get(pk=round_id))


def _matches(actor: SignedActor, case: Case, executor: str) -> QuerySet[Match]:
    found = Match.objects.visible_to(actor).filter(programme=case.programme, pairing=case.pairing)
    return found.filter(round__executor=executor) if executor else found


def matches(
    actor: SignedActor, case: Case, number: int = 0, state: str = "", executor: str = ""
) -> QuerySet[Match]:
    """Return the matches of a pairing, or of one round of it, with both sides."""
    found = _matches(actor, case, executor)
    if number:
        found = found.filter(round__number=number)
    if state:
        found = found.filter(state=state)
    return found.select_related("application", "provider__organisation", "round").defer(
        "round__inputs", "round__unmatched", *_HEAVY
    )


def load(actor: SignedActor, of: MatchRound) -> list[dict[str, Any]]:
    """Return how many merchants each provider has in a round, the most first."""
    found = Match.objects.visible_to(actor).filter(round=of).exclude(state="dropped").order_by()
    rows = found.values(
        "provider_id", "provider__organisation__name_ko", "provider__organisation__name_en",
        "provider__capacity",
    ).annotate(number=Count("pk"))  # fmt: skip
    return [dict(row) for row in rows.order_by("-number", "provider_id")]


def lonely(actor: SignedActor, of: MatchRound) -> list[dict[str, Any]]:
    """Return the rows of a round's ``unmatched`` that an actor may read: reason and counts of each.

    Staff of an executor read none of those with whom they have a conflict of interest.
    """
    rows = _as_it_stands(of)
    if actor.may_in(of.programme, "officer", "ministry"):
        return rows
    ids = [row["application"] for row in rows]
    against = (
        Application.objects.filter(in_conflict(actor), pk__in=ids).order_by().values_list("pk", flat=True)
    )
    shut = set(against)
    return [row for row in rows if row["application"] not in shut]


def _as_it_stands(of: MatchRound) -> list[dict[str, Any]]:
    """Return who got nobody after what was done by hand: who was given somebody is left out.

    Who was taken out and has nobody is added, with the reason ``by_hand`` and no counts.
    """
    if of.state == "dropped":
        return list(of.unmatched)
    here = Match.objects.filter(round=of).order_by("pk")
    put = set(here.filter(hand="put").exclude(state="dropped").values_list("application_id", flat=True))
    taken = dict(here.filter(state="dropped").exclude(hand="").values_list("application_id", "hand_reason"))
    has = Match.objects.filter(Q(round=of) | Q(state__in=TAKING), pairing=of.pairing).exclude(state="dropped")
    served = set(has.filter(application_id__in=taken).values_list("application_id", flat=True))
    rows = [row for row in of.unmatched if row["application"] not in put]
    there = {row["application"] for row in rows}
    return rows + [
        {"application": pk, "reason": "by_hand", "why": why}
        for pk, why in sorted(taken.items())
        if pk not in served and pk not in there
    ]


def unmatched(actor: SignedActor, of: MatchRound) -> QuerySet[Application]:
    """Return who got nobody in a round, as far as an actor may read it (:func:`lonely`)."""
    ids = [row["application"] for row in lonely(actor, of)]
    return Application.objects.handed_in_to(actor).filter(pk__in=ids)


def rules(actor: SignedActor, case: Case, executor: str = "") -> list[PairRule]:
    """Return the rules about pairs that stand; at an executor's desk those that bind its rounds."""
    found = PairRule.objects.visible_to(actor).standing()
    found = found.filter(programme=case.programme, pairing=case.pairing)
    if executor:
        own = Q(executor=executor) | Q(executor="")
        found = found.filter(own, application_id__in=entitled(case, executor).values("pk"))
    return list(found.select_related("application", "provider__organisation").defer(*_HEAVY).order_by("pk"))


def seeker(actor: SignedActor, case: Case, application_id: int, executor: str = "") -> Application | None:
    """Return a merchant that is to be matched, as far as an actor may touch its pairs, or None."""
    seen = Application.objects.handed_in_to(actor).filter(pk__in=entitled(case, executor).values("pk"))
    if executor:
        seen = seen.filter(pk__in=supported_by(actor))
    return seen.filter(pk=application_id).first()


def pairs_of(actor: SignedActor, of: MatchRound, application_id: int) -> list[Match]:
    """Return the pairs of a merchant that a round plans."""
    found = Match.objects.visible_to(actor).filter(round=of, application_id=application_id, state="planned")
    return list(found.select_related("provider__organisation").order_by("pk"))


def who_fits(case: Case, application: Application, now: datetime) -> list[SuggestedProvider]:
    """Return everybody with whom a merchant could be paired, the best first, with what speaks for each."""
    return suggested_providers(case, application, now, most=None)


def has_rule(actor: SignedActor, case: Case, rule_id: int) -> bool:
    """Say whether a rule about a pair stands in a pairing that an actor may see."""
    found = PairRule.objects.visible_to(actor).standing()
    return found.filter(programme=case.programme, pairing=case.pairing, pk=rule_id).exists()


def ignored_rules(actor: SignedActor, of: MatchRound) -> list[PairRule]:
    """Return the rules about pairs that did not count in a round."""
    kept = MatchRound.objects.visible_to(actor).filter(pk=of.pk).values_list("inputs", flat=True).first()
    found = PairRule.objects.visible_to(actor).filter(pk__in=(kept or {}).get("ignored", ()))
    return list(found.select_related("application", "provider__organisation").defer(*_HEAVY).order_by("pk"))


def seeker_by_number(actor: SignedActor, case: Case, number: str, executor: str = "") -> int | None:
    """Return the id of the merchant with a receipt number that is to be matched, or None."""
    seen = Application.objects.handed_in_to(actor).filter(pk__in=entitled(case, executor).values("pk"))
    return seen.filter(application_no=number).values_list("pk", flat=True).first()


def outdated_profiles(actor: SignedActor, of: MatchRound) -> list[Outdated]:
    """Return the providers of a round that an actor may see whose profile changed since it was computed."""
    if not MatchRound.objects.visible_to(actor).filter(pk=of.pk).exists():
        return []
    return outdated(of)


def repeated(of: MatchRound) -> bool:
    """Say whether the file comes to the same pairs, but for those by hand, on the sides as they were."""
    opened = pairings_of(of.version)[of.pairing]
    problem = thawed(MatchRound.objects.values_list("inputs", flat=True).get(pk=of.pk), opened.terms)
    result = pair(problem, opened.pairing.ranked_by)
    new = Match.objects.filter(round=of).exclude(hand="put")
    new = new.select_related("application", "provider__organisation")
    made = {(str(one.application.application_no), one.provider.code): one.points for one in new}
    found = {(one.seeker, one.provider): one.points for one in result.pairs}
    return made.items() <= found.items() and set(found) - set(made) <= problem.fixed
