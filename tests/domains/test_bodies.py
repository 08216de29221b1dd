"""Associations see members who agreed, regional centres their region; both no more than that."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.domains.bodies import ASSOCIATION, CENTRE, affiliated, agreed, area, association, centre, planned
from tests.domains.builders import (
    AFTER_CLOSING,
    application,
    business_number,
    merchant,
    published,
    signed_up,
)
from tests.domains.people import NOW, person

from dure.domains.accounts.models import Membership
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.bodies import forgetting, queries_association, queries_centre
from dure.domains.bodies.models import Affiliation, CentreArea, Recommendation, Visit
from dure.domains.bodies.queries import own_affiliations, recommendations_of, visits_of
from dure.domains.bodies.services.answer_affiliation import answer_affiliation
from dure.domains.bodies.services.ask_affiliation import ask_affiliation
from dure.domains.bodies.services.close_visit import close_visit
from dure.domains.bodies.services.end_affiliation import end_affiliation
from dure.domains.bodies.services.plan_visit import plan_visit
from dure.domains.bodies.services.recommend_member import recommend_member
from dure.domains.bodies.services.set_centre_area import set_centre_area
from dure.domains.bodies.services.take_back_recommendation import take_back_recommendation
from dure.domains.events.act import act
from dure.domains.events.history import history_of
from dure.domains.events.models import Event
from dure.domains.merchants.models import Merchant
from dure.domains.notices.models import Notice
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db
TODAY = day_of(NOW)
OWNER = "owner@test.example"


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def recommended(one: int, **more: Any) -> int:
    given: dict[str, Any] = {
        "actor": association(),
        "now": NOW,
        "programme": "tops-2025",
        "reason": "꾸준합니다.",
    }
    return recommend_member(affiliation_id=one, **(given | more))


# --- members ------------------------------------------------------------------------------------------


def test_a_business_is_asked_and_nothing_of_it_is_shown_before_it_agrees():
    version = published()
    owner = signed_up(OWNER)
    application(merchant(1, owner=owner), version, n=1)
    one = affiliated(1)
    held = queries_association.member(association(), one)
    assert held is not None
    assert held.state == "open"
    assert queries_association.standings(held) == []
    assert [row.pk for row in own_affiliations(owner)] == [one]
    notice = Notice.objects.get(template="affiliation_asked")
    assert (notice.user_id, notice.link) == (owner.user_id, "/my/associations/")


def test_whether_a_business_is_registered_is_not_told():
    merchant(1, owner=signed_up(OWNER))
    first, second = affiliated(1), affiliated(2)
    rows = {row.pk: (row.state, row.answered_at) for row in Affiliation.objects.all()}
    assert rows == {first: ("open", None), second: ("open", None)}
    assert Merchant.objects.get(business_no=business_number(2)).name == ""
    assert Notice.objects.filter(template="affiliation_asked").count() == 1


def test_who_agrees_is_seen_with_each_application_that_was_handed_in():
    version = published()
    owner = signed_up(OWNER)
    mine = merchant(1, owner=owner)
    application(mine, version, n=1, state="accepted")
    held = queries_association.member(association(), agreed(1, OWNER))
    assert held is not None
    (standing,) = queries_association.standings(held)
    assert standing.application.application_no == "TOPS-2025-000001"
    assert (standing.application.state, standing.decision, standing.has_place) == ("accepted", None, False)
    assert held.answered_by_id == owner.user_id


def test_a_draft_is_not_shown():
    version = published()
    application(merchant(1, owner=signed_up(OWNER)), version, state="draft")
    held = queries_association.member(association(), agreed(1, OWNER))
    assert held is not None
    assert queries_association.standings(held) == []


def test_only_who_acts_for_the_business_answers():
    merchant(1, owner=signed_up(OWNER))
    one = affiliated(1)
    for who in (association(), person(), signed_up("other@test.example")):
        with pytest.raises(NotAllowed):
            answer_affiliation(actor=who, now=NOW, affiliation_id=one, yes=True)
    assert Affiliation.objects.get().state == "open"


def test_what_is_ended_shows_nothing_and_takes_recommendations_back():
    version = published()
    owner = signed_up(OWNER)
    application(merchant(1, owner=owner), version, n=1)
    one = agreed(1, OWNER)
    recommended(one)
    end_affiliation(actor=owner, now=NOW, affiliation_id=one)
    held = queries_association.member(association(), one)
    assert held is not None
    assert held.state == "ended"
    assert queries_association.standings(held) == []
    assert Recommendation.objects.get().state == "taken_back"
    with pytest.raises(Refused) as refused:
        answer_affiliation(actor=owner, now=NOW, affiliation_id=one, yes=True)
    assert codes(refused) == ["affiliation.answered"]
    assert affiliated(1) != one, "it may be asked again"


def test_names_are_found_of_those_who_agreed_only():
    merchant(1, owner=signed_up(OWNER), name="가온상회")
    merchant(2, owner=signed_up("two@test.example"), name="가온공방")
    one = agreed(1, OWNER)
    affiliated(2)
    found = queries_association.members(association(), ASSOCIATION, "가온")
    assert [row.pk for row in found] == [one]
    assert queries_association.members(association(), ASSOCIATION).count() == 2


def test_another_association_sees_no_members_of_this_one():
    merchant(1, owner=signed_up(OWNER))
    one = agreed(1, OWNER)
    other = association("other-guild")
    assert queries_association.member(other, one) is None
    assert queries_association.members(other, ASSOCIATION).count() == 0
    with pytest.raises(NotAllowed):
        ask_affiliation(actor=other, now=NOW, association=ASSOCIATION, business_no=business_number(1))
    with pytest.raises(NotAllowed):
        end_affiliation(actor=other, now=NOW, affiliation_id=one)
    assert Affiliation.objects.get().state == "agreed"


def test_a_role_for_one_programme_is_no_role_in_an_association():
    who = association()
    Membership.objects.filter(user_id=who.user_id).update(programme="tops-2025")
    narrow = replace(
        who,
        held=tuple((r, c, "tops-2025") for r, c, _ in who.held),
        scopes=(("association_staff", "tops-2025"),),
    )
    with pytest.raises(NotAllowed):
        ask_affiliation(actor=narrow, now=NOW, association=ASSOCIATION, business_no=business_number(1))
    assert Affiliation.objects.count() == 0


def test_what_is_no_business_number_is_refused():
    with pytest.raises(Refused) as refused:
        ask_affiliation(actor=association(), now=NOW, association=ASSOCIATION, business_no="123-45-6789")
    assert codes(refused) == ["affiliation.business_no"]
    assert (Affiliation.objects.count(), Merchant.objects.count()) == (0, 0)


# --- recommendations ----------------------------------------------------------------------------------


def test_a_recommendation_is_told_to_the_business_and_read_by_officers():
    published()
    owner = signed_up(OWNER)
    mine = merchant(1, owner=owner)
    one = recommended(agreed(1, OWNER))
    notice = Notice.objects.get(template="recommendation_made")
    assert (notice.user_id, notice.link) == (owner.user_id, "/calls/tops-2025/")
    (read,) = recommendations_of(person(), "tops-2025", mine.pk)
    assert (read.pk, read.association, read.reason) == (one, ASSOCIATION, "꾸준합니다.")
    assert recommendations_of(association("other-guild"), "tops-2025", mine.pk) == []
    take_back_recommendation(actor=association(), now=NOW, recommendation_id=one)
    assert recommendations_of(person(), "tops-2025", mine.pk) == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reason": " "}, "recommendation.reason"),
        ({"reason": "가" * 1001}, "recommendation.reason"),
        ({"programme": "nothing"}, "recommendation.programme"),
        ({"now": AFTER_CLOSING}, "apply.closed"),
    ],
)
def test_a_recommendation_needs_a_reason_and_a_call_that_is_open(more, code):
    published()
    merchant(1, owner=signed_up(OWNER))
    one = agreed(1, OWNER)
    with pytest.raises(Refused) as refused:
        recommended(one, **more)
    assert codes(refused) == [code]
    assert Recommendation.objects.count() == 0


def test_only_a_member_who_agreed_is_recommended():
    published()
    merchant(1, owner=signed_up(OWNER))
    one = affiliated(1)
    with pytest.raises(Refused) as refused:
        recommended(one)
    assert codes(refused) == ["recommendation.member"]
    assert Recommendation.objects.count() == 0


def test_nobody_recommends_a_business_of_their_own():
    published()
    who = association()
    merchant(1, owner=who)
    one = affiliated(1)
    answer_affiliation(actor=who, now=NOW, affiliation_id=one, yes=True)
    with pytest.raises(Refused) as refused:
        recommended(one)
    assert codes(refused) == ["recommendation.own"]
    assert Recommendation.objects.count() == 0


# --- centres ------------------------------------------------------------------------------------------


def desk(who: Any = None) -> queries_centre.CentreDesk:
    (found,) = queries_centre.desks(who or centre(), NOW)
    return found


def numbers(**more: Any) -> list[str]:
    who = centre()
    return [str(one.application_no) for one in queries_centre.applicants(who, desk(who), TODAY, **more)]


def test_a_centre_sees_the_applicants_of_its_region_and_no_others():
    version = published()
    application(merchant(1), version, n=1)  # Chuncheon, Gangwon
    application(merchant(2, region="1111010100"), version, n=2)  # Seoul
    application(merchant(3, region="4211010100"), version, n=3)  # Chuncheon by the code before 2023-06
    application(merchant(4, region=None), version, n=4)
    application(merchant(5), version, n=5, state="withdrawn")
    application(merchant(6), version, state="draft")
    centre()
    assert numbers() == [], "no officer has set its region yet"
    area("51")
    assert numbers() == ["TOPS-2025-000001", "TOPS-2025-000003"]
    area("11110")
    assert numbers() == ["TOPS-2025-000002"]
    area("11", "51")
    assert numbers(words="두레상회 2") == ["TOPS-2025-000002"]
    assert numbers(supported=True) == []


def test_a_centres_people_do_not_see_a_business_of_their_own():
    version = published()
    who = centre()
    application(merchant(1, owner=who), version, n=1)
    area()
    assert numbers() == []


def test_a_role_for_another_programme_shows_no_desk():
    published()
    who = centre()
    area()
    assert desk(who).key == f"tops-2025@{CENTRE}"
    narrow = replace(
        who, held=(("centre_staff", CENTRE, "elsewhere"),), scopes=(("centre_staff", "elsewhere"),)
    )
    assert queries_centre.desks(narrow, NOW) == []


def test_the_region_is_set_by_officers_with_a_reason_and_told_in_the_log():
    centre()
    area("51", "51")
    assert CentreArea.objects.get().regions == ["51"]
    area("41110", "51")
    event = Event.objects.filter(act="centre.set_area").latest("id")
    assert (event.details["before"], event.details["regions"]) == (["51"], ["41110", "51"])
    for who in (centre(), person("ministry", kind="ministry", code="ministry"), association()):
        with pytest.raises(NotAllowed):
            set_centre_area(actor=who, now=NOW, centre=CENTRE, regions=["11"], reason="왜")
    assert CentreArea.objects.get().regions == ["41110", "51"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"regions": []}, "centre.regions"),
        ({"regions": ["99"]}, "centre.regions"),
        ({"regions": ["511"]}, "centre.regions"),
        ({"reason": " "}, "centre.reason"),
        ({"centre": ASSOCIATION}, "centre.kind"),
    ],
)
def test_a_region_that_cannot_be_is_refused(more, code):
    centre()
    association()
    given = {"centre": CENTRE, "regions": ["51"], "reason": "왜"} | more
    with pytest.raises(Refused) as refused:
        set_centre_area(actor=person(), now=NOW, **given)
    assert codes(refused) == [code]
    assert CentreArea.objects.count() == 0


def test_a_visit_is_told_to_the_merchant_and_reported():
    version = published()
    owner = signed_up(OWNER)
    made = application(merchant(1, owner=owner), version, n=1)
    one = planned()
    assert Notice.objects.get(template="visit_planned").user_id == owner.user_id
    close_visit(actor=centre(), now=NOW, visit_id=one, visited_on=TODAY, report="사진 촬영을 도왔습니다.")
    (read,) = visits_of(owner, made.pk)
    assert (read.state, read.visited_on, read.report) == ("done", TODAY, "사진 촬영을 도왔습니다.")
    assert queries_centre.visit_counts(centre(), [desk()]) == {(CENTRE, "tops-2025"): (0, 1)}
    with pytest.raises(Refused) as refused:
        close_visit(actor=centre(), now=NOW, visit_id=one, visited_on=None, report="다시")
    assert codes(refused) == ["visit.closed"]
    assert Visit.objects.get().state == "done"


def test_a_visit_that_is_called_off_has_no_day():
    application(merchant(1), published(), n=1)
    one = planned()
    close_visit(actor=centre(), now=NOW, visit_id=one, visited_on=None, report="폭설")
    assert Visit.objects.values_list("state", "visited_on", "report").get() == ("cancelled", None, "폭설")


def test_nobody_else_plans_or_reports_visits():
    made = application(merchant(1), published(), n=1)
    one = planned()
    for who in (person(), association(), centre("seoul-centre")):
        with pytest.raises(NotAllowed):
            plan_visit(
                actor=who, now=NOW, centre=CENTRE, application_id=made.pk, planned_on=TODAY, purpose="왜"
            )
        with pytest.raises(NotAllowed):
            close_visit(actor=who, now=NOW, visit_id=one, visited_on=TODAY, report="왜")
    assert Visit.objects.get().state == "planned"


@pytest.mark.parametrize(
    ("region", "more", "found"),
    [
        ("1111010100", {}, ["visit.who"]),
        (
            "5111010100",
            {"planned_on": TODAY - timedelta(days=1), "purpose": ""},
            ["visit.purpose", "visit.planned_on"],
        ),
    ],
)
def test_a_visit_outside_the_region_or_in_the_past_is_refused(region, more, found):
    made = application(merchant(1, region=region), published(), n=1)
    who = centre()
    area()
    given = {"application_id": made.pk, "planned_on": TODAY, "purpose": "왜"} | more
    with pytest.raises(Refused) as refused:
        plan_visit(actor=who, now=NOW, centre=CENTRE, **given)
    assert codes(refused) == found
    assert Visit.objects.count() == 0


def test_a_visit_of_tomorrow_cannot_be_reported_as_made():
    application(merchant(1), published(), n=1)
    one = planned()
    with pytest.raises(Refused) as refused:
        close_visit(actor=centre(), now=NOW, visit_id=one, visited_on=TODAY + timedelta(days=1), report="왜")
    assert codes(refused) == ["visit.visited_on"]
    assert Visit.objects.get().state == "planned"


def test_words_go_when_the_time_is_over_and_days_stay():
    version = published()
    application(merchant(1, owner=signed_up(OWNER)), version, n=1)
    recommended(agreed(1, OWNER))
    one = planned()
    close_visit(actor=centre(), now=NOW, visit_id=one, visited_on=TODAY, report="홍길동 대표 면담")
    assert forgetting.count("tops-2025") == {"recommendations": 1, "visits": 1}
    with act("programme.destroy_records", actor=person(), now=NOW) as this:
        assert forgetting.forget(this, "tops-2025") == {"recommendations": 1, "visits": 1}
    held = Visit.objects.get()
    assert (held.purpose, held.report, held.visited_on) == ("", "", TODAY)
    assert Recommendation.objects.get().reason == ""
    assert history_of(Visit).objects.count() == history_of(Recommendation).objects.count() == 0
    assert forgetting.count("tops-2025") == {"recommendations": 0, "visits": 0}
