"""Grants: everybody who holds a place and whom the benefit is for, in one act, and back when it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.builders import published
from tests.domains.granting import (
    FILE,
    GRANTS,
    THEN,
    TODAY,
    entitled,
    grant_of,
    granted,
    held,
    line_left,
    officer,
    owner,
    planned,
    staff,
    with_money,
    with_needs,
)

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.columns import support_columns
from dure.domains.benefits.granting import Asked
from dure.domains.benefits.models import Certificate, Grant, GrantRun
from dure.domains.benefits.services.end_grant import end_grant
from dure.domains.benefits.services.end_lost import end_lost
from dure.domains.benefits.services.expire_grants import expire_grants
from dure.domains.benefits.services.grant_benefit import grant_benefit
from dure.domains.benefits.services.renew_certificate import renew_certificate
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.selection.models import Place
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


@pytest.fixture
def _held():
    held(4, {1: {"employees": "1"}, 2: {"employees": "1.5"}, 3: {"employees": None}})
    with_money()


@pytest.mark.usefixtures("_held")
def test_everybody_with_a_place_is_entitled_and_told_and_sent_twice_it_is_once():
    assert granted("ads") == 4
    assert granted("ads") == 4  # the same key
    assert line_left() == {"government": 5_600_000, "province": 2_400_000}
    assert [entitled(n, "ads") for n in (1, 4)] == [{"government": 2_100_000, "province": 900_000}] * 2
    run = GrantRun.objects.get()
    assert (run.granted, run.won, run.by_source) == (
        4, 12_000_000, {"government": 8_400_000, "province": 3_600_000},
    )  # fmt: skip
    assert Event.objects.filter(act="benefits.grant", subject="grant").count() == 4
    assert Notice.objects.filter(template="benefit_granted").count() == 4
    with pytest.raises(Refused) as refused:
        granted("ads", "again")
    assert codes(refused) == ["benefits.nobody"]


@pytest.mark.usefixtures("_held")
def test_who_moved_up_gets_it_on_the_next_run():
    place = Place.objects.get(application__application_no__endswith="000004")
    Place.objects.filter(pk=place.pk).update(state="given_up")
    assert granted("ads", "a") == 3
    Place.objects.filter(pk=place.pk).update(state="offered")
    Place.objects.filter(pk=place.pk).update(state="accepted")
    assert granted("ads", "b") == 1
    assert grant_of(4, "ads").won == 3_000_000


@pytest.mark.usefixtures("_held")
def test_a_benefit_for_some_says_why_the_others_do_not_get_it():
    plan = planned("photos").plan
    assert [(one.outcome, one.won) for one in plan.all] == [
        ("granted", 0), ("granted", 0), ("rule_unknown", 0), ("rule_no", 0),
    ]  # fmt: skip
    granted("photos")
    assert [code for _pk, code in GrantRun.objects.get().left_out] == ["rule_unknown", "rule_no"]
    grant = grant_of(1, "photos")
    assert (grant.units, grant.won, grant.fund, grant.executor) == (1, 0, "", "acorn")


@pytest.mark.usefixtures("_held")
def test_scarce_places_are_drawn_by_the_seed_of_the_selection():
    granted("exhibition")
    run = GrantRun.objects.get()
    assert (run.granted, run.seed) == (2, "spring/exhibition")
    assert [code for _pk, code in run.left_out] == ["recipients_full"] * 2


@pytest.mark.usefixtures("_held")
def test_devices_are_no_more_than_there_are_and_have_to_be_installed_in_time():
    assert granted("device") == 3
    assert grant_of(1, "device").ends_on == TODAY + timedelta(days=61)


def test_money_that_is_not_enough_for_all_stops_it_unless_it_is_to_go_as_far_as_it_goes():
    held(3)
    with_money(7_000_000)
    with pytest.raises(Refused) as refused:
        granted("ads")
    assert codes(refused) == ["benefits.short"]
    assert (Grant.objects.count(), line_left()) == (0, {"government": 4_900_000, "province": 2_100_000})
    assert granted("ads", as_far=True) == 2
    assert line_left() == {"government": 700_000, "province": 300_000}


@pytest.mark.usefixtures("_held")
def test_what_was_shown_is_what_is_done():
    shown = planned("ads", each_won=1_000_000)
    assert shown.plan.won == 4_000_000
    with pytest.raises(Refused) as refused:
        grant_benefit(
            actor=officer(), now=THEN, programme=GRANTS, benefit="ads", asked=Asked("first", "main"),
            fingerprint=shown.plan.fingerprint, reason="why", key="k",
        )  # fmt: skip
    assert codes(refused) == ["benefits.changed"]
    with pytest.raises(Refused) as refused:
        planned("ads", each_won=3_000_001)
    assert codes(refused) == ["benefits.over_ceiling"]
    with pytest.raises(NotAllowed):
        granted("ads", who=owner(1))
    assert Grant.objects.count() == 0


@pytest.mark.usefixtures("_held")
def test_a_cancelled_grant_gives_its_rest_back_and_can_be_granted_anew():
    granted("ads")
    one = grant_of(1, "ads")
    back = end_grant(actor=officer(), now=THEN, grant_id=one.pk, cancelled=True, reason="포기")
    assert back == 3_000_000
    assert line_left() == {"government": 7_700_000, "province": 3_300_000}
    assert entitled(1, "ads") == {"government": 0, "province": 0}
    with pytest.raises(Refused) as refused:
        end_grant(actor=officer(), now=THEN, grant_id=one.pk, cancelled=True, reason="포기")
    assert codes(refused) == ["benefits.ended"]
    assert Notice.objects.filter(template="benefit_cancelled").count() == 1
    assert granted("ads", "anew") == 1
    assert entitled(1, "ads") == {"government": 2_100_000, "province": 900_000}
    assert end_lost(actor=SYSTEM, now=THEN) == 0
    assert entitled(1, "ads") == {"government": 2_100_000, "province": 900_000}


@pytest.mark.usefixtures("_held")
def test_who_lost_the_place_loses_what_is_not_used():
    granted("ads")
    granted("title")
    Place.objects.filter(application__application_no__endswith="000002").update(state="disqualified")
    assert end_lost(actor=SYSTEM, now=THEN) == 2
    assert end_lost(actor=SYSTEM, now=THEN) == 0
    lost = Grant.objects.get(benefit="ads", application__application_no__endswith="000002")
    assert (lost.state, lost.end_reason, lost.returned_won) == ("cancelled", "place_lost", 3_000_000)
    assert line_left() == {"government": 7_700_000, "province": 3_300_000}
    assert Certificate.objects.filter(state="revoked").count() == 1
    with pytest.raises(NotAllowed):
        end_lost(actor=officer(), now=THEN)


@pytest.mark.usefixtures("_held")
def test_who_is_warned_is_warned_once_and_what_is_over_goes_back():
    granted("ads", ends_on=TODAY + timedelta(days=40))
    assert expire_grants(actor=SYSTEM, now=THEN + timedelta(days=9)) == 0
    assert Notice.objects.filter(template="benefit_expiring").count() == 0
    for days in (15, 16):
        assert expire_grants(actor=SYSTEM, now=THEN + timedelta(days=days)) == 0
    assert Notice.objects.filter(template="benefit_expiring").count() == 4
    assert expire_grants(actor=SYSTEM, now=THEN + timedelta(days=40)) == 4
    assert expire_grants(actor=SYSTEM, now=THEN + timedelta(days=40)) == 0
    assert line_left() == {"government": 14_000_000, "province": 6_000_000}
    assert Notice.objects.filter(template="benefit_expired").count() == 4


@pytest.mark.usefixtures("_held")
def test_titles_are_numbered_renewed_and_run_out():
    granted("title")
    first = Certificate.objects.get(sequence=1)
    assert (first.number, first.name, first.public) == (f"{GRANTS}-title-00001", "두레상회 1", True)
    assert (str(first.starts_on), str(first.ends_on)) == ("2025-06-02", "2028-06-02")
    new = renew_certificate(actor=officer(), now=THEN, certificate_id=first.pk, reason="현장 확인")
    with pytest.raises(Refused) as refused:
        renew_certificate(actor=officer(), now=THEN, certificate_id=first.pk, reason="현장 확인")
    assert codes(refused) == ["benefits.not_in_force"]
    renewed = Certificate.objects.get(pk=new)
    assert (renewed.sequence, str(renewed.ends_on)) == (5, "2031-06-02")
    assert grant_of(1, "title").ends_on == renewed.ends_on
    assert expire_grants(actor=SYSTEM, now=THEN + timedelta(days=1096)) == 3
    states = Certificate.objects.order_by("sequence").values_list("state", flat=True)
    assert list(states) == ["renewed", "expired", "expired", "expired", "in_force"]


@pytest.mark.usefixtures("_held")
def test_what_was_granted_counts_as_earlier_support():
    name = "total_support_won.36"
    assert support_columns([name], None, GRANTS)[name].otherwise is None
    granted("ads")
    grant = grant_of(1, "ads")
    assert support_columns([name], None, GRANTS)[name].of(grant.application.merchant_id) == 0
    later = FILE.replace("2025-03-18", "2025-08-18").replace("2025-04-18", "2025-08-28")
    published(with_needs(later.replace(GRANTS, "next-2025")).encode())
    column = support_columns([name], None, "next-2025")[name]
    assert (column.of(grant.application.merchant_id), column.otherwise) == (3_000_000, 0)
    end_grant(actor=officer(), now=THEN, grant_id=grant.pk, cancelled=True, reason="포기")
    assert support_columns([name], None, "next-2025")[name].of(grant.application.merchant_id) == 0


@pytest.mark.usefixtures("_held")
def test_each_side_sees_its_own_grants():
    granted("ads")
    numbers = {
        who: sorted(
            int((one.application.application_no or "")[-6:])
            for one in Grant.objects.visible_to(actor).select_related("application")
        )
        for who, actor in (("officer", officer()), ("acorn", staff()), ("owner", owner(2)))
    }
    assert numbers == {"officer": [1, 2, 3, 4], "acorn": [1, 3], "owner": [2]}
