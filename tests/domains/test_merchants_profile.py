"""The profile: none and not known apart, one version after another, contacts encrypted, status asked anew."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from tests.domains.at_once import twice_at_once
from tests.domains.builders import business_number, merchant, signed_up
from tests.domains.people import NOW, person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.models import Event
from dure.domains.merchants.models import Merchant
from dure.domains.merchants.services.refresh_status import refresh_status
from dure.domains.merchants.services.update_profile import update_profile
from dure.engine.problems import Refused


@pytest.fixture
def owner(db):
    return signed_up("one@test.example")


@pytest.fixture
def shop(owner) -> Merchant:
    return merchant(1, owner=owner)


def update(who, row: Merchant, version: int | None = None, contacts=None, **facts) -> int:
    return update_profile(
        actor=who,
        now=NOW,
        merchant_id=row.pk,
        version=row.version if version is None else version,
        facts={name.replace("__", "."): value for name, value in facts.items()},
        contacts=contacts,
    )


def test_what_is_named_changes_and_the_rest_stays(owner, shop):
    assert update(owner, shop, employees=4.5, name="새 이름", channels=["스토어"], has__channels=True) == 2
    shop.refresh_from_db()
    assert (shop.employees, shop.name, shop.channels, shop.has_channels) == (
        Decimal("4.5"), "새 이름", ["스토어"], True,
    )  # fmt: skip
    assert (shop.annual_sales, shop.version, shop.changed_at) == (240_000_000, 2, NOW)
    assert "ㅅㅐ" in shop.search
    event = Event.objects.get(act="merchant.update")
    assert event.details == {
        "version": 2, "changed": ["channels", "employees", "has_channels", "name"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"mail_order_no": None, "has__mail_order_no": False}, (None, False)),
        ({"mail_order_no": None, "has__mail_order_no": None}, (None, None)),
        ({"mail_order_no": "2025-1", "has__mail_order_no": None}, ("2025-1", True)),
    ],
)
def test_none_not_known_and_a_value_are_three_things(owner, shop, facts, expected):
    update(owner, shop, **facts)
    shop.refresh_from_db()
    assert (shop.mail_order_no, shop.has_mail_order_no) == expected


def test_the_same_again_is_no_new_version(owner, shop):
    assert update(owner, shop, employees=2.5, annual_sales=240_000_000) == 1
    assert not Event.objects.filter(act="merchant.update").exists()


def test_a_change_by_somebody_else_is_told_and_not_written_over(owner, shop):
    update(owner, shop, employees=3)
    with pytest.raises(Refused) as refused:
        update(owner, shop, version=1, employees=4)
    assert [p.code for p in refused.value.problems] == ["merchant.changed"]
    assert refused.value.problems[0].params == {"version": 2}
    shop.refresh_from_db()
    assert shop.employees == 3
    assert update(owner, shop, version=1, employees=3) == 2  # what is there already is no conflict


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"ksic": "4"}, "fact.ksic"),
        ({"ksic": "04"}, "fact.ksic"),
        ({"region": "11"}, "fact.region"),
        ({"legal_form": "other"}, "fact.legal_form"),
        ({"online_sales_share": 1.5}, "fact.online_sales_share"),
        ({"employees": -1}, "fact.employees"),
        ({"closed_on": date(2024, 1, 1), "has__closed_on": False}, "fact.closed_on"),
        ({"channels": None, "has__channels": True}, "fact.channels"),
        ({"market_id": "x" * 61, "has__market_id": True}, "fact.market_id"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_changes(owner, shop, facts, code):
    with pytest.raises(Refused) as refused:
        update(owner, shop, **facts)
    assert [p.code for p in refused.value.problems] == [code]
    assert (Merchant.objects.get().version, Event.objects.filter(act="merchant.update").count()) == (1, 0)


def test_number_and_status_are_not_told_by_people(owner, shop):
    update(owner, shop, business_no=business_number(2), business_status="closed")
    shop.refresh_from_db()
    assert (shop.business_no, shop.business_status) == (business_number(1), "active")


def test_contacts_are_encrypted_and_no_event_holds_them(owner, shop):
    update(
        owner, shop, contacts={"owner_name": "홍길동", "phone": "010-1234-5678", "email": "hong@test.example"}
    )
    shop.refresh_from_db()
    assert (shop.owner_name, shop.phone, shop.email) == ("홍길동", "010-1234-5678", "hong@test.example")
    with connection.cursor() as cursor:
        cursor.execute("SELECT owner_name || phone || email FROM merchants_merchant")
        kept = cursor.fetchone()[0]
    assert "홍길동" not in kept
    assert kept.count("v1:") == 3
    assert Event.objects.get(act="merchant.update").details["changed"] == ["email", "owner_name", "phone"]


def test_others_may_not(shop):
    for who in (signed_up("two@test.example"), person("officer")):
        with pytest.raises(NotAllowed):
            update(who, shop, employees=1)
    assert Merchant.objects.get().version == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_one_is_told():
    who = signed_up("one@test.example")
    shop = merchant(1, owner=who)
    found = twice_at_once(
        lambda: update(who, shop, version=1, employees=3), lambda: update(who, shop, version=1, employees=4)
    )
    assert sorted(isinstance(f, Refused) for f in found) == [False, True]
    assert Merchant.objects.get().version == 2


def test_the_status_is_asked_anew_and_kept_with_its_instant(owner):
    shop = merchant(9001, owner=owner)
    later = NOW + timedelta(minutes=5)
    assert refresh_status(actor=owner, now=later, merchant_id=shop.pk) == "closed"
    shop.refresh_from_db()
    assert (shop.business_status, shop.closed_on, shop.has_closed_on) == ("closed", date(2024, 12, 31), True)
    assert (shop.status_asked_at, shop.version) == (later, 2)
    assert refresh_status(actor=owner, now=later + timedelta(minutes=2), merchant_id=shop.pk) == "closed"
    shop.refresh_from_db()
    assert shop.version == 2


def test_within_a_minute_the_tax_service_is_not_asked_again(owner, shop, settings):
    refresh_status(actor=owner, now=NOW, merchant_id=shop.pk)
    settings.DURE_NTS_URL = "http://127.0.0.1:9/v1"
    assert refresh_status(actor=owner, now=NOW + timedelta(seconds=59), merchant_id=shop.pk) == "active"
    with pytest.raises(Refused) as refused:
        refresh_status(actor=owner, now=NOW + timedelta(seconds=61), merchant_id=shop.pk)
    assert [p.code for p in refused.value.problems] == ["tax_service.unreachable"]
    shop.refresh_from_db()
    assert shop.status_asked_at == NOW


def test_a_number_that_is_not_registered_any_more_changes_nothing(owner):
    shop = merchant(7001, owner=owner)
    with pytest.raises(Refused) as refused:
        refresh_status(actor=owner, now=NOW, merchant_id=shop.pk)
    assert [p.code for p in refused.value.problems] == ["merchant.unregistered"]
    shop.refresh_from_db()
    assert (shop.business_status, shop.status_asked_at) == ("active", None)


def test_officers_may_ask_others_may_not(shop):
    assert refresh_status(actor=person("officer"), now=NOW, merchant_id=shop.pk) == "active"
    with pytest.raises(NotAllowed):
        refresh_status(actor=signed_up("two@test.example"), now=NOW, merchant_id=shop.pk)


def test_a_code_told_without_its_revision_is_of_the_one_in_force(db):
    one = merchant(1, owner=(who := signed_up("k@test.example")), ksic=None)
    told = {"ksic": "47911"}
    version = update_profile(actor=who, now=NOW, merchant_id=one.pk, version=1, facts=told)
    one.refresh_from_db()
    assert (one.ksic, one.ksic_revision, version) == ("47911", "11", 2)
    # Told of another revision, and once more without saying so: it stays what it is.
    other = {"ksic": "47911", "ksic_revision": "10"}
    update_profile(actor=who, now=NOW, merchant_id=one.pk, version=2, facts=other)
    same = {"ksic": "47911", "ksic_revision": None}
    assert update_profile(actor=who, now=NOW, merchant_id=one.pk, version=3, facts=same) == 3
    one.refresh_from_db()
    assert one.ksic_revision == "10"
    update_profile(actor=who, now=NOW, merchant_id=one.pk, version=3, facts={"ksic": None})
    one.refresh_from_db()
    assert (one.ksic, one.ksic_revision) == (None, None)


def test_a_revision_that_there_is_not_is_refused_and_nothing_changes(db):
    one = merchant(1, owner=(who := signed_up("k@test.example")))
    with pytest.raises(Refused) as refused:
        facts = {"ksic": "47911", "ksic_revision": "9"}
        update_profile(actor=who, now=NOW, merchant_id=one.pk, version=1, facts=facts)
    assert [problem.code for problem in refused.value.problems] == ["fact.ksic_revision"]
    one.refresh_from_db()
    assert (one.ksic, one.ksic_revision, one.version) == ("47912", None, 1)
