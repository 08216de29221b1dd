"""Signing up and in: events, words, letters; the pages of the sign-in library are our own."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from tests.domains.people import NOW, person

from dure.domains.accounts.models import User
from dure.domains.accounts.services.sign_up import sign_up
from dure.domains.events.models import Event

PASSWORD = "long-and-secret"
EMAIL = "hana@test.example"


@pytest.fixture(autouse=True)
def _fresh(db):
    cache.clear()  # the library counts attempts there


@pytest.fixture
def korean() -> Client:
    return Client(headers={"accept-language": "ko"})


@pytest.fixture
def hana(korean) -> User:
    user = sign_up(now=NOW, email=EMAIL, password=PASSWORD)
    EmailAddress.objects.filter(user=user).update(verified=True)
    korean.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    return user


def link_in_letter(n: int = -1) -> str:
    found = re.search(r"https?://testserver(\S+)", str(mail.outbox[n].body))
    assert found is not None
    return found[1]


def test_a_sign_up_is_an_act_and_a_letter_asks_to_confirm_the_address(korean):
    told = {"email": EMAIL, "password1": PASSWORD, "password2": PASSWORD}
    answer = korean.post("/accounts/signup/", told)
    assert answer.status_code == 302
    user = User.objects.get(email=EMAIL)
    assert user.language == "ko"
    assert [(e.actor_id, e.subject) for e in Event.objects.filter(act="account.sign_up")] == [
        (user.pk, "user")
    ]
    assert mail.outbox[0].subject == "[두레] 전자우편 주소를 확인해 주십시오"
    page = korean.get(link_in_letter())
    assert "두레에서 쓰시는 전자우편 주소가 맞습니까" in page.content.decode()
    korean.post(link_in_letter())
    assert EmailAddress.objects.get(user=user).verified
    assert Event.objects.get(act="account.confirm_address").subject_id == str(user.pk)


def test_letters_and_pages_speak_english_too():
    english = Client(headers={"accept-language": "en"})
    english.post("/accounts/signup/", {"email": EMAIL, "password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get().language == "en"
    assert mail.outbox[0].subject == "[Dure] Please confirm your e-mail address"
    assert "You have made an account at Dure." in str(mail.outbox[0].body)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"email": "x", "password1": PASSWORD, "password2": PASSWORD}, "email"),
        ({"email": EMAIL, "password1": "short", "password2": "short"}, "password1"),
        ({"email": EMAIL, "password1": PASSWORD, "password2": "other-and-long"}, "password2"),
    ],
)
def test_a_sign_up_with_errors_is_422_and_keeps_what_was_typed(korean, told, said):
    answer = korean.post("/accounts/signup/", told)
    assert answer.status_code == 422
    assert said in answer.context["form"].errors
    assert f'value="{told["email"]}"' in answer.content.decode()
    assert User.objects.count() == 0


def test_a_wrong_password_is_told_politely_and_counted(korean):
    sign_up(now=NOW, email=EMAIL, password=PASSWORD)
    for n in range(6):
        answer = korean.post("/accounts/login/", {"login": EMAIL, "password": "wrong"})
        assert answer.status_code == 422
        told = answer.content.decode()
        assert ("5분 뒤에" in told) is (n > 4)
        assert f'value="{EMAIL}"' in told


def test_the_form_tells_the_format_and_may_show_the_password(korean):
    page = korean.get("/accounts/signup/").content.decode()
    assert "문자·숫자·기호 10자 이상" in page
    assert 'data-shows="id_password1"' in page
    assert "placeholder" not in page.split("<main")[1].split("</main>")[0]


def test_a_forgotten_password_is_chosen_anew_with_a_letter(korean):
    user = sign_up(now=NOW, email=EMAIL, password=PASSWORD)
    assert korean.post("/accounts/password/reset/", {"email": EMAIL}).status_code == 302
    assert mail.outbox[0].subject == "[두레] 비밀번호 재설정"
    form = korean.get(link_in_letter(0), follow=True)
    address = form.request["PATH_INFO"]
    told = {"password1": "another-and-long", "password2": "another-and-long"}
    assert korean.post(address, told | {"password2": "no"}).status_code == 422
    assert korean.post(address, told).status_code == 302
    assert Event.objects.get(act="account.change_password").actor_id == user.pk
    assert mail.outbox[-1].subject == "[두레] 비밀번호가 바뀌었습니다"
    assert korean.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD}).status_code == 422
    assert (
        korean.post("/accounts/login/", {"login": EMAIL, "password": "another-and-long"}).status_code == 302
    )
    assert "기한이 지났거나" in korean.get(link_in_letter(0), follow=True).content.decode()


def test_an_unknown_address_gets_the_same_answer_and_a_letter_that_says_so(korean):
    answer = korean.post("/accounts/password/reset/", {"email": "nobody@test.example"}, follow=True)
    assert "메일함을 확인해 주십시오" in answer.content.decode()
    assert mail.outbox[0].subject == "[두레] 이 주소로 만든 계정이 없습니다"


def test_the_password_is_changed_by_who_knows_it(korean, hana):
    told = {"oldpassword": "wrong", "password1": "another-and-long", "password2": "another-and-long"}
    assert korean.post("/accounts/password/change/", told).status_code == 422
    answer = korean.post("/accounts/password/change/", told | {"oldpassword": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/my/account/")
    assert Event.objects.filter(act="account.change_password", actor_id=hana.pk).count() == 1


def test_a_new_address_counts_once_its_letter_is_answered(korean, hana, django_capture_on_commit_callbacks):
    korean.post("/accounts/email/", {"action_add": "", "email": "new@test.example"})
    assert User.objects.get(pk=hana.pk).email == EMAIL
    assert "확인 전" in korean.get("/accounts/email/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        korean.post(link_in_letter())
    assert User.objects.get(pk=hana.pk).email == "new@test.example"
    assert mail.outbox[-1].to == [EMAIL]
    assert mail.outbox[-1].subject == "[두레] 전자우편 주소가 바뀌었습니다"


def test_a_mail_server_that_fails_does_not_stop_a_sign_up(korean, settings, caplog):
    settings.EMAIL_BACKEND = "tests.web.broken_mail.Backend"
    answer = korean.post(
        "/accounts/signup/", {"email": EMAIL, "password1": PASSWORD, "password2": PASSWORD}, follow=True
    )
    assert User.objects.filter(email=EMAIL).exists()
    assert "메일을 보내지 못했습니다" in answer.content.decode()
    assert EMAIL not in caplog.text


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/login/", "/accounts/signup/", "/accounts/inactive/", "/accounts/password/reset/",
        "/accounts/password/reset/done/", "/accounts/password/reset/key/done/", "/accounts/confirm-email/",
        "/accounts/password/reset/key/1-wrong/", "/accounts/confirm-email/wrong/",
    ],
)  # fmt: skip
def test_every_page_of_the_library_wears_our_clothes(korean, address):
    page = korean.get(address).content.decode()
    assert 'class="dure-page-title"' in page
    assert "krds" in page


@pytest.mark.parametrize("address", ["/accounts/logout/", "/accounts/email/", "/accounts/password/change/",
                                     "/accounts/2fa/", "/accounts/reauthenticate/"])  # fmt: skip
def test_every_page_for_those_who_have_signed_in_does_too(korean, hana, address):
    page = korean.get(address).content.decode()
    assert 'class="dure-page-title"' in page


def test_too_many_requests_are_told_on_a_page_of_ours(korean, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    told = {"login": EMAIL, "password": "wrong"}
    korean.post("/accounts/login/", told)
    answer = korean.post("/accounts/login/", told)
    assert answer.status_code == 429
    assert "요청이 너무 많습니다" in answer.content.decode()


def test_who_signs_in_with_a_role_keeps_it_where_the_second_factor_is_optional():
    person("officer", email="officer@test.example")
    client = Client()
    client.post("/accounts/login/", {"login": "officer@test.example", "password": "secret-secret"})
    assert client.get("/officer/programmes/").status_code == 200


@pytest.mark.parametrize(
    ("role", "kind", "desk"),
    [
        ("officer", "agency", "/officer/"),
        ("ministry", "ministry", "/officer/"),
        ("executor_staff", "executor", "/executor/"),
        ("reviewer", "agency", "/reviewer/"),
        ("creator", "provider", "/provider/"),
        ("accountant", "accountant", "/scoring/"),
    ],
)
def test_who_signs_in_comes_to_their_own_desk_or_to_where_they_were_going(role, kind, desk):
    person(role, email="somebody@test.example", kind=kind)
    told = {"login": "somebody@test.example", "password": "secret-secret"}
    answer = Client().post("/accounts/login/", told)
    assert answer["Location"] == desk
    answer = Client().post("/accounts/login/", told | {"next": "/calls/"})
    assert answer["Location"] == "/calls/"
