"""Registering a merchant: check digit, the tax service's word, one who was first, and no guessing."""

from __future__ import annotations

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.builders import business_number, merchant, signed_up
from tests.domains.people import NOW

from dure.adapters.business_status.stub import STRANGER
from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.events.models import Event
from dure.domains.merchants import tax_service as where
from dure.domains.merchants.models import Merchant, MerchantMember
from dure.domains.merchants.services.register import MOST_TRIES, Registered, register_merchant
from dure.engine.problems import Refused

OPENED = date(2019, 5, 1)
NUMBER = business_number(1)


def register(who: SignedActor, number: str = NUMBER, **told: object) -> Registered:
    return register_merchant(
        actor=who,
        now=told.pop("now", NOW),  # type: ignore[arg-type]
        business_no=number,
        name=told.pop("name", "두레상회"),  # type: ignore[arg-type]
        owner_name=told.pop("owner_name", "홍길동"),  # type: ignore[arg-type]
        opened_on=told.pop("opened_on", OPENED),  # type: ignore[arg-type]
    )


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def counted() -> tuple[int, int]:
    return Merchant.objects.count(), MerchantMember.objects.count()


@pytest.mark.django_db
def test_a_new_merchant_is_made_with_what_the_tax_service_says():
    who = signed_up("one@test.example")
    made = register(who, f"{NUMBER[:3]}-{NUMBER[3:5]}-{NUMBER[5:]}")
    row = Merchant.objects.get()
    assert made == Registered(row.pk, is_new=True)
    assert (row.business_no, row.name, row.owner_name, row.opened_on) == (
        NUMBER,
        "두레상회",
        "홍길동",
        OPENED,
    )
    assert (row.business_status, row.has_closed_on, row.status_asked_at) == ("active", False, NOW)
    member = MerchantMember.objects.get()
    assert (member.user_id, member.proved_by, member.since) == (who.user_id, "tax_service", NOW)
    told = Event.objects.order_by("pk").values_list("subject", "details")
    assert list(told) == [
        ("merchant", {"new": True, "business_status": "active"}),
        ("merchant_member", {"merchant": row.pk, "proved_by": "tax_service"}),
    ]


@pytest.mark.django_db
def test_twice_is_once():
    who = signed_up("one@test.example")
    first = register(who)
    assert register(who) == Registered(first.merchant_id, is_new=False)
    assert counted() == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"number": "1010000012"}, ["merchant.business_no"]),
        ({"number": "12345"}, ["merchant.business_no"]),
        ({"owner_name": " ", "opened_on": None}, ["merchant.owner_name", "merchant.opened_on"]),
        ({"opened_on": date(2025, 3, 25)}, ["merchant.opened_on"]),
        ({"number": business_number(7001)}, ["merchant.unregistered"]),
        ({"owner_name": STRANGER}, ["merchant.not_confirmed"]),
        ({"number": business_number(6001)}, ["merchant.not_confirmed"]),
    ],
)
def test_what_cannot_be_or_is_not_confirmed_is_refused_and_leaves_no_merchant(told, expected):
    with pytest.raises(Refused) as refused:
        register(signed_up("one@test.example"), **told)
    assert codes(refused) == expected
    assert counted() == (0, 0)


@pytest.mark.django_db
def test_an_imported_merchant_is_claimed_with_the_same_proof_and_keeps_its_facts():
    there = merchant(1, name="옛 이름", business_status=None)
    made = register(signed_up("one@test.example"), name="")
    there.refresh_from_db()
    assert made == Registered(there.pk, is_new=False)
    assert (there.name, there.business_status, there.employees, there.version) == (
        "옛 이름",
        "active",
        2.5,
        2,
    )
    assert there.members.count() == 1


@pytest.mark.django_db
def test_who_comes_second_is_sent_to_the_first():
    register(signed_up("one@test.example"))
    with pytest.raises(Refused) as refused:
        register(signed_up("two@test.example"))
    assert codes(refused) == ["merchant.has_members"]
    assert counted() == (1, 1)


@pytest.mark.django_db
def test_a_closed_business_can_be_registered_and_is_known_to_be_closed():
    register(signed_up("one@test.example"), business_number(9001))
    row = Merchant.objects.get()
    assert (row.business_status, row.closed_on, row.has_closed_on) == ("closed", date(2024, 12, 31), True)


@pytest.mark.django_db
def test_owners_cannot_be_guessed():
    who = signed_up("one@test.example")
    for _ in range(MOST_TRIES):
        with pytest.raises(Refused):
            register(who, owner_name=STRANGER)
    for someone, number in ((who, business_number(2)), (signed_up("two@test.example"), NUMBER)):
        with pytest.raises(Refused) as refused:
            register(someone, number)
        assert codes(refused) == ["merchant.tries"]
    assert counted() == (0, 0)
    assert not Event.objects.filter(subject_id__contains=NUMBER).exists()
    register(who, now=NOW + timedelta(days=1))
    assert counted() == (1, 1)


@pytest.mark.django_db
def test_a_tax_service_that_does_not_answer_is_told_and_nothing_is_kept(settings):
    settings.DURE_NTS_URL = "http://127.0.0.1:9/v1"
    with pytest.raises(Refused) as refused:
        register(signed_up("one@test.example"))
    assert codes(refused) == ["tax_service.unreachable"]
    assert counted() == (0, 0)
    assert not Event.objects.filter(act__startswith="merchant").exists()


@pytest.mark.django_db
def test_nobody_registers_nothing():
    with pytest.raises(NotAllowed):
        register(SignedActor())
    assert counted() == (0, 0)


@pytest.mark.django_db
def test_the_tax_service_is_never_asked_within_an_act():
    with (
        pytest.raises(RuntimeError, match="before an act"),
        act("test", actor=SignedActor(), now=NOW),
        where.tax_service(),
    ):
        pass


@pytest.mark.django_db(transaction=True)
def test_the_same_person_twice_at_once_is_one_merchant_with_one_member():
    who = signed_up("one@test.example")
    found = twice_at_once(lambda: register(who))
    assert {one.merchant_id for one in found} == {Merchant.objects.get().pk}
    assert counted() == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_once_one_is_first():
    one, two = signed_up("one@test.example"), signed_up("two@test.example")
    with patch.object(where, "_where", wraps=where._where):
        found = twice_at_once(lambda: register(one), lambda: register(two))
    refused = [f for f in found if isinstance(f, Refused)]
    assert [r.problems[0].code for r in refused] == ["merchant.has_members"]
    assert counted() == (1, 1)
