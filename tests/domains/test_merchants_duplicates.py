"""Duplicates of merchants: found by keys, explained, decided by officers with a reason, never merged."""

from __future__ import annotations

import json
import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.domains.builders import business_number, merchant, signed_up
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.models import Event
from dure.domains.merchants.models import DuplicatePair, Merchant, MerchantKey, MerchantMember
from dure.domains.merchants.queries_duplicates import WantedPairs, pairs, pairs_of_merchant
from dure.domains.merchants.services.decide_duplicate import decide_duplicate
from dure.domains.merchants.services.note_duplicates import SHARING
from dure.domains.merchants.services.register import register_merchant
from dure.domains.merchants.services.seek_duplicates import seek_duplicates
from dure.domains.merchants.services.update_profile import update_profile
from dure.engine.duplicates.query import MOST_IN_BLOCK
from dure.engine.problems import Refused

PERSON = {"owner_name": "김하나", "phone": "010-0000-1234", "owner_birth_year": 1975}


def twins() -> tuple[Merchant, Merchant]:
    """Two entries of one business, and somebody who has nothing to do with it."""
    merchant(
        3, name="하늘꽃집", owner_name="이두나", phone="010-0000-9999", owner_birth_year=1985, region="11440"
    )
    return merchant(1, name="(주)두레상회", **PERSON), merchant(2, name="두래상회", **PERSON)


def sought() -> DuplicatePair:
    seek_duplicates(actor=SYSTEM, now=NOW)
    return DuplicatePair.objects.get()


@pytest.mark.django_db
def test_two_entries_of_one_business_are_found_with_evidence_and_nothing_is_merged():
    one, other = twins()
    pair = sought()
    assert (pair.one_id, pair.other_id) == (one.pk, other.pk)
    assert (pair.state, pair.band, pair.looks_like) == ("open", "high", "same_business")
    assert pair.evidence == {
        "number": "different",
        "phone": "same",
        "owner": "same",
        "birth_year": "same",
        "name": "near",
        "region": "same",
        "opened_on": "same",
    }
    assert pair.score == 30 + 20 + 10 + 30 + 10 + 10
    assert Merchant.objects.count() == 3
    assert list(Event.objects.filter(subject="duplicate_pair").values_list("subject_id", "details")) == [
        (str(pair.pk), {"found": True})
    ]


@pytest.mark.django_db
def test_an_address_brings_two_entries_together_and_is_evidence_instead_of_the_region():
    """No telephone and no owner are known: names differ by a stroke, and one writes the floor."""
    here = {"region": "11440", "owner_birth_year": None}
    merchant(1, name="(주)두레상회", address="서울특별시 마포구 가상로 12, 3층", **here)
    merchant(2, name="두래상회", address="서울 마포구 가상로 12", **here)
    merchant(3, name="하늘꽃집", address="서울 마포구 가상로 14", **here)
    pair = sought()
    assert pair.evidence == {
        "number": "different",
        "name": "near",
        "address": "same",
        "region": "same",
        "opened_on": "same",
    }
    assert pair.score == 30 + 35 + 10, "the region counts where an address is not known"
    assert (pair.band, pair.looks_like) == ("review", "same_business")


@pytest.mark.django_db
def test_house_numbers_that_differ_speak_against_one_business():
    merchant(1, name="두레상회", address="서울 마포구 가상로 12", **PERSON)
    merchant(2, name="두래상회", address="서울 마포구 가상로 14", **PERSON)
    pair = sought()
    assert pair.evidence["address"] == "different"
    # One business: 30 + 20 + 10 + 30 − 10 + 10 = 90. One owner of two shops is more likely now.
    assert (pair.score, pair.looks_like) == (40 + 30 + 20 + 10, "same_owner")


@pytest.mark.django_db
def test_an_address_that_too_many_share_is_no_evidence():
    for n in range(1, MOST_IN_BLOCK + 2):
        merchant(n, name=f"가게 {n}", address="서울 마포구 가상로 1", owner_birth_year=None)
    seek_duplicates(actor=SYSTEM, now=NOW)
    assert not DuplicatePair.objects.exists()


