"""Profiles of providers: withdrawn by themselves, and destroyed when their time is over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.builders import signed_up
from tests.domains.matching import (
    PROFILE,
    PROGRAMME,
    SELLER,
    matched,
    planned,
    provider,
    seller,
    seller_case,
)
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.models import Membership, Organisation
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.history import history_of
from dure.domains.events.models import Event
from dure.domains.matching import queries
from dure.domains.matching.keeping import kept_profiles
from dure.domains.matching.models import Match, Provider
from dure.domains.matching.services.answer_match import answer_match
from dure.domains.matching.services.change_provider import change_provider
from dure.domains.matching.services.destroy_providers import MATCHED, WITHDRAWN, destroy_providers
from dure.domains.matching.services.keep_provider import keep_provider
from dure.domains.matching.services.register_provider import register_provider
from dure.domains.matching.services.warn_providers import warn_providers
from dure.domains.matching.services.withdraw_provider import withdraw_provider
from dure.domains.notices.models import Notice
from dure.domains.privacy.models import Destruction
from dure.engine.law.provider_profiles import PROVIDER_PROFILE_MONTHS, PROVIDER_PROFILE_WARNING_DAYS
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(hours=1)
A_YEAR_ON = NOW + timedelta(days=365)
"""The first day on which a profile that was changed on 24 March 2025 is kept no more."""


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def destroyed() -> list[tuple[int, str]]:
    return list(Destruction.objects.filter(what="providers").order_by("pk").values_list("count", "basis"))


# --- withdrawn ----------------------------------------------------------------------------------------


def test_a_profile_without_matches_is_withdrawn_without_a_reason_and_shown_to_nobody():
    one = provider()
    assert withdraw_provider(actor=seller(), now=LATER, provider_id=one.pk) == 0
    one.refresh_from_db()
    assert (one.state, one.listed) == ("withdrawn", False)
    assert not queries.listed_providers(signed_up("x@test.example"), LATER).exists()
    with pytest.raises(Refused) as refused:
        change_provider(actor=seller(), now=LATER, provider_id=one.pk, profile=PROFILE)
    assert codes(refused) == ["provider.over"]


def test_whoever_comes_back_after_withdrawing_registers_anew():
    one, who = provider(), seller()
    withdraw_provider(actor=who, now=LATER, provider_id=one.pk)
    assert SELLER in queries.kinds_to_register(who)
    made = register_provider(actor=who, now=LATER, kind=SELLER, name_ko="", name_en="", profile=PROFILE)
    assert made != one.pk
    assert Provider.objects.get(pk=made).organisation == one.organisation


def test_matches_that_stand_end_with_the_reason_merchants_are_told_and_the_next_round_pairs_them_anew():
    owner, who, match = matched()
    answer_match(actor=owner, now=NOW, match_id=match.pk, yes=True)
    answer_match(actor=who, now=NOW, match_id=match.pk, yes=True)
    before = Event.objects.count()
    with pytest.raises(Refused) as refused:
        withdraw_provider(actor=who, now=LATER, provider_id=match.provider_id)
    assert (codes(refused), Event.objects.count()) == (["provider.withdraw_reason"], before)
    assert Match.objects.get().state == "accepted"
    assert withdraw_provider(actor=who, now=LATER, provider_id=match.provider_id, reason="폐업") == 1
    match.refresh_from_db()
    assert (match.state, match.reason, match.answered_at) == ("ended", "폐업", LATER)
    assert Notice.objects.filter(template="match_ended", user_id=owner.user_id).count() == 1
    other = provider("second@test.example")
    again = planned(key="again")
    assert list(Match.objects.filter(round=again).values_list("provider_id", flat=True)) == [other.pk]


def test_planned_pairs_of_who_withdraws_are_dropped():
    seller_case(1)
    one = provider()
    made = planned()
    withdraw_provider(actor=seller(), now=LATER, provider_id=one.pk)
    assert (Match.objects.get().state, made.state) == ("dropped", "planned")


def test_nobody_else_withdraws_a_profile():
    one = provider()
    for who in (person(), signed_up("x@test.example")):
        with pytest.raises(NotAllowed):
            withdraw_provider(actor=who, now=LATER, provider_id=one.pk)
    one.refresh_from_db()
    assert one.state == "approved"


def test_of_a_yes_and_a_withdrawal_at_once_no_match_stands_with_who_withdrew():
    owner, who, match = matched()
    answer_match(actor=who, now=NOW, match_id=match.pk, yes=True)
    twice_at_once(
        lambda: answer_match(actor=owner, now=LATER, match_id=match.pk, yes=True),
        lambda: withdraw_provider(actor=who, now=LATER, provider_id=match.provider_id, reason="폐업"),
    )
    match.refresh_from_db()
    assert (match.state, match.provider.state) == ("ended", "withdrawn")


# --- kept, and destroyed ------------------------------------------------------------------------------


def test_a_profile_never_matched_is_kept_twelve_months_from_its_last_change_and_goes_on_the_day():
    one = provider()
    assert PROVIDER_PROFILE_MONTHS.on(NOW.date()) == 12
    assert kept_profiles([one], NOW)[one.pk].until == date(2026, 3, 24)
    assert destroy_providers(actor=SYSTEM, now=A_YEAR_ON - timedelta(days=1)) == 0
    assert destroy_providers(actor=SYSTEM, now=A_YEAR_ON) == 1
    one.refresh_from_db()
    assert (one.state, one.introduction, one.skills, one.industries) == ("destroyed", "", [], [])
    assert (one.languages, one.region, one.regions, one.price_won) == ([], "", [], None)
    organisation = Organisation.objects.get(pk=one.organisation_id)
    assert organisation.name_ko == f"파기된 공급자 {organisation.pk}"
    assert organisation.name_en == f"Former provider {organisation.pk}"
    assert not Membership.objects.in_force(A_YEAR_ON).filter(organisation=organisation).exists()
    assert not history_of(Provider).objects.filter(pgh_obj_id=one.pk).exists()
    assert not history_of(Organisation).objects.filter(pgh_obj_id=organisation.pk).exists()
    assert destroyed() == [(1, PROVIDER_PROFILE_MONTHS.period_on(A_YEAR_ON.date()).source)]
    assert destroy_providers(actor=SYSTEM, now=A_YEAR_ON) == 0
    assert len(destroyed()) == 1


def test_what_was_withdrawn_and_never_matched_goes_on_the_same_day():
    one = provider()
    withdraw_provider(actor=seller(), now=LATER, provider_id=one.pk)
    assert destroy_providers(actor=SYSTEM, now=LATER) == 1
    assert destroyed() == [(1, WITHDRAWN)]


def test_a_matched_profile_is_kept_by_the_programme_after_the_support_and_past_matches_keep_a_mark():
    owner, who, match = matched()
    assert kept_profiles([match.provider], NOW)[match.provider_id].until is None, "a proposal waits"
    answer_match(actor=owner, now=NOW, match_id=match.pk, yes=True)
    answer_match(actor=who, now=NOW, match_id=match.pk, yes=True)
    withdraw_provider(actor=who, now=LATER, provider_id=match.provider_id, reason="폐업")
    one = Provider.objects.get()
    assert kept_profiles([one], LATER)[one.pk].until == date(2030, 3, 24), "five years after the end"
    assert destroy_providers(actor=SYSTEM, now=A_YEAR_ON) == 0
    five_years = NOW.replace(year=2030)
    assert destroy_providers(actor=SYSTEM, now=five_years) == 1
    assert destroyed() == [(1, MATCHED)]
    match.refresh_from_db()
    assert match.provider.state == "destroyed"
    assert match.provider.organisation.name_ko == f"파기된 공급자 {match.provider.organisation_id}"
    assert (match.state, match.programme) == ("ended", PROGRAMME)


def test_an_organisation_with_another_profile_keeps_its_name_and_the_other_role():
    one, who = provider(), seller()
    Membership.objects.create(user_id=who.user_id, organisation=one.organisation, role="tutor", starts_at=NOW)
    register_provider(actor=who, now=A_YEAR_ON, kind="tutor", name_ko="", name_en="", profile=PROFILE)
    assert destroy_providers(actor=SYSTEM, now=A_YEAR_ON) == 1
    assert Organisation.objects.get(pk=one.organisation_id).name_ko == "해솔(가상)"
    roles = Membership.objects.in_force(A_YEAR_ON).filter(organisation=one.organisation)
    assert list(roles.values_list("role", flat=True)) == ["tutor"]


def test_people_do_not_destroy_profiles():
    provider()
    with pytest.raises(NotAllowed):
        destroy_providers(actor=person(), now=A_YEAR_ON)
    assert Provider.objects.get().state == "approved"


# --- told before ---------------------------------------------------------------------------------------


def told() -> list[str]:
    found = Notice.objects.filter(template="provider_profile_ends").order_by("pk")
    return [str(one.parameters["day"]) for one in found]


def test_a_provider_is_told_four_weeks_before_once_and_keeps_the_profile_with_one_act():
    one, who = provider(), seller()
    ends = date(2026, 3, 24)
    before = A_YEAR_ON - timedelta(days=PROVIDER_PROFILE_WARNING_DAYS.on(A_YEAR_ON.date()) + 1)
    assert (warn_providers(actor=SYSTEM, now=before), told()) == (0, [])
    soon = before + timedelta(days=1)
    assert [warn_providers(actor=SYSTEM, now=soon) for _ in range(2)] == [1, 0]
    assert told() == [ends.isoformat()]
    assert Provider.objects.get().warned_until == ends
    for _ in range(2):
        keep_provider(actor=who, now=soon, provider_id=one.pk)
    assert Event.objects.filter(act="provider.keep").count() == 1
    assert Provider.objects.get().warned_until is None
    assert destroy_providers(actor=SYSTEM, now=A_YEAR_ON) == 0
    # A year later it is told anew, of the other day.
    assert warn_providers(actor=SYSTEM, now=soon + timedelta(days=360)) == 1
    assert len(told()) == 2


def test_who_has_withdrawn_is_not_told_and_keeps_nothing_and_nobody_else_does():
    one, who = provider(), seller()
    soon = A_YEAR_ON - timedelta(days=10)
    for other in (person(), signed_up("x@test.example")):
        with pytest.raises(NotAllowed):
            keep_provider(actor=other, now=soon, provider_id=one.pk)
    withdraw_provider(actor=who, now=LATER, provider_id=one.pk)
    assert warn_providers(actor=SYSTEM, now=soon) == 0
    with pytest.raises(Refused) as refused:
        keep_provider(actor=who, now=soon, provider_id=one.pk)
    assert (codes(refused), told()) == (["provider.over"], [])
    with pytest.raises(NotAllowed):
        warn_providers(actor=person(), now=soon)
