"""Documents that have grown old, as officers see them: on the page of an application, and in the list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.domains.builders import application, merchant, published
from tests.domains.people import NOW, person
from tests.domains.test_applications_ageing import LAST_OLD, TAX, document

from dure.domains.accounts.models import User

LIST = "/officer/programmes/by-id/tops-2025/applications/"
MARK, ENDED = "발급일이 오래됨", "유효기간 지남"
WAS_GOOD = "제출한 날에는 유효했으며, 유효 여부는 제출한 날을 기준으로 판단합니다."
WAS_OLD = "제출한 날에 이미 그러했으며, 유효 여부는 제출한 날을 기준으로 판단합니다."


@pytest.fixture
def officer(db, monkeypatch) -> Client:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    signed = Client(headers={"accept-language": "ko"})
    signed.force_login(User.objects.get(pk=person("officer").user_id))
    return signed


def page_of(client: Client, pk: int) -> str:
    answer = client.get(f"/officer/applications/{pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_document_that_grew_old_is_marked_with_what_it_means(officer):
    made = application(merchant(1), published(), n=1)
    held = document(made, TAX, issued_on=LAST_OLD)
    text = page_of(officer, made.pk)
    assert (MARK in text, WAS_OLD in text, WAS_GOOD in text) == (True, True, False)
    held.handed_in_at = NOW - timedelta(days=1)
    held.save()
    text = page_of(officer, made.pk)
    assert (MARK in text, WAS_OLD in text, WAS_GOOD in text) == (True, False, True)


def test_one_whose_own_last_day_is_over_is_marked_and_a_good_one_is_not(officer):
    version = published()
    ended, good = (application(merchant(n), version, n=n) for n in (1, 2))
    document(ended, TAX, issued_on=date(2025, 3, 1), valid_until=date(2025, 3, 23))
    document(good, TAX, issued_on=date(2025, 3, 1), valid_until=date(2025, 3, 24))
    assert ENDED in page_of(officer, ended.pk)
    text = page_of(officer, good.pk)
    assert (MARK in text, ENDED in text) == (False, False)


def test_once_it_is_decided_nothing_is_marked(officer):
    made = application(merchant(1), published(), n=1, state="accepted")
    document(made, TAX, issued_on=LAST_OLD, state="accepted")
    assert MARK not in page_of(officer, made.pk)


def test_the_list_marks_them_and_can_be_narrowed_to_them(officer):
    version = published()
    old, good = (application(merchant(n), version, n=n) for n in (1, 2))
    document(old, TAX, issued_on=LAST_OLD)
    document(good, TAX, issued_on=date(2025, 3, 1))
    answer = officer.get(LIST)
    assert [row["ages"] for row in answer.context["rows"]] == [[MARK], []]
    assert answer.content.decode().count(f"서류: {MARK}") == 1
    narrowed = officer.get(f"{LIST}?documents=old")
    assert [row["name"] for row in narrowed.context["rows"]] == [old.name]
    assert "제출서류: 오래된 서류 있음" in narrowed.context["filters"]
