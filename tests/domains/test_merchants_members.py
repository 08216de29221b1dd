"""Who acts for a merchant: added by a member, ended by a member, and never nobody."""

from __future__ import annotations

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.builders import merchant, signed_up
from tests.domains.people import NOW, person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.merchants.models import MerchantMember
from dure.domains.merchants.policies import may_act_for
from dure.domains.merchants.queries import my_members, my_merchant, my_merchants
from dure.domains.merchants.services.add_member import add_member
from dure.domains.merchants.services.end_member import end_member
from dure.engine.problems import Refused


@pytest.fixture
def owner(db):
    return signed_up("one@test.example")


@pytest.fixture
def shop(owner):
    return merchant(1, owner=owner)


def add(who, shop, email: str) -> int:
    return add_member(actor=who, now=NOW, merchant_id=shop.pk, email=email)


def end(who, shop, member: int) -> None:
    end_member(actor=who, now=NOW, merchant_id=shop.pk, member_id=member)


def test_a_second_person_acts_too_and_twice_is_once(owner, shop):
    second = signed_up("two@test.example")
    member = add(owner, shop, " Two@Test.Example ")
    assert add(owner, shop, "two@test.example") == member
    assert may_act_for(second, shop.pk)
    assert my_merchant(second, shop.pk) == shop
    row = MerchantMember.objects.get(pk=member)
    assert (row.proved_by, row.since, row.until) == ("first", NOW, None)
    assert [(m["user__email"], m["is_me"]) for m in my_members(owner, shop.pk)] == [
        ("one@test.example", True),
        ("two@test.example", False),
    ]


def test_an_address_without_account_is_told(owner, shop):
    with pytest.raises(Refused) as refused:
        add(owner, shop, "none@test.example")
    assert [p.code for p in refused.value.problems] == ["member.no_account"]
    assert MerchantMember.objects.count() == 1


def test_whoever_is_ended_acts_no_more_and_can_be_added_again(owner, shop):
    second = signed_up("two@test.example")
    member = add(owner, shop, "two@test.example")
    end(owner, shop, member)
    end(owner, shop, member)
    assert not may_act_for(second, shop.pk)
    assert my_merchants(second) == []
    assert my_members(second, shop.pk) == []
    assert add(owner, shop, "two@test.example") != member


def test_the_last_one_stays(owner, shop):
    only = MerchantMember.objects.get().pk
    with pytest.raises(Refused) as refused:
        end(owner, shop, only)
    assert [p.code for p in refused.value.problems] == ["member.last"]
    assert may_act_for(owner, shop.pk)


def test_a_member_of_another_merchant_is_not_touched(owner, shop):
    other = merchant(2, owner=signed_up("two@test.example"))
    add(owner, shop, "two@test.example")
    end(owner, shop, other.members.get().pk)
    assert other.members.get().until is None


def test_nobody_else_may(shop):
    stranger = signed_up("two@test.example")
    for who in (stranger, person("officer")):
        with pytest.raises(NotAllowed):
            add(who, shop, "two@test.example")
        with pytest.raises(NotAllowed):
            end(who, shop, MerchantMember.objects.get().pk)
    assert MerchantMember.objects.filter(until__isnull=True).count() == 1


def test_officers_see_merchants_elsewhere_not_as_their_own(shop):
    assert my_merchants(person("officer")) == []


@pytest.mark.django_db(transaction=True)
def test_two_who_leave_at_once_leave_one_behind():
    one, two = signed_up("one@test.example"), signed_up("two@test.example")
    shop = merchant(1, owner=one)
    first, second = MerchantMember.objects.get().pk, add(one, shop, "two@test.example")
    twice_at_once(lambda: end(one, shop, first), lambda: end(two, shop, second))
    assert MerchantMember.objects.filter(until__isnull=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_added_twice_at_once_is_one_member():
    one = signed_up("one@test.example")
    signed_up("two@test.example")
    shop = merchant(1, owner=one)
    found = twice_at_once(lambda: add(one, shop, "two@test.example"))
    assert len(set(found)) == 1
    assert MerchantMember.objects.count() == 2
