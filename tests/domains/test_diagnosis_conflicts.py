"""Who diagnoses an application is as far from its merchant as who scores it."""

from __future__ import annotations

import pytest
from tests.domains.builders import application, merchant, published
from tests.domains.people import NOW, person
from tests.domains.reviews import TOPS, staff

from dure.domains.applications.models import StaffConflict
from dure.domains.diagnosis.experts import experts_of, spread
from dure.domains.merchants.models import DuplicatePair, MerchantMember


@pytest.fixture
def case(db):
    return application(merchant(1), published(), state="accepted", choices=("acorn",))


def given(case, who) -> dict[int, int]:
    return spread([case], experts_of(TOPS, NOW, [who.user_id]), {})


def test_whoever_acted_for_the_merchant_does_not_diagnose_it(case):
    who = person("reviewer")
    assert given(case, who) == {case.pk: who.user_id}
    MerchantMember.objects.create(
        merchant=case.merchant, user_id=who.user_id, proved_by="first", since=NOW, until=NOW
    )
    assert given(case, who) == {}


def test_nor_whoever_acts_for_another_of_the_same_owner(case):
    who, own = person("reviewer"), merchant(2)
    MerchantMember.objects.create(merchant=own, user_id=who.user_id, proved_by="first", since=NOW)
    one, other = sorted((case.merchant, own), key=lambda of: of.pk)
    pair = DuplicatePair.objects.create(
        one=one, other=other, state="open", band="likely", score=90, looks_like="same_owner", evidence={},
        found_at=NOW,
    )  # fmt: skip
    assert given(case, who) == {}
    DuplicatePair.objects.filter(pk=pair.pk).update(state="different", reason="다른 사업자")
    assert given(case, who) == {case.pk: who.user_id}


def test_nor_staff_who_declared_a_conflict_with_it(case):
    who = staff()
    assert given(case, who) == {case.pk: who.user_id}
    StaffConflict.objects.create(
        programme=TOPS, application=case, user_id=who.user_id, relation="family", at=NOW
    )
    assert given(case, who) == {}
