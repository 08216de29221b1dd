"""Encryption at rest: never plain in the database, keys can be changed, nothing is read with a wrong one."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.domains.builders import merchant, signed_up
from tests.domains.people import NOW

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.models import User
from dure.domains.events.models import Event
from dure.domains.merchants.models import Merchant
from dure.domains.privacy.encryption import EncryptedText, blind, decrypt, encrypt, newest_prefix
from dure.domains.privacy.services.rewrap import columns, rewrap, waiting
from dure.domains.selection.models import SeedCommitment

OLD, NEW = "the-first-key", "the-second-key"


@pytest.fixture
def old_key(settings):
    settings.DURE_DATA_KEYS = [OLD]


def under_new_key(settings) -> None:
    settings.DURE_DATA_KEYS = [NEW, OLD]


@given(st.text(max_size=200))
def test_what_was_encrypted_is_read_again(text):
    kept = encrypt(text)
    assert decrypt(kept) == text
    assert (kept == "") is (text == "")


def test_the_same_text_is_never_written_twice_in_the_same_way(old_key):
    first, second = encrypt("010-1234-5678"), encrypt("010-1234-5678")
    assert first != second
    assert re.fullmatch(r"v1:[0-9a-f]{8}:[A-Za-z0-9+/=]+", first)
    assert "1234" not in first


def test_a_wrong_key_reads_nothing(settings, old_key):
    kept = encrypt("hana")
    settings.DURE_DATA_KEYS = [NEW]
    with pytest.raises(KeyError):
        decrypt(kept)
    version, _name, token = kept.split(":")
    with pytest.raises(InvalidTag):
        decrypt(f"{version}:{newest_prefix().split(':')[1]}:{token}")


def test_a_value_that_was_tampered_with_is_not_read(old_key):
    kept = encrypt("hana")
    middle = len(kept) // 2
    other = "A" if kept[middle] != "A" else "B"
    with pytest.raises(InvalidTag):
        decrypt(kept[:middle] + other + kept[middle + 1 :])


def test_with_two_keys_the_newest_writes_and_both_read(settings, old_key):
    before = encrypt("hana")
    under_new_key(settings)
    after = encrypt("hana")
    assert not before.startswith(newest_prefix())
    assert after.startswith(newest_prefix())
    assert decrypt(before) == decrypt(after) == "hana"


def test_the_blind_index_finds_what_is_written_another_way_also_after_a_change_of_keys(settings, old_key):
    before = blind("Hana@Test.example ")
    under_new_key(settings)
    assert blind("hana@test.EXAMPLE") == before
    assert blind("010-1234-5678") == blind("0101234 5678") != blind("01012345679")
    assert blind(" - ") == ""
    assert "hana" not in before
    settings.DURE_DATA_KEYS = ["another"]
    assert blind("hana@test.example") != before


def test_every_encrypted_column_is_found():
    found = {(c.table, c.name) for c in columns()}
    assert {
        ("accounts_user", "phone"), ("accounts_user", "name"), ("accounts_invitation", "email"),
        ("merchants_merchant", "owner_name"), ("uploads_storedfile", "name"), ("notices_notice", "email"),
        ("selection_objection", "grounds"), ("mfa_authenticator", "data"),
    } <= found  # fmt: skip
    models = [m for m in apps.get_models() if any(isinstance(f, EncryptedText) for f in m._meta.fields)]
    assert {m._meta.db_table for m in models} | {"mfa_authenticator", "applications_application"} == {
        table for table, _ in found
    }


@pytest.fixture
def rows(db, old_key) -> User:
    who = signed_up("hana@test.example")
    User.objects.filter(pk=who.user_id).update(name="김하나", phone="01012345678")
    shop = merchant(owner=who)
    Merchant.objects.filter(pk=shop.pk).update(owner_name="김하나", phone="0212345678")
    SeedCommitment.objects.create(
        programme="p", stage="s", commitment="0" * 64, seed="a seed", committed_at=NOW
    )
    user = User.objects.get(pk=who.user_id)
    Authenticator.objects.create(user=user, type="totp", data={"secret": encrypt("JBSWY3DP"), "n": 1})
    return user


def test_a_change_of_keys_rewrites_every_value_and_changes_none(rows, settings):
    under_new_key(settings)
    assert waiting() == 6
    assert rewrap(actor=SYSTEM, now=NOW) == 6
    assert waiting() == 0
    assert rewrap(actor=SYSTEM, now=NOW) == 0
    settings.DURE_DATA_KEYS = [NEW]  # the old key is gone
    user, shop = User.objects.get(pk=rows.pk), Merchant.objects.get()
    assert (user.name, user.phone) == ("김하나", "01012345678")
    assert (shop.owner_name, shop.phone) == ("김하나", "0212345678")
    assert SeedCommitment.objects.get().seed == "a seed"
    kept = Authenticator.objects.get().data
    assert (decrypt(kept["secret"]), kept["n"]) == ("JBSWY3DP", 1)
    assert Event.objects.filter(act="privacy.rewrap").count() == 6
    assert not Event.objects.filter(act="privacy.rewrap", details__icontains="하나").exists()


def test_in_batches_nothing_is_left_out(rows, settings, monkeypatch):
    monkeypatch.setattr("dure.domains.privacy.services.rewrap.TOGETHER", 2)
    for n in range(5):
        User.objects.filter(pk=signed_up(f"{n}@test.example").user_id).update(name=f"이름 {n}")
    under_new_key(settings)
    assert rewrap(actor=SYSTEM, now=NOW) == 11
    assert waiting() == 0


def test_guards_of_rows_stand_again_afterwards(rows, settings):
    under_new_key(settings)
    rewrap(actor=SYSTEM, now=NOW)
    with pytest.raises(Exception, match="Cannot update"):
        SeedCommitment.objects.update(commitment="1" * 64)


def test_a_key_that_is_no_longer_told_stops_the_batch_whole(rows, settings):
    settings.DURE_DATA_KEYS = [NEW]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone FROM accounts_user ORDER BY id")
        before = cursor.fetchall()
    with pytest.raises(KeyError):
        rewrap(actor=SYSTEM, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone FROM accounts_user ORDER BY id")
        assert cursor.fetchall() == before
