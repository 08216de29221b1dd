"""The officers' page about rules: grammar and twenty examples with words in both languages."""

from __future__ import annotations

import html
from datetime import date

import pytest
from django.test import Client
from django.utils.translation import override
from tests.domains.people import person

from dure.domains.accounts.models import User
from dure.engine.law.parameters import NUMBERS
from dure.engine.rules.examples import EXAMPLES
from dure.web.officer.rule_parameters import VALUES, parameter_rows


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_example_stands_there_with_its_meaning_and_a_merchant_for_each_answer(language):
    client = Client(headers={"accept-language": language})
    client.force_login(User.objects.get(pk=person("officer").user_id))
    page = client.get("/officer/programmes/rules/")
    text = html.unescape(page.content.decode())
    for one in EXAMPLES:
        assert one.rule in text
        assert (one.ko if language == "ko" else one.en) in text
    assert all(len(row["cases"]) == 3 for row in page.context["examples"])
    assert "youth_led" not in {row["label"] for row in page.context["fields"]}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_figure_that_a_rule_may_name_stands_there_with_its_source(language):
    client = Client(headers={"accept-language": language})
    client.force_login(User.objects.get(pk=person("officer").user_id))
    page = client.get("/officer/programmes/rules/")
    text = html.unescape(page.content.decode())
    assert [row["written"] for row in page.context["parameters"]] == [f"param('{name}')" for name in NUMBERS]
    for row in page.context["parameters"]:
        assert row["source"]
        assert all(text.count(row[part]) for part in ("written", "label", "value", "source"))


def test_a_figure_is_that_of_the_day_with_the_one_that_comes_next():
    assert set(VALUES) == set(NUMBERS)
    with override("ko"):
        told = {row["written"]: row for row in parameter_rows(date(2020, 12, 31))}
    score = told["param('low_credit_score_kcb')"]
    assert (score["value"], score["since"]) == ("697점 이하", "2016. 1. 1.(금)")
    assert score["change"] == "2021. 1. 1.(금): 700점 이하"
    assert told["param('objection_file_days')"]["value"] == "이날에는 정해진 값이 없음"
    assert told["param('objection_file_days')"]["change"] == "2023. 3. 24.(금): 30일"
    assert told["param('sme_sales_ceiling_lowest')"]["change"] == "", "another source, the same figure"
    with override("en"):
        now = {row["written"]: row["value"] for row in parameter_rows(date(2025, 3, 18))}
    assert now["param('small_merchant_employees_large')"] == "fewer than 10 people"
    assert now["param('storm_insurance_cover_won')"] == "90,000,000 won or less"
