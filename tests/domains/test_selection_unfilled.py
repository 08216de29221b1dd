"""A place that nobody of the reserve list can be given: named with the reason, and the officers are told."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains.selecting import (
    CONSULT,
    SMALL,
    TOLD,
    applicant,
    first_stage,
    holders,
    officer,
    place_of,
    told,
)

from dure.domains.accounts.models import User
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.selection.models import Selection
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.stages import case_of
from dure.domains.selection.unfilled import Unfilled
from dure.domains.selection.vacancies import why_free

pytestmark = pytest.mark.django_db
STAGE = f"/officer/selection/{SMALL}/{CONSULT}/"


def given_up(*numbers: int) -> None:
    for n in numbers:
        give_up_place(actor=applicant(n), now=TOLD, place_id=place_of(n).pk)


def free_at(executor: str) -> Unfilled | None:
    selection = Selection.objects.get()
    return why_free(selection, case_of(selection), executor)


def test_as_long_as_somebody_waits_nobody_is_told():
    officer()
    first_stage()
    told()
    given_up(1, 4, 7, 10)  # all of acorn: 13 to 16 move up
    assert holders()["acorn"] == [13, 14, 15, 16]
    assert free_at("acorn") is None
    assert not Notice.objects.filter(template="place_not_filled").exists()


def test_when_the_list_is_empty_the_place_is_not_filled_and_says_so(monkeypatch):
    monkeypatch.setenv("DURE_NOW", TOLD.isoformat())
    who = officer()
    first_stage()
    told()
    given_up(1, 4, 7, 10, 13, 2)
    assert holders()["acorn"] == [14, 15, 16]
    assert free_at("acorn") == Unfilled("acorn", 1, "nobody")
    assert free_at("otter") == Unfilled("otter", 1, "nobody")
    assert free_at("pinecone") is None
    noted = Event.objects.filter(subject="selection", details__has_key="not_filled").order_by("pk")
    assert [(one.details["place"], one.details["not_filled"], one.details["free"]) for one in noted] == [
        ("acorn", "nobody", 1), ("otter", "nobody", 1),
    ]  # fmt: skip
    notices = Notice.objects.filter(template="place_not_filled", user_id=who.user_id).order_by("pk")
    assert [one.parameters["items"][0]["en"] for one in notices] == [
        "Acorn Market: 1, nobody is left on the reserve list",
        "Otter Live: 1, nobody is left on the reserve list",
    ]
    assert notices[0].parameters["items"][0]["ko"] == "도토리마켓: 1자리, 예비 명단에 남은 사람이 없습니다"
    assert notices[0].link == f"{STAGE}places/"

    browser = Client()
    browser.force_login(User.objects.get(pk=who.user_id))
    places = browser.get(f"{STAGE}places/?executor=acorn").content.decode()
    assert "채우지 못함: 1자리" in places
    assert "예비 명단에 남은 사람이 없습니다. 추가 모집을 할지" in places
    assert "채우지 못함" not in browser.get(f"{STAGE}places/?executor=pinecone").content.decode()
    assert browser.get(STAGE).content.decode().count(">채우지 못함</span>") == 2
    sent = browser.post(f"{STAGE}decisions/export/", {"reason": "추가 모집 검토", "kind": "csv"})
    lines = b"".join(sent).decode("utf-8-sig").splitlines()
    assert [line.split(",")[4:6] for line in lines if "채우지 못함" in line] == [
        ["채우지 못함: 1자리", "도토리마켓"], ["채우지 못함: 1자리", "수달라이브"],
    ]  # fmt: skip
