"""Advice over several programmes: standings, order, no double benefit, the facts that settle most."""

from __future__ import annotations

from datetime import date

import pytest

from dure.engine.advising import History, Offer, advise, open_offer, support_asked
from dure.engine.programme import load
from dure.library import library_bytes, library_ids

TEXT = """
format: 1
id: {id}
title: {{en: {id}}}
year: 2025
window: {{opens_at: "2025-04-01T09:00:00+09:00", closes_at: "2025-04-{closes}T18:00:00+09:00"}}
reference_day: 2025-04-01
{more}
eligibility:
  - {{id: rule, rule: "{rule}", reason: {{en: Because.}}}}
stages:
  - {{id: only, title: {{en: S}}, quota: {{total: 1}}, over: all, chosen_by: score}}
"""


def offer(name: str, rule: str, *, closes: int = 30, more: str = "") -> Offer:
    found = open_offer(load(TEXT.format(id=name, rule=rule, closes=closes, more=more).encode()).programme)
    assert found is not None
    return found


NEW = History()


def standings(offers, row, history=NEW):
    return [(a.offer.programme, a.standing) for a in advise(offers, row, history).advices]


ROW = {"employees": 3.0, "owner_female": True}


def test_eligible_if_and_not_in_that_order_each_by_its_deadline():
    offers = [
        offer("no", "employees > 5"),
        offer("maybe", "NOT tax_arrears"),
        offer("later", "employees < 5", closes=30),
        offer("sooner", "owner_female", closes=20),
    ]
    assert standings(offers, ROW) == [
        ("sooner", "eligible"),
        ("later", "eligible"),
        ("maybe", "eligible_if"),
        ("no", "ineligible"),
    ]


def test_what_was_received_or_applied_to_is_told_and_not_offered_again():
    offers = [offer("a", "employees < 5"), offer("b", "employees < 5"), offer("c", "employees < 5")]
    history = History(frozenset({"a"}), frozenset({"b"}))
    assert standings(offers, ROW, history) == [("c", "eligible"), ("b", "applied"), ("a", "received")]


def test_what_was_received_or_applied_to_is_told_as_that_whatever_the_facts_say_by_now():
    offers = [offer("a", "employees > 5"), offer("b", "employees > 5")]
    history = History(frozenset({"a"}), frozenset({"b"}))
    assert standings(offers, ROW, history) == [("b", "applied"), ("a", "received")]


def test_no_double_benefit_where_the_file_excludes_what_was_received():
    offers = [offer("new", "employees < 5", more="excludes: [old, other]")]
    (advice,) = advise(offers, ROW, History(frozenset({"old"}))).advices
    assert (advice.standing, advice.excluded_by) == ("excluded", ("old",))
    assert standings(offers, ROW, History(applied=frozenset({"old"}))) == [("new", "eligible")]


def test_a_rule_that_is_not_met_is_told_before_exclusion():
    offers = [offer("new", "employees > 5", more="excludes: [old]")]
    assert standings(offers, ROW, History(frozenset({"old"}))) == [("new", "ineligible")]


def test_rules_read_what_was_received_and_what_its_owners_hand_in():
    offers = [offer("new", "NOT supported_in('old')", more="excludes: [other]")]
    assert standings(offers, ROW, History(frozenset({"old"}))) == [("new", "ineligible")]
    assert standings(offers, ROW, History(support={"supported_in.old": False})) == [("new", "eligible")]
    (advice,) = advise(
        offers, ROW, History(support={"supported_in.old": False, "supported_in.other": True})
    ).advices
    assert (advice.standing, advice.excluded_by) == ("excluded", ("other",))
    # Nobody recorded it: it is not known, and not a fact that a merchant could be asked for.
    advised = advise(offers, ROW, History(support={"supported_in.old": None}))
    assert [(a.standing, a.screening.missing) for a in advised.advices] == [
        ("eligible_if", ("supported_in.old",))
    ]
    assert advised.asks == ()
    assert [column.name for column in support_asked(offers)] == ["supported_in.old", "supported_in.other"]


def test_the_facts_that_settle_most_of_what_is_open():
    offers = [
        offer("a", "NOT tax_arrears"),
        offer("b", "NOT tax_arrears AND credit_score > 600"),
        offer("c", "credit_score > 600 AND annual_sales > 1"),
        offer("d", "employees > 5 AND annual_sales > 1"),
    ]
    asks = advise(offers, ROW).asks
    assert [(a.name, a.settles) for a in asks] == [
        ("tax_arrears", 1),
        ("credit_score", 2),
        ("annual_sales", 3),
    ]


def test_what_no_fact_settles_is_unclear_and_not_asked_about():
    offers = [offer("a", "small_merchant()")]
    advised = advise(offers, {"employees": 3.0, "annual_sales": 1, "ksic": "84111"})
    assert [a.standing for a in advised.advices] == ["unclear"]
    assert advised.asks == ()


def test_only_programmes_that_merchants_apply_to_one_by_one_are_offered():
    text = library_bytes("trade-area-renaissance-2020")
    assert load(text).programme.applicants != "merchant"
    assert open_offer(load(text).programme) is None


@pytest.mark.parametrize(("day", "is_open"), [(31, False), (1, True), (30, True)])
def test_a_window_holds_its_first_and_its_last_day(day, is_open):
    on = date(2025, 3, 31) if day == 31 else date(2025, 4, day)
    assert offer("a", "employees < 5").is_open_on(on) is is_open
    assert not offer("a", "employees < 5").is_open_on(date(2025, 5, 1))


def test_of_a_merchant_about_whom_nothing_is_known_nothing_is_settled_wrongly():
    offers = [o for o in (open_offer(load(library_bytes(i)).programme) for i in library_ids()[:6]) if o]
    assert {a.standing for a in advise(offers, {}).advices} <= {"eligible", "eligible_if"}
    assert len(advise(offers, {}).asks) == 3
