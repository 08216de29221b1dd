"""All merchants judged in the database: the same counts as the trial run, and only of those one may see."""

from __future__ import annotations

from datetime import date

import pytest
from tests.domains.builders import merchant, published, signed_up
from tests.domains.people import person

from dure.domains.merchants.judged import count_population
from dure.domains.merchants.models import Merchant, profile_row
from dure.domains.programmes import queries
from dure.engine.law.dated import MissingParameter
from dure.engine.rules.binding import Occasion
from dure.engine.screening import MerchantScreener, open_rulebook
from dure.engine.screening.counting import Counting, RuleCount

pytestmark = pytest.mark.django_db


def test_each_rule_is_counted_by_itself_and_all_together_by_verdict():
    merchant(1)
    merchant(2, tax_arrears=True)
    merchant(3, tax_arrears=None)
    merchant(4, tax_arrears=True, employees=40)
    occasion = Occasion(*[queries.loaded(published()).programme.reference_day] * 2)
    rules = [("small", "employees < 5"), ("paid", "NOT tax_arrears"), ("named", "name <> 'nobody''s 100%'")]
    assert count_population(person(), open_rulebook(rules, occasion)) == Counting(
        total=4,
        eligible=1,
        ineligible=2,
        unknown=1,
        rules=(
            RuleCount("small", passes=3, fails=1, fails_alone=0, unknown=0),
            RuleCount("paid", passes=1, fails=2, fails_alone=1, unknown=1),
            RuleCount("named", passes=4, fails=0, fails_alone=0, unknown=0),
        ),
    )


def test_the_counts_are_those_of_one_merchant_after_the_other():
    for number, facts in enumerate(
        (
            {},
            {"channels": None, "has_channels": None},
            {"name": ""},
            {"ksic": None},
            {"business_status": None},
        ),
        1,
    ):
        merchant(number, **facts)
    book = queries.rulebook(published())
    screener = MerchantScreener(book)
    verdicts = [screener.screen(profile_row(m)).verdict for m in Merchant.objects.all()]
    found = count_population(person(), book)
    assert (found.total, found.eligible, found.ineligible, found.unknown) == (
        5,
        *(verdicts.count(v) for v in ("eligible", "ineligible", "unknown")),
    )


def test_what_an_actor_may_not_see_is_not_counted():
    merchant(1)
    book = queries.rulebook(published())
    found = count_population(signed_up("somebody@test.example"), book)
    assert (found.total, found.eligible, {r.passes for r in found.rules}) == (0, 0, {0})


def test_the_day_decides_the_law_and_a_day_without_one_is_an_error_that_names_it():
    merchant(1, opened_on=date(2015, 9, 1))
    rules = [("old", "years_since(opened_on) >= 10 OR NOT small_merchant()")]
    last = Occasion(date(2025, 8, 31), date(2025, 8, 31))
    assert count_population(person(), open_rulebook(rules, last)).rules[0].passes == 0
    with pytest.raises(MissingParameter) as caught:
        open_rulebook(rules, Occasion(date(2015, 12, 31), date(2015, 12, 31)))
    assert (caught.value.name, caught.value.day) == ("small_enterprise_sales_ceiling", date(2015, 12, 31))
    aged = [("old", "years_since(opened_on) >= 10")]
    assert [
        count_population(person(), open_rulebook(aged, Occasion(day, day))).rules[0].passes
        for day in (date(2025, 8, 31), date(2025, 9, 1))
    ] == [0, 1]
