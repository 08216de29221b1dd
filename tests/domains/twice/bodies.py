"""Associations and regional centres, each act run twice."""

from __future__ import annotations

from tests.domains.bodies import ASSOCIATION, CENTRE, affiliated, agreed, area, association, centre, planned
from tests.domains.builders import business_number, signed_up
from tests.domains.people import NOW, person
from tests.domains.twice.scenario import Call, twice

from dure.domains.applications.models import Application
from dure.domains.bodies.services.answer_affiliation import answer_affiliation
from dure.domains.bodies.services.ask_affiliation import ask_affiliation
from dure.domains.bodies.services.close_visit import close_visit
from dure.domains.bodies.services.end_affiliation import end_affiliation
from dure.domains.bodies.services.plan_visit import plan_visit
from dure.domains.bodies.services.recommend_member import recommend_member
from dure.domains.bodies.services.set_centre_area import set_centre_area
from dure.domains.bodies.services.take_back_recommendation import take_back_recommendation
from dure.engine.law.deadlines import day_of

TODAY = day_of(NOW)


@twice(ask_affiliation, "call")
def _ask_affiliation() -> Call:
    who = association()
    return lambda: ask_affiliation(
        actor=who, now=NOW, association=ASSOCIATION, business_no=business_number(77)
    )


@twice(answer_affiliation, "call")
def _agree() -> Call:
    who, one = signed_up("one@test.example"), affiliated(1)
    return lambda: answer_affiliation(actor=who, now=NOW, affiliation_id=one, yes=True)


@twice(answer_affiliation, "call")
def _decline() -> Call:
    who, one = signed_up("one@test.example"), affiliated(1)
    return lambda: answer_affiliation(actor=who, now=NOW, affiliation_id=one, yes=False)


@twice(end_affiliation, "call")
def _end_affiliation() -> Call:
    who, one = signed_up("one@test.example"), agreed(1, "one@test.example")
    return lambda: end_affiliation(actor=who, now=NOW, affiliation_id=one)


@twice(recommend_member, "call")
def _recommend_member() -> Call:
    who, one = association(), agreed(1, "one@test.example")
    return lambda: recommend_member(
        actor=who, now=NOW, affiliation_id=one, programme="tops-2025", reason="왜"
    )


@twice(take_back_recommendation, "call")
def _take_back_recommendation() -> Call:
    who = association()
    one = recommend_member(
        actor=who, now=NOW, affiliation_id=agreed(1, "one@test.example"), programme="tops-2025", reason="왜"
    )
    return lambda: take_back_recommendation(actor=who, now=NOW, recommendation_id=one)


@twice(set_centre_area, "call")
def _set_centre_area() -> Call:
    officer = person()
    centre()
    return lambda: set_centre_area(actor=officer, now=NOW, centre=CENTRE, regions=["51"], reason="왜")


@twice(plan_visit, "call")
def _plan_visit() -> Call:
    who = centre()
    area()
    one = Application.objects.get(application_no__isnull=False).pk
    return lambda: plan_visit(
        actor=who, now=NOW, centre=CENTRE, application_id=one, planned_on=TODAY, purpose="왜"
    )


@twice(close_visit, "call")
def _close_visit() -> Call:
    who, one = centre(), planned()
    return lambda: close_visit(actor=who, now=NOW, visit_id=one, visited_on=TODAY, report="잘 됨")


@twice(close_visit, "call")
def _call_visit_off() -> Call:
    who, one = centre(), planned()
    return lambda: close_visit(actor=who, now=NOW, visit_id=one, visited_on=None, report="눈")
