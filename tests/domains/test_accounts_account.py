"""Accounts: made once an address, changed and closed by their own people; contacts are never plain."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.db import connection
from django.test import RequestFactory
from tests.domains.builders import merchant, signed_up
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SignedActor, actor_of
from dure.domains.accounts.models import User
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.accounts.services.change_account import change_account
from dure.domains.accounts.services.change_password import change_password
from dure.domains.accounts.services.close_account import close_account
from dure.domains.accounts.services.sign_up import sign_up
from dure.domains.events.models import Event
from dure.domains.merchants.models import MerchantMember
from dure.domains.merchants.queries import merchants_of
from dure.engine.problems import Refused

PASSWORD = "long-and-secret"


def change(
    who: SignedActor, name: str = "김하나", phone: str = "010-1234-5678", language: str = "ko"
) -> None:
    change_account(actor=who, now=NOW, name=name, phone=phone, language=language)


def close(who: SignedActor) -> None:
    close_account(actor=who, now=NOW, merchants=merchants_of(who))


@pytest.mark.django_db
def test_a_sign_up_leaves_an_event_of_the_one_who_signed_up():
    user = sign_up(now=NOW, email="Hana@Test.example", password=PASSWORD, language="en")
    assert (user.email, user.language) == ("hana@test.example", "en")
    event = Event.objects.get(act="account.sign_up")
    assert (event.actor_id, event.subject_id, event.details) == (user.pk, str(user.pk), {"verified": False})
    assert not EmailAddress.objects.get(user=user).verified


@pytest.mark.django_db
def test_an_address_has_one_account_however_it_is_written():
    sign_up(now=NOW, email="hana@test.example", password=PASSWORD)
    with pytest.raises(Refused) as refused:
        sign_up(now=NOW, email=" HANA@test.example", password=PASSWORD)
    assert refused.value.problems[0].code == "account.taken"
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sign_ups_at_once_make_one_account():
    def once(_n: int) -> str:
        try:
            sign_up(now=NOW, email="hana@test.example", password=PASSWORD)
        except Refused as refused:
            return refused.problems[0].code
        finally:
            connection.close()
        return "made"

    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(once, (1, 2))) == ["account.taken", "made"]
    assert User.objects.count() == EmailAddress.objects.count() == 1


@pytest.mark.django_db
def test_a_change_names_the_fields_and_not_their_values():
    who = signed_up("hana@test.example")
    for _ in range(2):
        change(who, phone="+82 10-1234-5678", language="en")
    user = User.objects.get(pk=who.user_id)
    assert (user.name, user.phone, user.language) == ("김하나", "01012345678", "en")
    assert [e.details for e in Event.objects.filter(act="account.change")] == [
        {"changed": ["language", "name", "phone"]}
    ]


@pytest.mark.django_db
def test_contacts_are_never_plain_in_the_database():
    who = signed_up("hana@test.example")
    change(who)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone FROM accounts_user WHERE id = %s", [who.user_id])
        kept = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM events_event WHERE details::text ~ '1234|하나'")
        told = cursor.fetchone()
    assert all(value.startswith("v1:") and "1234" not in value and "하나" not in value for value in kept)
    assert told == (0,)


@pytest.mark.django_db
def test_everything_wrong_with_a_change_is_told_and_nothing_kept():
    who = signed_up("hana@test.example")
    with pytest.raises(Refused) as refused:
        change(who, name="가" * 61, phone="12", language="fr")
    assert [p.code for p in refused.value.problems] == ["account.name", "account.phone", "account.language"]
    assert User.objects.get(pk=who.user_id).phone == ""
    with pytest.raises(NotAllowed):
        change(SignedActor())


@pytest.mark.django_db
def test_a_new_password_counts_at_once_and_leaves_an_event():
    user = sign_up(now=NOW, email="hana@test.example", password=PASSWORD)
    change_password(now=NOW, user=user, password="another-and-longer")
    request = RequestFactory().get("/")
    found = [authenticate(request, email=user.email, password=p) for p in (PASSWORD, "another-and-longer")]
    assert found == [None, user]
    assert Event.objects.get(act="account.change_password").actor_id == user.pk


@pytest.mark.django_db
def test_a_closed_account_keeps_no_contacts_and_opens_no_more():
    who = signed_up("hana@test.example")
    change(who)
    user = User.objects.get(pk=who.user_id)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    for _ in range(2):
        close(who)
    user = User.objects.get(pk=who.user_id)
    assert (user.name, user.phone, user.email) == ("", "", f"closed-{user.pk}@closed.invalid")
    assert (user.is_active, user.closed_at, user.has_usable_password()) == (False, NOW, False)
    assert not EmailAddress.objects.exists()
    assert not Authenticator.objects.exists()
    assert Event.objects.filter(act="account.close").count() == 1
    again = sign_up(now=NOW, email="hana@test.example", password=PASSWORD)
    assert again.pk != user.pk


@pytest.mark.django_db
def test_an_account_with_a_role_or_a_merchant_stays_open():
    staff = person("executor_staff", kind="executor", code="acorn")
    merchant(owner=staff)
    with pytest.raises(Refused) as refused:
        close(staff)
    assert [p.code for p in refused.value.problems] == ["close.roles", "close.merchants"]
    assert actor_of(staff.user_id, NOW).has("executor_staff")
    owner = signed_up("owner@test.example")
    merchant(2, owner=owner)
    with pytest.raises(Refused):
        close(owner)
    MerchantMember.objects.filter(user_id=owner.user_id).update(until=NOW)
    close(owner)
    assert not User.objects.get(pk=owner.user_id).is_active