@pytest.mark.django_db
def test_an_address_is_encrypted_and_telling_it_looks_for_duplicates():
    merchant(1, name="두레상회", address="서울 마포구 가상로 12", owner_birth_year=None)
    other = merchant(2, name="두래상회", owner_birth_year=None)
    seek_duplicates(actor=SYSTEM, now=NOW)
    assert not DuplicatePair.objects.exists()
    told = {"address": "서울특별시 마포구 가상로 12 2층"}
    who = person("officer")
    MerchantMember.objects.create(merchant=other, user_id=who.user_id, proved_by="officer", since=NOW)
    update_profile(actor=who, now=NOW, merchant_id=other.pk, version=other.version, facts={}, contacts=told)
    assert DuplicatePair.objects.get().evidence["address"] == "same"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT address FROM merchants_merchant UNION ALL SELECT address FROM merchants_merchanthistory"
        )
        kept = [row[0] for row in cursor.fetchall() if row[0]]
    assert kept
    assert all(value.startswith("v1:") and "가상로" not in value for value in kept)
    changed = Event.objects.get(act="merchant.update", subject="merchant").details["changed"]
    assert changed == ["address"]


@pytest.mark.django_db
def test_what_is_kept_to_find_by_and_the_evidence_tell_no_value():
    twins()
    pair = sought()
    keys = list(MerchantKey.objects.values_list("key", flat=True))
    # Digits of a hash may spell a year by chance: what is kept must be a whole hash, and no value of its own.
    assert keys
    assert all(re.fullmatch(r"[0-9a-f]{24}|[0-9a-f]{64}", key) for key in keys)
    told = json.dumps(pair.evidence, ensure_ascii=False)
    for value in ("1234", "김하나", "1975", "두레", "두래"):
        assert value not in told


@pytest.mark.django_db
def test_again_changes_nothing():
    twins()
    pair = sought()
    events = Event.objects.count()
    assert seek_duplicates(actor=SYSTEM, now=NOW) == 0
    assert (DuplicatePair.objects.get().pk, Event.objects.count()) == (pair.pk, events)


@pytest.mark.django_db
def test_registering_looks_for_duplicates_at_once():
    merchant(
        9, name="두레상회", owner_name="홍길동", region=None, opened_on="2019-05-01", owner_birth_year=None
    )
    seek_duplicates(actor=SYSTEM, now=NOW)
    who = signed_up("one@test.example")
    made = register_merchant(
        actor=who, now=NOW, business_no=business_number(1), name="두레상회", owner_name="홍길동",
        opened_on=merchant(8, name="다른집").opened_on,
    )  # fmt: skip
    assert not DuplicatePair.objects.exists(), "name and owner are no key without region or year of birth"
    version = Merchant.objects.get(pk=made.merchant_id).version
    update_profile(
        actor=who,
        now=NOW,
        merchant_id=made.merchant_id,
        version=version,
        facts={},
        contacts={"phone": "010-0000-1234"},
    )
    assert not DuplicatePair.objects.exists()
    first = Merchant.objects.get(business_no=business_number(9))
    Merchant.objects.filter(pk=first.pk).update(phone="+82 10 0000 1234")
    seek_duplicates(actor=SYSTEM, now=NOW, merchant_ids=[first.pk])
    assert DuplicatePair.objects.get().evidence["phone"] == "same"


@pytest.mark.django_db
def test_an_open_pair_that_no_longer_holds_lapses_and_comes_back_with_its_evidence():
    _, other = twins()
    pair = sought()
    Merchant.objects.filter(pk=other.pk).update(
        phone="010-0000-5555", owner_name="박세나", owner_birth_year=1990, name="솔빵집"
    )
    seek_duplicates(actor=SYSTEM, now=NOW, merchant_ids=[other.pk])
    pair.refresh_from_db()
    assert pair.state == "lapsed"
    Merchant.objects.filter(pk=other.pk).update(**PERSON)
    assert seek_duplicates(actor=SYSTEM, now=NOW, merchant_ids=[other.pk]) == 1
    pair.refresh_from_db()
    assert pair.state == "open"


@pytest.mark.django_db
def test_a_telephone_that_too_many_share_brings_nobody_together():
    office = {"owner_name": "", "phone": "02-000-0001", "owner_birth_year": None, "region": None}
    for n in range(MOST_IN_BLOCK + 1):
        merchant(100 + n, name="같은이름", **office)
    seek_duplicates(actor=SYSTEM, now=NOW)
    assert not DuplicatePair.objects.exists()


