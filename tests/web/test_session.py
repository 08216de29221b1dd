"""The session ends after thirty minutes without a request, and is extended by asking."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from tests.domains.people import person

from dure.domains.accounts.models import User


@pytest.mark.django_db
def test_a_signed_in_person_extends_the_session_as_often_as_wanted():
    client = Client()
    client.force_login(User.objects.get(pk=person().user_id))
    for _ in range(11):
        answer = client.post("/session/extend/")
        assert answer.status_code == 204
        assert answer.cookies["sessionid"]["max-age"] == 1860


@pytest.mark.django_db
def test_nobody_has_no_session_to_extend():
    assert Client().post("/session/extend/").status_code == 403


@pytest.mark.django_db
def test_a_page_of_somebody_signed_in_warns_before_the_end():
    client = Client()
    client.force_login(User.objects.get(pk=person().user_id))
    page = client.get("/").content.decode()
    assert "/session/extend/" in page
    assert 'data-session-seconds="1800"' in page
    assert "/session/extend/" not in Client().get("/").content.decode()


@pytest.mark.django_db
def test_looking_at_pages_writes_the_session_once_a_minute_and_no_oftener():
    client = Client()
    client.force_login(User.objects.get(pk=person().user_id))
    row = Session.objects.get()
    assert "sessionid" not in client.get("/").cookies
    assert Session.objects.get().expire_date == row.expire_date
    Session.objects.update(expire_date=row.expire_date - timedelta(seconds=61))
    assert client.get("/").cookies["sessionid"]["max-age"] == 1860
    assert Session.objects.get().expire_date >= row.expire_date
    assert "sessionid" not in client.get("/").cookies


@pytest.mark.django_db
def test_a_session_whose_time_is_over_is_nobodys():
    client = Client()
    client.force_login(User.objects.get(pk=person().user_id))
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/my/").status_code == 302


@pytest.mark.django_db
def test_an_account_that_was_closed_meanwhile_is_nobodys():
    client = Client()
    user = User.objects.get(pk=person().user_id)
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/my/").status_code == 302
