"""What is not in the language is refused: by a RuleError, at a place in the text, and quickly."""

from __future__ import annotations

import logging
import time

import pytest

from dure.engine.problems import Problem
from dure.engine.profile import PROFILE_FIELDS
from dure.engine.rules import RuleError, parse_rule

CASE = "CASE WHEN tax_arrears THEN "

# text, code, offset of the fault
HOSTILE = [
    # what only SQL has
    ("employees IN (SELECT 1)", "not_in_language", 14),
    ("(SELECT employees) < 5", "not_in_language", 1),
    ("EXISTS (SELECT 1)", "not_in_language", 0),
    ("employees < ANY(1)", "not_in_language", 12),
    ("employees < ALL(1)", "not_in_language", 12),
    ("read_csv('/etc/passwd') = 1", "unknown_function", 0),
    ("employees < 5 AND read_text('x') = 'a'", "unknown_function", 18),
    ("employees < 5; DROP TABLE merchants", "not_in_language", 13),
    ("employees < 5;", "not_in_language", 13),
    ("employees < 5 -- all", "not_in_language", 14),
    ("employees --\n < 5", "not_in_language", 10),
    ("employees < /* few */ 5", "not_in_language", 12),
    ("/* few */ employees < 5", "not_in_language", 0),
    ("employees < 5 /* few", "syntax", 14),
    ("CAST(employees AS int) < 5", "not_in_language", 15),
    ("TRY_CAST(employees AS int) < 5", "not_in_language", 19),
    ("employees::int < 5", "not_in_language", 9),
    ("employees IN (NULL)", "not_in_language", 14),
    ("employees = NULL", "not_in_language", 12),
    ("employees IS NULL", "not_in_language", 10),
    ("employees IS NOT NULL", "not_in_language", 10),
    ("employees ISNULL", "not_in_language", 10),
    ("tax_arrears IS TRUE", "not_in_language", 12),
    ("employees IS DISTINCT FROM 5", "not_in_language", 10),
    ("COALESCE(employees, 0) < 5", "unknown_function", 0),
    ("NULLIF(employees, 0) < 5", "unknown_function", 0),
    ("GREATEST(employees, 0) < 5", "unknown_function", 0),
    ("IF(tax_arrears, 1, 2) = 1", "unknown_function", 0),
    ("IF tax_arrears", "unknown_field", 0),
    ("name LIKE '%a%'", "not_in_language", 5),
    ("name ILIKE 'a'", "not_in_language", 5),
    ("name SIMILAR TO 'a'", "not_in_language", 5),
    ("name ~ 'a'", "not_in_language", 5),
    ("x -> x + 1", "not_in_language", 2),
    ("list_filter(channels, lambda x: true)", "not_in_language", 30),
    ("name -> 'a' = 'b'", "not_in_language", 5),
    ("name ->> 'a' = 'b'", "not_in_language", 5),
    ("name #> 'a' = 'b'", "not_in_language", 5),
    ("name @> 'a'", "not_in_language", 5),
    ("employees < ?", "not_in_language", 12),
    ("employees < :limit", "not_in_language", 12),
    ("employees < $1", "not_in_language", 12),
    ("employees < @limit", "not_in_language", 12),
    ("employees < {{limit}}", "not_in_language", 12),
    ("employees < 5 UNION SELECT 1", "not_in_language", 14),
    ("employees AS x", "not_in_language", 10),
    ("contains(channels, 'x') OVER ()", "not_in_language", 24),
    ("contains(channels, 'x') FILTER (WHERE true)", "not_in_language", 24),
    ("INTERVAL '1' DAY = 1", "not_in_language", 0),
    ("opened_on < CURRENT_DATE", "not_in_language", 12),
    ("opened_on < now()", "unknown_function", 12),
    ("opened_on < TIMESTAMP '2025-01-01'", "not_in_language", 12),
    ("employees BETWEEN SYMMETRIC 1 AND 2", "unknown_field", 18),
    ("count(*) > 1", "unknown_function", 0),
    ("* = 1", "not_in_language", 0),
    ("(employees, annual_sales) = (1, 2)", "not_in_language", 1),
    ("employees[1] < 5", "not_in_language", 9),
    ("[employees] < 5", "not_in_language", 0),
    ("tax_arrears COLLATE x", "not_in_language", 12),
    # other spellings of what the language has
    ('"employees" < 5', "not_in_language", 0),
    ("`employees` < 5", "not_in_language", 0),
    ("name = U&'a'", "not_in_language", 7),
    ("name = E'a'", "not_in_language", 7),
    ("name = N'a'", "not_in_language", 7),
    ("name = B'1'", "not_in_language", 7),
    ("name = X'1F'", "not_in_language", 7),
    ("name = $$a$$", "not_in_language", 7),
    ("name = $x$a$x$", "not_in_language", 7),
    ("name = 'a\\'", "not_in_language", 7),
    ("name = 'a' 'b'", "not_in_language", 7),
    ("name = 'open", "syntax", 7),
    ("employees != 5", "not_in_language", 10),
    ("employees == 5", "not_in_language", 10),
    ("! tax_arrears", "not_in_language", 0),
    ("name || 'a' = 'b'", "not_in_language", 5),
    ("employees % 2 = 0", "not_in_language", 10),
    ("employees ^ 2 = 4", "not_in_language", 10),
    ("tax_arrears && owner_female", "not_in_language", 12),
    ("employees < +5", "not_in_language", 10),
    ("employees < .5", "not_in_language", 10),
    ("employees < 5.", "not_in_language", 12),
    ("employees < 1e3", "not_in_language", 12),
    ("employees < 5E-1", "not_in_language", 12),
    ("employees < 0x10", "not_in_language", 12),
    ("employees < 1_000", "unknown_field", 13),
    ("employees < 1,000", "syntax", 13),
    ("employees < 12345678901234567", "not_in_language", 12),
    ("employees < " + "9" * 400, "not_in_language", 12),
    ("employees < 1.0000000001", "not_in_language", 12),
    ("opened_on < DATE('2025-01-01')", "not_in_language", 12),
    ("opened_on < DATE () '2025-01-01'", "not_in_language", 12),
    ("DATE = 5", "not_in_language", 0),
    # signs that look like others, and signs that cannot be seen
    ("emрloyees < 5", "not_in_language", 0),  # a Cyrillic letter
    ("ｅmployees < 5", "not_in_language", 0),
    ("employees ＜ 5", "not_in_language", 10),
    ("employees < ５", "not_in_language", 12),
    ("employees ≤ 5", "not_in_language", 10),
    ("name = ‘a’", "not_in_language", 7),
    ("employees\u200b < 5", "not_in_language", 0),
    ("employees <\u00a05", "not_in_language", 11),
    ("employees <\u30005", "not_in_language", 11),
    ("employees <\x0b5", "not_in_language", 11),
    ("employees < 5\x00", "not_in_language", 13),
    ("\ufeffemployees < 5", "not_in_language", 0),
    ("name = 'a\u200bb'", "not_in_language", 7),
    ("name = 'a\nb'", "not_in_language", 7),
    ("name = 'a\u202eb'", "not_in_language", 7),
    ("종업원수 < 5", "not_in_language", 0),
    # what SQL's parser reads over
    ("employees IN (1, 2,)", "not_in_language", 18),
    ("employees IN (1,, 2)", "not_in_language", 15),
    ("ksic_in('47',)", "not_in_language", 12),
    ("CASE WHEN tax_arrears owner_female END", "syntax", 5),
    ("employees BETWEEN 1 2", "syntax", 10),
    ("employees BETWEEN 1 2 AND tax_arrears = true", "syntax", 10),
    ("3 . AND >= employees", "not_in_language", 0),
    ("employees NOT = 5", "syntax", 10),
    ("tax_arrears NOT", "syntax", 12),
    # too large
    ("(" * 2_000 + "tax_arrears" + ")" * 2_000, "too_long", 4_000),
    ("(" * 300 + "tax_arrears" + ")" * 300, "too_deep", 40),
    (" AND ".join(["tax_arrears"] * 500), "too_long", 4_000),
    ("a" * 4_001, "too_long", 4_000),
    ("-" + " -" * 900 + "1 = 1", "too_long", 1600),
    ("NOT " * 700 + "tax_arrears", "too_deep", 0),
    ("employees < " + "- " * 700 + "5", "too_deep", 0),
    ("tax_arrears" + " = true" * 390, "too_deep", 0),
    ("employees" + " + 1" * 200 + " < 5", "too_deep", 0),
    (f"{CASE * 41}true{' END' * 41}", "too_deep", 1080),
    ("employees * " * 30 + "1 < 5", "overflow", 0),
    ("tax_arrears OR 1 / " + "0.000000001 / " * 40 + "1 < 5", "overflow", 15),
    # cases that multiply when they are lifted out of a comparison
    (" + ".join(["CASE WHEN tax_arrears THEN 1 ELSE 2 END"] * 30) + " > 3", "too_many_cases", 10),
    (
        "owner_female OR credit_score > " + " * ".join([f"({CASE}1 ELSE 2 END + {CASE}3 END)"] * 8),
        "too_many_cases",
        16,
    ),
    # wrong from the first word to the last
    ("", "empty", 0),
    (" \n\t ", "empty", 0),
    ("()", "not_in_language", 0),
    ("employees <", "syntax", 10),
    ("employees < 5 AND", "syntax", 14),
    ("employees < (5", "syntax", 13),
    ("employees < 5)", "syntax", 13),
    ("small_merchant()()", "syntax", 16),
    ("CASE END", "syntax", 5),
    (f"{CASE}true", "syntax", 27),
    ("employees 5", "syntax", 10),
    (", , ,", "not_in_language", 0),
    ("supported_in(tops)", "unknown_field", 13),
    ("supported_in('a; DROP TABLE x')", "bad_programme", 13),
    ("supported_in('a''b')", "bad_programme", 13),
    ("supported_in('a', 'b')", "arguments", 0),
    ("supported_in()", "arguments", 0),
    ("supported_in('a').b", "not_in_language", 16),
    ("total_support_won(employees) > 1", "bad_months", 18),
    ("total_support_won(1.5) > 1", "bad_months", 18),
    ("total_support_won(601) > 1", "bad_months", 18),
    ("total_support_won('36') > 1", "bad_months", 18),
    ("total_support_won(36)", "not_a_test", 0),
    ("has(supported_in('a'))", "never_none", 0),
    ("contains(supported_in('a'), 'x')", "not_a_list", 0),
    ("supported_in('a') > 1", "boolean", 0),
    ("answer.anything", "unknown_field", 0),
    ("level.anything = 'x'", "unknown_field", 0),
]


