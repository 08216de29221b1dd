"""A role counts only where a second factor is set up and was shown in the session."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client
from tests.domains.builders import signed_up
from tests.domains.people import person
from tests.web.second_factor import code_of

from dure.domains.accounts.models import User
from dure.domains.events.models import Event

OFFICER, PASSWORD = "officer@test.example", "secret-secret"
PAGE = "/officer/programmes/"


@pytest.fixture(autouse=True)
def _required(db, settings):
    cache.clear()
    settings.DURE_STAFF_MFA = "required"


@pytest.fixture
def officer() -> Client:
    person("officer", email=OFFICER)
    client = Client(headers={"accept-language": "ko"})
    sign_in(client)
    return client


def sign_in(client: Client) -> None:
    client.post("/accounts/login/", {"login": OFFICER, "password": PASSWORD})


def set_up(client: Client) -> str:
    """Set up the second factor and return its key."""
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    return str(secret)


def opens(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def test_who_signs_in_with_a_role_is_led_to_the_second_factor(officer):
    other = Client()
    answer = other.post("/accounts/login/", {"login": OFFICER, "password": PASSWORD})
    assert answer["Location"] == "/my/second-factor/"
    assert officer.get(PAGE)["Location"] == f"/my/second-factor/?next={PAGE}"
    assert "2차 인증이 필요합니다" in officer.get(f"/my/second-factor/?next={PAGE}").content.decode()


def test_until_then_the_role_counts_for_nothing(officer):
    assert officer.post("/officer/programmes/upload/").status_code == 302
    for address in ("/", "/my/account/"):
        page = officer.get(address)
        assert page.status_code == 200
        assert page.context["actor"].roles == ()
    assert "사업 파일" not in officer.get("/").content.decode()


def test_once_set_up_the_page_that_was_asked_for_opens(officer):
    officer.get(f"/my/second-factor/?next={PAGE}")
    set_up(officer)
    codes = officer.get("/accounts/2fa/recovery-codes/")
    assert len(codes.context["unused_codes"]) == 10
    assert f'href="{PAGE}"' in codes.content.decode()
    assert opens(officer)
    assert Event.objects.get(act="account.set_up_second_factor").actor_id == User.objects.get().pk


def test_a_wrong_code_sets_up_nothing(officer):
    secret = officer.get("/accounts/2fa/totp/activate/").context["form"].secret
    answer = officer.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert answer.status_code == 422
    assert answer.context["form"].secret == secret
    assert Authenticator.objects.count() == 0


def test_signing_in_again_asks_for_the_code(officer):
    secret = set_up(officer)
    again = Client()
    answer = again.post("/accounts/login/", {"login": OFFICER, "password": PASSWORD})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert again.get(PAGE).status_code == 302
    assert again.post("/accounts/2fa/authenticate/", {"code": "123456"}).status_code == 422
    again.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert opens(again)


def test_a_recovery_code_opens_once(officer):
    set_up(officer)
    code = officer.get("/accounts/2fa/recovery-codes/").context["unused_codes"][0]
    found = []
    for _ in range(2):
        again = Client()
        sign_in(again)
        again.post("/accounts/2fa/authenticate/", {"code": code})
        found.append(opens(again))
    assert found == [True, False]


def test_a_session_without_the_factor_shows_it_before_the_role_counts(officer):
    other = Client()
    sign_in(other)
    secret = set_up(officer)
    assert not opens(other)
    answer = other.get(f"/my/second-factor/?next={PAGE}")
    assert answer["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fofficer%2Fprogrammes%2F"
    answer = other.post("/accounts/2fa/reauthenticate/", {"code": code_of(secret), "next": PAGE})
    assert answer["Location"] == PAGE
    assert opens(other)


def test_turned_off_in_one_session_the_role_sleeps_in_all(officer):
    secret = set_up(officer)
    other = Client()
    sign_in(other)
    other.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert opens(other)
    officer.post("/accounts/2fa/totp/deactivate/")
    assert not opens(officer)
    assert not opens(other)
    assert Event.objects.filter(act="account.turn_off_second_factor").count() == 1


def test_the_key_and_the_recovery_codes_are_not_plain_in_the_database(officer):
    secret = set_up(officer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        kept = [row[0] for row in cursor.fetchall()]
    assert len(kept) == 2
    assert all('"v1:' in text and secret not in text for text in kept)


def test_new_recovery_codes_leave_an_event_and_replace_the_old_ones(officer):
    set_up(officer)
    before = officer.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    officer.post("/accounts/2fa/recovery-codes/generate/")
    after = officer.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    assert not set(before) & set(after)
    assert Event.objects.filter(act="account.make_recovery_codes").count() == 1
    assert "두레 복구 코드" in officer.get("/accounts/2fa/recovery-codes/download/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(elsewhere):
    client = Client()
    client.force_login(User.objects.get(pk=signed_up("x@test.example").user_id))
    answer = client.get("/my/second-factor/", {"next": elsewhere})
    assert answer["Location"] == "/my/account/"


def test_people_without_a_role_are_not_asked():
    client = Client()
    signed_up("x@test.example")
    answer = client.post("/accounts/login/", {"login": "x@test.example", "password": PASSWORD})
    assert answer["Location"] == "/my/"
    assert client.get("/my/account/").status_code == 200


def test_a_page_costs_no_query_more(officer, django_assert_max_num_queries):
    set_up(officer)
    with django_assert_max_num_queries(12):
        officer.get("/my/account/")


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/officer/programmes/upload/?a=b", "/officer/programmes/upload/"),
        ("https://evil.example/x", "/"),
        ("", "/"),
    ],
)
def test_who_sends_something_comes_back_to_the_page_it_was_sent_from(officer, referer, back):
    for client in (officer, Client()):
        answer = client.post("/officer/programmes/upload/", headers={"referer": referer})
        assert answer.status_code == 302
        assert answer["Location"].endswith(f"?next={back}")