@pytest.mark.django_db
def test_many_merchants_need_as_many_queries_as_one():
    def queries(ids: list[int]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            seek_duplicates(actor=SYSTEM, now=NOW, merchant_ids=ids)
        return len(seen)

    one, _ = twins()
    queries([one.pk])
    few = queries([merchant(19, name="새가게", **PERSON).pk])
    more = [merchant(20 + n, name=f"가게{n}", **PERSON | {"owner_birth_year": 1975}).pk for n in range(12)]
    assert queries(more) <= few
    assert DuplicatePair.objects.count() > 12


@pytest.mark.django_db
def test_the_look_up_goes_by_the_index():
    one, _ = twins()
    seek_duplicates(actor=SYSTEM, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + SHARING, [[one.pk]])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan" not in plan
    assert "merchant_key_once" in plan


@pytest.mark.django_db
@pytest.mark.parametrize("verdict", ["same_business", "same_owner", "different"])
def test_an_officer_decides_with_a_reason_and_takes_it_back(verdict):
    twins()
    pair, officer = sought(), person("officer")
    decide_duplicate(actor=officer, now=NOW, pair_id=pair.pk, verdict=verdict, reason=" 대표자에게 확인 ")
    pair.refresh_from_db()
    assert (pair.state, pair.reason, pair.decided_at) == (verdict, "대표자에게 확인", NOW)
    told = Event.objects.filter(subject="duplicate_pair").order_by("pk").last()
    assert told is not None
    assert (told.actor_id, told.reason, told.details["to"]) == (officer.user_id, "대표자에게 확인", verdict)
    seek_duplicates(actor=SYSTEM, now=NOW)
    pair.refresh_from_db()
    assert pair.state == verdict, "what was decided stays"
    decide_duplicate(actor=officer, now=NOW, pair_id=pair.pk, verdict="reopen", reason="잘못 보았음")
    pair.refresh_from_db()
    assert (pair.state, pair.reason, pair.decided_at) == ("open", "", None)


@pytest.mark.django_db
def test_who_may_not_and_what_cannot_be_changes_nothing():
    twins()
    pair = sought()
    officer, *others = (person(role) for role in ("officer", "ministry", "reviewer"))
    before = (DuplicatePair.objects.values().get(), Event.objects.count())
    for other in others:
        with pytest.raises(NotAllowed):
            decide_duplicate(actor=other, now=NOW, pair_id=pair.pk, verdict="different", reason="x")
    with pytest.raises(NotAllowed):
        seek_duplicates(actor=officer, now=NOW)
    with pytest.raises(Refused) as refused:
        decide_duplicate(actor=officer, now=NOW, pair_id=pair.pk, verdict="merge", reason=" ")
    assert [p.code for p in refused.value.problems] == ["duplicate.verdict", "duplicate.reason"]
    assert (DuplicatePair.objects.values().get(), Event.objects.count()) == before


@pytest.mark.django_db
def test_the_second_officer_is_told_that_it_was_decided():
    twins()
    pair = sought()
    decide_duplicate(actor=person("officer"), now=NOW, pair_id=pair.pk, verdict="different", reason="다른 곳")
    with pytest.raises(Refused) as refused:
        decide_duplicate(
            actor=person("officer"), now=NOW, pair_id=pair.pk, verdict="same_owner", reason="같은 이"
        )
    assert [p.code for p in refused.value.problems] == ["duplicate.moved"]
    assert DuplicatePair.objects.get().state == "different"


@pytest.mark.django_db
def test_only_officers_and_the_ministry_see_pairs():
    one, _ = twins()
    pair = sought()
    for role in ("officer", "ministry"):
        assert list(pairs(person(role), WantedPairs())) == [pair]
    for who in (person("reviewer"), signed_up("somebody@test.example")):
        assert not pairs(who, WantedPairs()).exists()
        assert pairs_of_merchant(who, one.pk) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (WantedPairs(state="open"), 1), (WantedPairs(state="different"), 0), (WantedPairs(band="high"), 1),
        (WantedPairs(band="review"), 0), (WantedPairs(words="두래"), 1), (WantedPairs(words="ㄷㄹㅅㅎ"), 1),
        (WantedPairs(words="꽃집"), 0), (WantedPairs(words=business_number(2)), 1),
    ],
)  # fmt: skip
def test_pairs_are_found_by_state_band_name_and_number(wanted, count):
    twins()
    sought()
    assert pairs(person("officer"), wanted).count() == count


@pytest.mark.django_db
def test_the_database_refuses_a_decision_without_a_reason_and_a_deletion():
    twins()
    pair = sought()
    with pytest.raises(IntegrityError), transaction.atomic():
        DuplicatePair.objects.filter(pk=pair.pk).update(state="different")
    with pytest.raises(Exception, match="delete"), transaction.atomic():
        pair.delete()
    assert DuplicatePair.objects.get().state == "open"
