"""Matching, each act run twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.domains.builders import signed_up
from tests.domains.matching import (
    LATER,
    PROFILE,
    PROGRAMME,
    SELLER,
    SOUGHT,
    planned,
    seller,
    staff,
)
from tests.domains.people import NOW, person
from tests.domains.twice.scenario import Call, twice

from dure.domains.accounts.actors import SYSTEM
from dure.domains.applications.models import Application
from dure.domains.matching.models import Match, MatchRound, Provider
from dure.domains.matching.services.answer_match import answer_match
from dure.domains.matching.services.change_provider import change_provider
from dure.domains.matching.services.close_round import close_round
from dure.domains.matching.services.decide_provider import decide_provider
from dure.domains.matching.services.destroy_providers import destroy_providers
from dure.domains.matching.services.drop_round import drop_round
from dure.domains.matching.services.end_left_matches import end_left_matches
from dure.domains.matching.services.end_match import end_match
from dure.domains.matching.services.keep_provider import keep_provider
from dure.domains.matching.services.lapse_matches import lapse_matches
from dure.domains.matching.services.lift_pair_rule import lift_pair_rule
from dure.domains.matching.services.plan_round import plan_round
from dure.domains.matching.services.propose_round import propose_round
from dure.domains.matching.services.put_pair import put_pair
from dure.domains.matching.services.rank_merchants import rank_merchants
from dure.domains.matching.services.register_provider import register_provider
from dure.domains.matching.services.rest_provider import rest_provider
from dure.domains.matching.services.save_wish import save_wish
from dure.domains.matching.services.set_pair_rule import set_pair_rule
from dure.domains.matching.services.take_out_pair import take_out_pair
from dure.domains.matching.services.warn_providers import warn_providers
from dure.domains.matching.services.withdraw_provider import withdraw_provider


def first() -> Application:
    return Application.objects.order_by("pk")[0]


def approved() -> Provider:
    return Provider.objects.get(state="approved")


def rule() -> int:
    return set_pair_rule(
        actor=person(), now=NOW, programme=PROGRAMME, pairing=SELLER, application_id=first().pk,
        provider_id=approved().pk, kind="barred", reason="왜",
    )  # fmt: skip


@twice(register_provider, "seeking")
def _register_provider() -> Call:
    who = signed_up("third@test.example")
    return lambda: register_provider(
        actor=who, now=NOW, kind="tutor", name_ko="가온(가상)", name_en="", profile=PROFILE
    )


@twice(change_provider, "seeking")
def _change_provider() -> Call:
    who, profile = seller(), replace(PROFILE, capacity=5)
    return lambda: change_provider(actor=who, now=NOW, provider_id=approved().pk, profile=profile)


@twice(decide_provider, "seeking")
def _decide_provider() -> Call:
    officer, one = person(), Provider.objects.get(state="applied").pk
    return lambda: decide_provider(actor=officer, now=NOW, provider_id=one, approve=True)


@twice(keep_provider, "seeking")
def _keep_provider() -> Call:
    who, one = seller(), approved().pk
    return lambda: keep_provider(actor=who, now=NOW + timedelta(days=300), provider_id=one)


@twice(warn_providers, "seeking")
def _warn_providers() -> Call:
    return lambda: warn_providers(actor=SYSTEM, now=NOW + timedelta(days=350))


@twice(rest_provider, "seeking")
def _rest_provider() -> Call:
    who, one = seller(), approved().pk
    return lambda: rest_provider(actor=who, now=NOW, provider_id=one, resting=True)


@twice(withdraw_provider, "matched")
def _withdraw_provider() -> Call:
    who, one = seller(), Match.objects.get().provider_id
    return lambda: withdraw_provider(actor=who, now=NOW, provider_id=one, reason="폐업")


@twice(destroy_providers, "seeking")
def _destroy_providers() -> Call:
    withdraw_provider(actor=seller(), now=NOW, provider_id=approved().pk)
    return lambda: destroy_providers(actor=SYSTEM, now=NOW)


@twice(save_wish, "seeking")
def _save_wish() -> Call:
    who = signed_up("owner@test.example")
    return lambda: save_wish(actor=who, now=NOW, application_id=first().pk, pairing=SELLER, sought=SOUGHT)


@twice(rank_merchants, "seeking")
def _rank_merchants() -> Call:
    who, one = seller(), approved().pk
    return lambda: rank_merchants(
        actor=who, now=NOW, provider_id=one, programme=PROGRAMME, pairing=SELLER,
        application_ids=[first().pk],
    )  # fmt: skip


@twice(set_pair_rule, "seeking")
def _set_pair_rule() -> Call:
    person()
    return rule


@twice(lift_pair_rule, "seeking")
def _lift_pair_rule() -> Call:
    officer, one = person(), rule()
    return lambda: lift_pair_rule(actor=officer, now=NOW, rule_id=one)


@twice(plan_round, "seeking")
def _plan_round() -> Call:
    officer = person()
    return lambda: plan_round(actor=officer, now=NOW, programme=PROGRAMME, pairing=SELLER, key="k")


@twice(propose_round, "seeking")
def _propose_round() -> Call:
    officer, one = person(), planned().pk
    return lambda: propose_round(actor=officer, now=NOW, round_id=one)


@twice(drop_round, "seeking")
def _drop_round() -> Call:
    officer, one = person(), planned().pk
    return lambda: drop_round(actor=officer, now=NOW, round_id=one)


@twice(take_out_pair, "seeking")
def _take_out_pair() -> Call:
    officer, one = person(), Match.objects.filter(round=planned()).earliest("pk").pk
    return lambda: take_out_pair(actor=officer, now=NOW, match_id=one, reason="왜")


@twice(put_pair, "seeking")
def _put_pair() -> Call:
    officer, round_ = person(), planned()
    one = Match.objects.filter(round=round_).earliest("pk")
    take_out_pair(actor=officer, now=NOW, match_id=one.pk, reason="왜")
    return lambda: put_pair(
        actor=officer, now=NOW, round_id=round_.pk, application_id=one.application_id,
        provider_id=one.provider_id, reason="다시",
    )  # fmt: skip


@twice(close_round, "matched")
def _close_round() -> Call:
    officer, one = person(), MatchRound.objects.get().pk
    return lambda: close_round(actor=officer, now=NOW, round_id=one, reason="왜")


@twice(plan_round, "placed")
def _plan_executors_round() -> Call:
    who = staff("acorn")
    return lambda: plan_round(
        actor=who, now=NOW, programme=PROGRAMME, pairing=SELLER, key="k", executor="acorn"
    )


@twice(answer_match, "matched")
def _answer_match() -> Call:
    who, one = signed_up("owner@test.example"), Match.objects.get().pk
    return lambda: answer_match(actor=who, now=NOW, match_id=one, yes=True)


@twice(answer_match, "matched")
def _decline_match() -> Call:
    who, one = seller(), Match.objects.get().pk
    return lambda: answer_match(actor=who, now=NOW, match_id=one, yes=False, reason="왜")


@twice(end_match, "matched")
def _end_match() -> Call:
    officer, one = person(), Match.objects.get().pk
    return lambda: end_match(actor=officer, now=NOW, match_id=one, reason="왜")


@twice(end_left_matches, "matched")
def _end_left_matches() -> Call:
    Application.objects.filter(pk=Match.objects.get().application_id).update(state="withdrawn")
    return lambda: end_left_matches(actor=SYSTEM, now=NOW)


@twice(lapse_matches, "matched")
def _lapse_matches() -> Call:
    return lambda: lapse_matches(actor=SYSTEM, now=LATER)
