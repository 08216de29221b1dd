"""A lost second factor: taken off by somebody else who may, with a reason; the person sets up a new one."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from tests.domains.people import person
from tests.web.second_factor import code_of

from dure.domains.accounts.models import User
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice

PASSWORD = "secret-secret"
LOST, OFFICER, SECOND = "lost@test.example", "officer@test.example", "second@test.example"


@pytest.fixture(autouse=True)
def _required(db, settings):
    cache.clear()
    settings.DURE_STAFF_MFA = "required"


def signed_in(email: str) -> Client:
    """Return a browser in which somebody has signed in and set up the second factor."""
    client = Client(headers={"accept-language": "ko"})
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    return client


def staff(email: str, code: str = "acorn") -> User:
    person("executor_staff", email=email, kind="executor", code=code)
    return User.objects.get(email=email)


def take_off(client: Client, who: User, reason: str = "휴대전화 분실, 사무실에서 본인 확인"):
    return client.post(f"/people/{who.pk}/second-factor/", {"reason": reason})


def armed(who: User) -> bool:
    return Authenticator.objects.filter(user=who).exists()


def test_an_officer_takes_it_off_and_all_sessions_of_the_person_end():
    for email in (OFFICER, SECOND):
        person("officer", email=email)
    lost = staff(LOST)
    theirs, officer = signed_in(LOST), signed_in(OFFICER)
    assert theirs.get("/executor/").status_code != 302
    page = officer.get(f"/people/{lost.pk}/second-factor/")
    assert "본인" in page.content.decode()
    assert take_off(officer, lost).status_code == 302
    assert not armed(lost)
    # Whoever has the old session is nobody, and who signs in anew has no role until it is set up again.
    assert theirs.get("/my/account/").status_code == 302
    again = Client()
    answer = again.post("/accounts/login/", {"login": LOST, "password": PASSWORD})
    assert answer["Location"] == "/my/second-factor/"
    assert officer.get("/organisations/").status_code == 200
    event = Event.objects.get(act="account.take_off_second_factor")
    assert (event.subject, event.subject_id, event.reason) == (
        "user", str(lost.pk), "휴대전화 분실, 사무실에서 본인 확인",
    )  # fmt: skip
    told = dict(
        Notice.objects.filter(template__startswith="second_factor").values_list("user__email", "template")
    )
    assert told == {LOST: "second_factor_taken_off", SECOND: "second_factor_taken_off_told"}
    theirs = signed_in(LOST)
    assert armed(lost)
    assert theirs.get("/my/account/").context["actor"].roles == (("executor_staff", "acorn"),)


def test_nobody_takes_off_their_own():
    person("officer", email=OFFICER)
    officer, own = signed_in(OFFICER), User.objects.get(email=OFFICER)
    assert officer.get(f"/people/{own.pk}/second-factor/").status_code == 404
    assert take_off(officer, own).status_code == 404
    assert armed(own)


def test_executors_staff_take_it_off_colleagues_and_nobody_else():
    colleague, stranger = staff("colleague@test.example"), staff("stranger@test.example", "otter")
    person("officer", email=OFFICER)
    for email in ("colleague@test.example", "stranger@test.example", OFFICER):
        signed_in(email)
    staff(LOST)
    client = signed_in(LOST)
    for other in (stranger, User.objects.get(email=OFFICER)):
        assert take_off(client, other).status_code == 404
        assert armed(other)
    # A colleague who is an officer besides is not for an executor to disarm.
    person("officer", email="colleague@test.example")
    assert take_off(client, colleague).status_code == 404
    assert armed(colleague)
    plain = staff("plain@test.example")
    signed_in("plain@test.example")
    assert take_off(client, plain).status_code == 302
    assert not armed(plain)


def test_without_a_reason_nothing_changes_and_the_page_says_so():
    person("officer", email=OFFICER)
    lost = staff(LOST)
    theirs, officer = signed_in(LOST), signed_in(OFFICER)
    answer = take_off(officer, lost, reason=" ")
    assert answer.status_code == 422
    assert armed(lost)
    assert theirs.get("/my/account/").status_code == 200
    assert not Notice.objects.filter(template__startswith="second_factor").exists()


def test_the_page_of_the_organisation_leads_there_where_there_is_one():
    person("officer", email=OFFICER)
    lost, bare = staff(LOST), staff("bare@test.example")
    signed_in(LOST)
    officer = signed_in(OFFICER)
    organisation = lost.memberships.get().organisation_id
    text = officer.get(f"/organisations/{organisation}/").content.decode()
    assert f"/people/{lost.pk}/second-factor/?organisation={organisation}" in text
    assert f"/people/{bare.pk}/second-factor/" not in text
    assert "해제할" in officer.get(f"/people/{bare.pk}/second-factor/").content.decode()
