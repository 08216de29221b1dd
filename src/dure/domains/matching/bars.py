"""Pairs that are never made, asked wherever a pair can come about: plans, proposals, answers, suggestions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from dure.domains.matching.models import Match, MatchQuerySet, PairRule, PairRuleQuerySet
from dure.domains.matching.pairings import Case
from dure.domains.matching.states import GONE
from dure.domains.selection.models import HELD, Place


def rules_in_force(case: Case) -> PairRuleQuerySet:
    """Return the rules about pairs that count: the agency's, and an executor's for whom it supports now.

    What an executor fixed or barred is of its own rounds: whoever goes to another one leaves it behind.
    """
    held = Place.objects.filter(
        programme=case.programme,
        stage=case.opened.pairing.stage,
        state__in=HELD,
        application_id=OuterRef("application_id"),
        executor=OuterRef("executor"),
    )
    about = PairRule.objects.standing().filter(programme=case.programme, pairing=case.pairing)
    return about.filter(Q(executor="") | Exists(held))


def ruled_out(case: Case, pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return which pairs (application, provider, by id) a rule bars."""
    found = _of(rules_in_force(case).filter(kind="barred"), pairs)
    return set(found.values_list("application_id", "provider_id")) & set(pairs)


def barred_pairs(case: Case, pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return which pairs (application, provider, by id) are not made: barred by a rule, or come apart.

    What came apart is made again where it was fixed afterwards. That one person stands on both sides is not
    looked at here (``sides.own_pairs``).
    """
    fixed: dict[tuple[int, int], datetime] = {}
    barred: set[tuple[int, int]] = set()
    for rule in _of(rules_in_force(case), pairs):
        if rule.kind == "fixed":
            fixed[rule.application_id, rule.provider_id] = rule.made_at
        else:
            barred.add((rule.application_id, rule.provider_id))
    gone: dict[tuple[int, int], datetime] = {}
    of = Match.objects.filter(programme=case.programme, pairing=case.pairing, state__in=GONE)
    columns = ("application_id", "provider_id", "answered_at")
    for application, provider, at in _matches_of(of, pairs).values_list(*columns):
        if at is not None:
            gone[application, provider] = max(at, gone.get((application, provider), at))
    apart = {pair for pair, at in gone.items() if pair not in fixed or fixed[pair] <= at}
    return (barred | apart) & set(pairs)


def _of(rules: PairRuleQuerySet, pairs: Collection[tuple[int, int]]) -> PairRuleQuerySet:
    applications, providers = {one for one, _ in pairs}, {one for _, one in pairs}
    return rules.filter(application_id__in=applications, provider_id__in=providers)


def _matches_of(matches: MatchQuerySet, pairs: Collection[tuple[int, int]]) -> MatchQuerySet:
    applications, providers = {one for one, _ in pairs}, {one for _, one in pairs}
    return matches.filter(application_id__in=applications, provider_id__in=providers)
