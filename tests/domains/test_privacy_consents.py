"""Consents: each answer kept beside the words that it answers, the newest counts, none is changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.domains.builders import merchant, signed_up
from tests.domains.people import NOW

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.models import Event
from dure.domains.merchants.queries import merchants_of
from dure.domains.privacy.models import Consent
from dure.domains.privacy.queries import consents_of
from dure.domains.privacy.services.answer_consents import answer_consents
from dure.domains.privacy.services.withdraw_consent import withdraw_consent
from dure.engine.problems import Refused

WORDS, NEW_WORDS = "a" * 64, "b" * 64
LATER = NOW + timedelta(days=1)


def answer(who: SignedActor, merchant_id: int, words: str = WORDS, **answers: bool) -> int:
    return answer_consents(
        actor=who,
        now=NOW,
        merchant_id=merchant_id,
        programme="tops-2025",
        version_hash=words,
        answers=answers,
    )


def withdraw(who: SignedActor, merchant_id: int, consent: str = "news", *, needed: bool = False) -> bool:
    return withdraw_consent(
        actor=who, now=LATER, merchants=merchants_of(who), merchant_id=merchant_id, programme="tops-2025",
        consent=consent, needed=needed,
    )  # fmt: skip


def given(merchant_id: int) -> dict[str, bool]:
    return {name: one.given for name, one in consents_of(merchant_id, "tops-2025").items()}


@pytest.fixture
def owner(db) -> SignedActor:
    return signed_up("owner@test.example")


@pytest.fixture
def shop(owner) -> int:
    return merchant(owner=owner).pk


def test_the_same_answers_twice_are_kept_once(owner, shop):
    assert answer(owner, shop, use=True, news=False) == 2
    assert answer(owner, shop, use=True, news=False) == 0
    assert Consent.objects.count() == Event.objects.filter(act="consent.answer").count() == 2


def test_the_newest_answer_counts_and_the_old_one_stays(owner, shop):
    answer(owner, shop, use=True, news=False)
    answer(owner, shop, use=True, news=True)
    assert given(shop) == {"use": True, "news": True}
    assert list(Consent.objects.filter(consent="news").order_by("id").values_list("given", flat=True)) == [
        False,
        True,
    ]


def test_the_same_answer_to_new_words_is_a_new_answer(owner, shop):
    answer(owner, shop, use=True)
    assert answer(owner, shop, NEW_WORDS, use=True) == 1
    assert consents_of(shop, "tops-2025")["use"].version_hash == NEW_WORDS


def test_answers_of_others_and_to_other_programmes_do_not_count(owner, shop):
    answer(owner, shop, use=True)
    assert consents_of(shop, "other") == {}
    assert consents_of(shop + 1, "tops-2025") == {}


@pytest.mark.django_db
def test_nobody_answers_without_signing_in():
    with pytest.raises(Refused):
        answer(SignedActor(), 1, use=True)
    assert Consent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_the_same_answers_are_one():
    who = signed_up("owner@test.example")
    shop = merchant(owner=who).pk

    def once(_n: int) -> int:
        try:
            return answer(who, shop, use=True, news=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(once, (1, 2))) == [0, 2]
    assert Consent.objects.count() == 2


def test_a_withdrawal_is_a_later_answer_and_twice_is_once(owner, shop):
    answer(owner, shop, news=True)
    assert [withdraw(owner, shop), withdraw(owner, shop)] == [True, False]
    newest = consents_of(shop, "tops-2025")["news"]
    assert (newest.given, newest.at, newest.version_hash) == (False, LATER, WORDS)
    assert Consent.objects.count() == 2


def test_a_consent_that_an_application_rests_on_stays(owner, shop):
    answer(owner, shop, use=True)
    with pytest.raises(Refused) as refused:
        withdraw(owner, shop, "use", needed=True)
    assert refused.value.problems[0].code == "consent.needed"
    assert given(shop) == {"use": True}


def test_a_stranger_withdraws_nothing_and_a_colleague_of_the_merchant_may(owner, shop):
    answer(owner, shop, news=True)
    with pytest.raises(Refused) as refused:
        withdraw(signed_up("stranger@test.example"), shop)
    assert refused.value.problems[0].code == "consent.unknown"
    assert given(shop) == {"news": True}
    partner = signed_up("partner@test.example")
    from dure.domains.merchants.models import MerchantMember

    MerchantMember.objects.create(merchant_id=shop, user_id=partner.user_id, proved_by="officer", since=NOW)
    assert withdraw(partner, shop)
    assert given(shop) == {"news": False}


@pytest.mark.parametrize("change", ["update", "delete"])
def test_an_answer_is_never_changed(owner, shop, change):
    answer(owner, shop, use=True)
    with pytest.raises(ProgrammingError), transaction.atomic():
        found = Consent.objects.all()
        found.update(given=False) if change == "update" else found.delete()
    assert given(shop) == {"use": True}


def test_each_sees_the_answers_of_their_own_merchants(owner, shop):
    answer(owner, shop, use=True)
    stranger = signed_up("stranger@test.example")
    seen = [
        Consent.objects.visible_to(who, merchants_of(who)).count() for who in (owner, stranger, SignedActor())
    ]
    assert seen == [1, 0, 0]
