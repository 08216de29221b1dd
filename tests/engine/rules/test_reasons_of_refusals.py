"""What is refused says why and what to write instead: what a later fact would overturn, codes as texts."""

from __future__ import annotations

import pytest

from dure.engine.profile.fields import PROFILE_FIELDS
from dure.engine.programme.provider_fields import PROVIDER_FIELDS
from dure.engine.rules import parse_rule
from dure.engine.rules.errors import RuleError
from dure.language import sentence


def refusal(rule: str):
    with pytest.raises(RuleError) as refused:
        parse_rule(rule, fields=PROFILE_FIELDS)
    (problem,) = refused.value.problems
    return problem


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        ("employees IS NULL", "IS"),
        ("employees IS NOT NULL", "IS"),
        ("COALESCE(employees, 0) < 5", "COALESCE"),
        ("ifnull(employees, 0) < 5", "ifnull"),
        ("GREATEST(employees, 3) < 5", "GREATEST"),
        ("NOT EXISTS (SELECT 1)", "EXISTS"),
        ("employees = NULL", "NULL"),
    ],
)
def test_what_answers_although_a_fact_is_missing_is_refused_with_the_reason(rule, word):
    english, korean = (sentence(refusal(rule), language) for language in ("en", "ko"))
    assert english.startswith(
        f"“{word}” is not part of the rule language: it gives an answer although a fact is"
    )
    assert "would overturn it" in english
    assert "assume(field, value)" in english
    assert "assume(field, value)" in korean
    assert "뒤집" in korean


@pytest.mark.parametrize(
    ("rule", "field", "instead"),
    [
        ("region = '51110'", "region", "region_in('51110')"),
        ("'51110' = region", "region", "region_in('51110')"),
        ("NOT region = '51110'", "region", "region_in('51110')"),
        ("region <> '51110'", "region", "NOT region_in('51110')"),
        ("region IN ('11', '28')", "region", "region_in('11', '28')"),
        ("region NOT IN ('11', '28')", "region", "region_in('11', '28')"),
        ("employees < 5 AND ksic = '47911'", "ksic", "ksic_in('47911')"),
        ("ksic IN ('47911')", "ksic", "ksic_in('47911')"),
        ("CASE WHEN employees < 5 THEN region ELSE '11' END = '11'", "region", "region_in('11', '11')"),
        ("region = market_id", "region", "region_in('…')"),
        ("assume(region, '11') = '11'", "region", "region_in('11', '11')"),
    ],
)
def test_codes_that_change_are_not_compared_as_text(rule, field, instead):
    problem = refusal(rule)
    assert (problem.code, problem.params["field"], problem.params["instead"]) == (
        "rule.code_as_text",
        field,
        instead,
    )
    assert problem.params["offset"] == rule.index(field)
    assert instead in sentence(problem, "ko")


def test_a_provider_tells_its_region_as_it_is_asked():
    assert parse_rule("region = '11'", fields=PROVIDER_FIELDS).named == (PROVIDER_FIELDS["region"],)


def test_other_texts_are_compared_as_they_are():
    for rule in ("legal_form = 'sole'", "market_id IN ('m1')", "ksic_revision = '11'", "region_in('51110')"):
        assert parse_rule(rule, fields=PROFILE_FIELDS).named
