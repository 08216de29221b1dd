"""The officers' page about rules: grammar and twenty examples with words in both languages."""

from __future__ import annotations

import html

import pytest
from django.test import Client
from tests.domains.people import person

from dure.domains.accounts.models import User
from dure.engine.rules.examples import EXAMPLES


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
