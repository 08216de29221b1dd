"""One merchant and a table of merchants get the same verdict, and the same list of what is missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.engine.rules import oracle
from tests.engine.rules.executors import connection
from tests.engine.rules.oracle import Days, Reply
from tests.engine.rules.random_rules import RuleWriter
from tests.engine.rules.rows import COLUMNS, FIELDS, random_rows, row_of

import dure.library
from dure.engine.law.dated import MissingParameter
from dure.engine.programme import load
from dure.engine.rules import RuleError
from dure.engine.rules.binding import Occasion
from dure.engine.screening import MerchantScreener, Rulebook, open_rulebook, screening_query

TOPS = load(Path(dure.library.__file__).with_name("tops-2025.yaml").read_bytes()).programme
TOPS_RULES = [(rule.id, rule.rule) for rule in TOPS.eligibility]
DAYS = Days(TOPS.reference_day, TOPS.opens_on)
PASSES = {
    "ksic": "47911",
    "region": "11680",
    "business_status": "active",
    "employees": 2,
    "annual_sales": 100,
    "tax_arrears": False,
    "mail_order_no": "2024-1",
    "sanctioned_until": "none",
    "closed_on": "none",
}


def tops_book() -> Rulebook:
    return open_rulebook(TOPS_RULES, Occasion(*DAYS))


def screened(cells: dict, book: Rulebook | None = None):
    return MerchantScreener(book or tops_book()).screen(row_of(cells))


def as_a_table(book: Rulebook, rows) -> list[tuple]:
    query = screening_query(book, "merchants", ['"#row"'])
    columns = "verdict, failed_rules, unknown_rules, missing_fields"
    return connection(rows).execute(f'SELECT {columns} FROM ({query}) ORDER BY "#row"').fetchall()


def one_by_one(book: Rulebook, rows) -> list[tuple]:
    screener = MerchantScreener(book)
    return [
        (s.verdict, *(";".join(names) or None for names in (s.failed, s.unknown, s.missing)))
        for s in map(screener.screen, rows)
    ]


def by_oracle(rules: list[tuple[str, str]], days: Days, rows) -> list[tuple]:
    """What the contract says, from the answers of the reference interpreter."""
    judged = []
    parsed = [(id_, oracle.parse(text)) for id_, text in rules]
    for row in rows:
        replies: dict[str, Reply] = {id_: oracle.test(rule, row, days) for id_, rule in parsed}
        failed = [id_ for id_, reply in replies.items() if reply.answer is False]
        unknown = [id_ for id_, reply in replies.items() if reply.answer is None]
        verdict = "ineligible" if failed else "unknown" if unknown else "eligible"
        asked = set().union(*(reply.missing for reply in replies.values())) if verdict == "unknown" else set()
        missing = [name for name in COLUMNS if name in asked]
        judged.append((verdict, *(";".join(names) or None for names in (failed, unknown, missing))))
    return judged


def test_tops_2025_on_a_random_population():
    rows = random_rows(2025, 800)
    expected = by_oracle(TOPS_RULES, DAYS, rows)
    assert one_by_one(tops_book(), rows) == expected
    assert as_a_table(tops_book(), rows) == expected
    assert {verdict for verdict, *_ in expected} == {"eligible", "ineligible", "unknown"}


@pytest.mark.parametrize("seed", range(6))
def test_random_rulebooks_on_random_populations(seed):
    writer = RuleWriter(seed)
    days = Days(date(2025, 3, 18), date(2025, 12, 31))
    rules = [(f"rule_{n}", writer.rule(1 + n % 3)) for n in range(3)]
    book = open_rulebook(rules, Occasion(*days), FIELDS)
    rows = random_rows(seed, 80)
    assert one_by_one(book, rows) == as_a_table(book, rows) == by_oracle(rules, days, rows)


@pytest.mark.parametrize("seed", range(3))
def test_random_rulebooks_of_many_rules(seed):
    writer = RuleWriter(100 + seed)
    days = Days(date(2025, 3, 18), date(2025, 12, 31))
    texts = [writer.rule(1 + n % 3) for n in range(20)]
    rows = random_rows(seed, 60)
    for rules in (texts, [f"({text}) OR NOT ({text})" for text in texts]):
        # Those of the second kind never fail, so that the verdict is left to what is not known.
        book = open_rulebook([(f"r{n}", text) for n, text in enumerate(rules)], Occasion(*days), FIELDS)
        expected = one_by_one(book, rows)
        assert as_a_table(book, rows) == expected
    assert any(missing for _, _, _, missing in expected)


def test_whoever_passes_every_rule_is_eligible():
    screening = screened(PASSES)
    assert (screening.verdict, screening.failed, screening.unknown, screening.missing) == (
        "eligible",
        (),
        (),
        (),
    )
    assert [answer.id for answer in screening.answers] == [id_ for id_, _ in TOPS_RULES]
    assert [id_ for id_, _ in TOPS_RULES] == [
        *(
            "small_merchant",
            "in_business",
            "sells_online",
            "no_tax_arrears",
            "not_sanctioned",
            "industry_allowed",
        )
    ]


def test_one_rule_that_fails_decides_and_then_nothing_is_missing():
    screening = screened({"tax_arrears": True})
    assert screening.verdict == "ineligible"
    assert screening.failed == ("no_tax_arrears",)
    assert screening.unknown == (
        "small_merchant",
        "in_business",
        "sells_online",
        "not_sanctioned",
        "industry_allowed",
    )
    assert screening.missing == ()


def test_missing_fields_stand_in_the_order_of_the_profile():
    assert screened({}).missing == (
        *(
            "ksic",
            "closed_on",
            "business_status",
            "employees",
            "annual_sales",
            "online_sales_share",
        ),
        *("mail_order_no", "tax_arrears", "sanctioned_until", "channels"),
    )


def test_a_field_that_is_too_coarse_is_missing_too():
    screening = screened({**PASSES, "ksic": "91", "annual_sales": 100})
    assert (screening.verdict, screening.unknown, screening.missing) == (
        "unknown",
        ("industry_allowed",),
        ("ksic",),
    )


def test_missing_may_be_empty_where_the_section_has_no_ceiling():
    screening = screened({**PASSES, "ksic": "84111"})
    assert (screening.verdict, screening.unknown, screening.missing) == ("unknown", ("small_merchant",), ())


@pytest.mark.parametrize(
    ("cells", "verdict", "rules"),
    [
        ({"sanctioned_until": date(2025, 3, 18)}, "ineligible", ("not_sanctioned",)),
        ({"sanctioned_until": date(2025, 3, 17)}, "eligible", ()),
        ({"business_status": "closed"}, "ineligible", ("in_business",)),
        ({"business_status": "suspended"}, "eligible", ()),
        ({"business_status": "not_known"}, "eligible", ()),
        ({"business_status": "not_known", "closed_on": date(2025, 3, 18)}, "ineligible", ("in_business",)),
        ({"business_status": "not_known", "closed_on": date(2025, 3, 19)}, "eligible", ()),
        ({"employees": 5}, "ineligible", ("small_merchant",)),
        ({"employees": 4.9, "annual_sales": 5_000_000_000}, "eligible", ()),
        ({"annual_sales": 5_000_000_001}, "ineligible", ("small_merchant",)),
        ({"mail_order_no": "none"}, "unknown", ("sells_online",)),
        ({"mail_order_no": "none", "channels": "none"}, "unknown", ("sells_online",)),
        (
            {"mail_order_no": "none", "channels": "none", "online_sales_share": 0},
            "ineligible",
            ("sells_online",),
        ),
        ({"mail_order_no": "none", "channels": "none", "online_sales_share": 0.01}, "eligible", ()),
        ({"ksic": "56211", "annual_sales": 1}, "ineligible", ("industry_allowed",)),
        ({"ksic": "91249"}, "ineligible", ("industry_allowed",)),
    ],
)
def test_verdicts_of_tops_2025_at_its_limits(cells, verdict, rules):
    screening = screened({**PASSES, **cells})
    assert (screening.verdict, screening.failed + screening.unknown) == (verdict, rules)


def test_an_explanation_tells_the_values_that_each_rule_looked_at():
    answer = screened({**PASSES, "annual_sales": "not_known"}).answers[0]
    assert (answer.id, answer.answer, answer.missing) == ("small_merchant", None, ("annual_sales",))
    assert answer.values == (("ksic", "47911"), ("employees", 2), ("annual_sales", None))


def test_a_derived_field_is_explained_by_its_column():
    book = open_rulebook([("young", "youth_led")], Occasion(*DAYS))
    (answer,) = screened({"owner_birth_year": 1985}, book).answers
    assert (answer.values, answer.missing) == ((("owner_birth_year", 1985),), ("owner_birth_year",))
    assert [field.name for field in book.columns()] == ["owner_birth_year"]


def test_a_programme_without_rules_lets_everybody_in():
    book = open_rulebook([], Occasion(*DAYS))
    rows = [row_of({})]
    assert one_by_one(book, rows) == as_a_table(book, rows) == [("eligible", None, None, None)]


def test_ids_and_columns_are_quoted():
    book = open_rulebook([('it\'s; "x"', "tax_arrears")], Occasion(*DAYS))
    rows = [row_of({"tax_arrears": False}), row_of({})]
    assert one_by_one(book, rows) == as_a_table(book, rows)


def test_a_day_without_law_is_no_verdict():
    with pytest.raises(MissingParameter):
        open_rulebook(TOPS_RULES, Occasion(date(2015, 12, 31), DAYS.opens_on))


def test_a_rule_that_is_not_in_the_language_opens_no_book():
    with pytest.raises(RuleError):
        open_rulebook([*TOPS_RULES, ("x", "employees IS NULL")], Occasion(*DAYS))


def test_the_columns_of_a_book_are_those_that_its_rules_read():
    assert [field.name for field in tops_book().columns()] == [
        *("ksic", "ksic_revision", "closed_on", "business_status", "employees", "annual_sales"),
        *("online_sales_share", "mail_order_no", "tax_arrears", "sanctioned_until", "channels"),
    ]


def test_names_of_many_rules_stand_in_file_order_whichever_of_them_hold():
    fields = ("employees", "annual_sales", "credit_score", "owner_birth_year")
    rules = [(f"r{n}", f"{fields[n % 4]} < {10 ** (n % 4)}") for n in range(21)]
    book = open_rulebook(rules, Occasion(*DAYS))
    rows = random_rows(300, 7)
    found = as_a_table(book, rows)
    assert found == one_by_one(book, rows)
    assert max(len((failed or "").split(";")) for _, failed, _, _ in found) > 8
    assert max(len((unknown or "").split(";")) for _, _, unknown, _ in found) > 8
