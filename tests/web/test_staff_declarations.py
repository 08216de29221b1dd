"""Officers' list of what executors' staff declared: search, state, paging, file; nobody else reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.domains.people import NOW, person
from tests.domains.reviews import TOPS, scored_stage, staff

from dure.domains.accounts.models import User
from dure.domains.applications.models import StaffConflict, StaffDeclaration
from dure.domains.privacy.models import AccessRecord

PAGE = f"/officer/review/{TOPS}/staff-declarations/"


@pytest.fixture(autouse=True)
def _inside_the_window(db, monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


def browser(who) -> Client:
    client = Client(headers={"accept-language": "ko"})
    client.force_login(User.objects.get(pk=who.user_id))
    return client


@pytest.fixture
def declared():
    """Return cases, and declarations of two executors' staff: acorn's with a conflict, otter's with none."""
    cases = scored_stage(2)
    acorn, otter = staff("acorn", declared=False), staff("otter", declared=False)
    StaffConflict.objects.create(
        programme=TOPS, application=cases[1], user_id=acorn.user_id, relation="family", at=NOW
    )
    seen = [case.pk for case in cases]
    for n, (who, code, conflicts) in enumerate(((acorn, "acorn", 1), (otter, "otter", 0))):
        StaffDeclaration.objects.create(
            programme=TOPS, executor=code, user_id=who.user_id, seen=seen, conflicts=conflicts,
            at=NOW + timedelta(minutes=n),
        )  # fmt: skip
    return cases


def executors(client: Client, query: str = "") -> list[str]:
    page = client.get(f"{PAGE}{query}")
    assert page.status_code == 200
    return [row["executor"] for row in page.context["rows"]]


def test_the_newest_is_first_and_conflicts_stand_with_number_name_and_kind(declared):
    page = browser(person()).get(PAGE)
    rows = page.context["rows"]
    assert [row["executor"] for row in rows] == ["수달라이브(가상)", "도토리마켓(가상)"]
    assert [row["seen"] for row in rows] == [2, 2]
    assert [row["against"] for row in rows] == [
        [],
        [{"number": declared[1].application_no, "name": declared[1].name, "kind": "가족 또는 친족"}],
    ]
    assert page.context["total"] == 2


def test_it_is_narrowed_by_state_executor_and_whole_address(declared):
    client = browser(person())
    assert executors(client, "?state=conflict") == ["도토리마켓(가상)"]
    assert executors(client, "?state=clear") == ["수달라이브(가상)"]
    assert executors(client, "?words=도토리") == ["도토리마켓(가상)"]
    assert executors(client, "?words=otter@test.example") == ["수달라이브(가상)"]
    assert executors(client, "?words=otter@test") == []
    assert executors(client, "?state=conflict&words=otter@test.example") == []
    assert "신고가 없습니다" in client.get(f"{PAGE}?words=zzz").content.decode()


def test_pages_follow_one_another(declared, monkeypatch):
    monkeypatch.setattr("dure.web.officer.staff_declarations.PER_PAGE", 1)
    client = browser(person())
    page = client.get(PAGE)
    assert [row["executor"] for row in page.context["rows"]] == ["수달라이브(가상)"]
    assert executors(client, page.context["page"].next_url.removeprefix(PAGE)) == ["도토리마켓(가상)"]


def test_the_file_asks_for_a_reason_brings_the_same_and_is_logged(declared):
    client = browser(person())
    address = f"{PAGE}export/?state=conflict"
    assert client.post(address, {"kind": "csv", "reason": ""}).status_code == 422
    before = AccessRecord.objects.count()
    answer = client.post(address, {"kind": "csv", "reason": "점검"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].endswith(f"{declared[1].application_no} {declared[1].name} (가족 또는 친족)")
    assert AccessRecord.objects.count() == before + 1


def test_others_read_none_of_it(declared):
    assert executors(browser(person("ministry"))) == ["수달라이브(가상)", "도토리마켓(가상)"]
    for who in (staff("acorn"), person("reviewer")):
        assert browser(who).get(PAGE).status_code == 403
        assert browser(who).post(f"{PAGE}export/", {"kind": "csv", "reason": "r"}).status_code == 403


def test_it_asks_as_often_however_many_there_are(declared, django_assert_max_num_queries):
    client = browser(person())
    client.get(PAGE)
    with django_assert_max_num_queries(16):
        client.get(PAGE)
