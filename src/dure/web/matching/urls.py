"""Addresses of matching: in public, a provider's, a merchant's, officers', executors'."""

from __future__ import annotations

from django.urls import URLPattern, path

from dure.web.matching import (
    executor,
    executor_acts,
    match,
    merchant,
    officer,
    officer_acts,
    officer_providers,
    provider,
    public,
)

_OWN = "provider/<int:provider>/"
_DESK = "executor/<str:desk>/matching/"
_CASE = "officer/matching/<slug:programme>/<slug:pairing>/"

urlpatterns: list[URLPattern] = [
    path("providers/", public.providers, name="providers"),
    path("provider/", provider.home, name="provider_home"),
    path("provider/register/", provider.register, name="provider_register"),
    path(_OWN, provider.profile, name="provider_profile"),
    path(
        _OWN + "merchants/<slug:programme>/<slug:pairing>/", provider.suggestions, name="provider_suggestions"
    ),
    path("my/applications/<int:application>/matching/<slug:pairing>/", merchant.matching, name="my_matching"),
    path("matches/<int:match>/", match.match, name="match"),
    path("officer/providers/", officer_providers.provider_list, name="officer_providers"),
    path("officer/providers/<int:provider>/", officer_providers.provider, name="officer_provider"),
    path("officer/matching/<slug:programme>/", officer.pairing_list, name="officer_matchings"),
    path(_CASE, officer.pairing, name="officer_matching"),
    path(_CASE + "plan/", officer_acts.plan, name="officer_matching_plan"),
    path(_CASE + "rules/", officer_acts.rule, name="officer_matching_rule"),
    path(_CASE + "rules/<int:rule>/lift/", officer_acts.lift, name="officer_matching_lift"),
    path(_CASE + "rounds/", officer.rounds, name="officer_match_rounds"),
    path(_CASE + "rounds/<int:number>/", officer.match_round, name="officer_match_round"),
    path(_CASE + "rounds/<int:number>/unmatched/", officer.unmatched, name="officer_match_unmatched"),
    path(
        _CASE + "rounds/<int:number>/unmatched/export/",
        officer_acts.unmatched_export,
        name="officer_match_unmatched_export",
    ),
    path(
        _CASE + "rounds/<int:number>/by-hand/<int:application>/",
        officer_acts.by_hand,
        name="officer_match_by_hand",
    ),
    path(_CASE + "export/", officer_acts.export, name="officer_matching_export"),
    path(_DESK, executor.pairing_list, name="executor_matchings"),
    path(_DESK + "<slug:pairing>/", executor.pairing, name="executor_matching"),
    path(_DESK + "<slug:pairing>/plan/", executor_acts.plan, name="executor_matching_plan"),
    path(_DESK + "<slug:pairing>/rounds/", executor.rounds, name="executor_match_rounds"),
    path(_DESK + "<slug:pairing>/rounds/<int:number>/", executor.match_round, name="executor_match_round"),
    path(
        _DESK + "<slug:pairing>/rounds/<int:number>/unmatched/",
        executor.unmatched,
        name="executor_match_unmatched",
    ),
    path(
        _DESK + "<slug:pairing>/rounds/<int:number>/unmatched/export/",
        executor_acts.unmatched_export,
        name="executor_match_unmatched_export",
    ),
    path(
        _DESK + "<slug:pairing>/rounds/<int:number>/by-hand/<int:application>/",
        executor_acts.by_hand,
        name="executor_match_by_hand",
    ),
    path(_DESK + "<slug:pairing>/export/", executor_acts.export, name="executor_matching_export"),
    path(_DESK + "<slug:pairing>/rules/", executor_acts.rule, name="executor_matching_rule"),
    path(_DESK + "<slug:pairing>/rules/<int:rule>/lift/", executor_acts.lift, name="executor_matching_lift"),
]