def refusal(text: str) -> Problem:
    with pytest.raises(RuleError) as caught:
        parse_rule(text, fields=PROFILE_FIELDS)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(("text", "code", "offset"), HOSTILE, ids=lambda value: str(value)[:40])
def test_what_is_not_in_the_language_is_refused_at_its_place(text, code, offset):
    problem = refusal(text)
    assert (problem.code, problem.params["offset"]) == (f"rule.{code}", offset)


def test_every_refusal_is_quick_and_says_nothing_by_itself(caplog, capsys):
    started = time.process_time()
    with caplog.at_level(logging.DEBUG):
        for text, _, _ in HOSTILE:
            refusal(text)
    assert time.process_time() - started < 0.02 * len(HOSTILE)
    assert caplog.records == []
    assert "".join(capsys.readouterr()) == ""


def test_what_cannot_be_seen_is_named_by_its_number():
    assert refusal("employees\u200b < 5").params["written"] == "U+200B"
    assert refusal("employees <\x0b5").params["written"] == "U+000B"
    assert refusal("name = 'a\u202eb'").params["written"] == "U+202E"


def test_what_is_large_but_within_the_limits_is_read():
    for text in (
        " AND ".join(["employees < 5"] * 199),
        "(" * 40 + "tax_arrears" + ")" * 40,
        f"{CASE * 39}true{' END' * 39}",
        "NOT " * 90 + "tax_arrears",
        "employees" + " + 1" * 90 + " < 5",
        " + ".join(["CASE WHEN tax_arrears THEN 1 ELSE 2 END"] * 7) + " > 3",
    ):
        assert parse_rule(text, fields=PROFILE_FIELDS).text == text


def test_layout_and_the_case_of_keywords_do_not_matter():
    written = parse_rule("NOT tax_arrears\r\n\tand Small_Merchant ( )", fields=PROFILE_FIELDS)
    assert written.test == parse_rule("NOT tax_arrears AND small_merchant()", fields=PROFILE_FIELDS).test
