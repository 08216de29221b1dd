"""The session ends after thirty minutes without a request, and is extended by asking."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains.people import person

from dure.domains.accounts.models import User


@pytest.mark.django_db
def test_a_signed_in_person_extends_the_session_as_often_as_wanted():
    client = Client()
    client.force_login(User.objects.get(pk=person().user_id))
    for _ in range(11):
        answer = client.post("/session/extend/")
        assert answer.status_code == 204
        assert answer.cookies["sessionid"]["max-age"] == 1800


@pytest.mark.django_db
def test_nobody_has_no_session_to_extend():
    assert Client().post("/session/extend/").status_code == 403


@pytest.mark.django_db
def test_a_page_of_somebody_signed_in_warns_before_the_end():
    client = Client()
    client.force_login(User.objects.get(pk=person().user_id))
    page = client.get("/").content.decode()
    assert "/session/extend/" in page
    assert "/session/extend/" not in Client().get("/").content.decode()
