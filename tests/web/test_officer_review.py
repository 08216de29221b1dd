"""The officer's pages of review: the first stage opened, progress, panels formed and assigned."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains.builders import published
from tests.domains.people import NOW, person
from tests.domains.reviews import CHAMPION, ROUND, TOPS, accepted, closed, opened, panel_of, sheet, staff

from dure.domains.accounts.models import User
from dure.domains.review.models import Assignment, Entrant, PanelMember

PAGE, PANEL = f"/officer/review/{TOPS}/", f"/officer/review/{TOPS}/{ROUND}/panel/"


@pytest.fixture(autouse=True)
def _inside_the_window(db, monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


def client(who=None) -> Client:
    browser = Client(headers={"accept-language": "ko"})
    browser.force_login(User.objects.get(pk=(who or person()).user_id))
    return browser


def test_the_first_stage_is_opened_and_its_progress_is_told():
    made = accepted(published(), 3)
    browser = client()
    assert browser.get(PAGE).context["waiting"] == 3
    assert browser.post(f"{PAGE}open/").status_code == 302
    sheet(made[0], 50_000)
    page = browser.get(PAGE)
    rows = page.context["stages"][0]["rows"]
    assert [(row["scored"], row["total"], row["left"]) for row in rows] == [(1, 3, 2), (0, 3, 3)]
    assert page.context["waiting"] == 0
    closed()
    page = browser.post(f"{PAGE}open/")
    assert page.status_code == 422
    assert "점수가 확정되었습니다" in page.content.decode()
    assert Entrant.objects.count() == 6


def test_a_panel_is_formed_and_assigned():
    made = accepted(published(), 2, ("acorn",))
    browser = client()
    assert browser.post(f"{PANEL}assign/").status_code == 422
    opened(CHAMPION, [(one.pk, "acorn") for one in made])
    sitting = panel_of(5)
    browser.post(f"{PANEL}form/", {"reviewers": [who.user_id for who in sitting]})
    assert PanelMember.objects.count() == 5
    assert browser.post(f"{PANEL}assign/").status_code == 302
    assert Assignment.objects.count() == 10
    page = browser.get(PANEL)
    assert [row["seat"].cases for row in page.context["seats"]] == [2] * 5
    assert "reviewer0@test.example" not in page.content.decode()
    assert browser.post(f"{PANEL}form/", {"reviewers": [staff().user_id, "x"]}).status_code == 422
    assert PanelMember.objects.filter(until__isnull=True).count() == 5


def test_too_few_reviewers_are_told():
    made = accepted(published(), 1, ("acorn",))
    opened(CHAMPION, [(made[0].pk, "acorn")])
    browser = client()
    browser.post(f"{PANEL}form/", {"reviewers": [who.user_id for who in panel_of(3)]})
    page = browser.post(f"{PANEL}assign/", follow=True).content.decode()
    assert "위원이 2명 모자랍니다. 평가할 수 있는 위원이 3명뿐입니다" in page


def test_the_ministry_looks_and_changes_nothing():
    accepted(published(), 1)
    browser = client(person("ministry", code="ministry"))
    assert "<form" not in browser.get(PAGE).content.decode().split("<main", 1)[1].split("</main")[0]
    for address in (f"{PAGE}open/", f"{PANEL}form/", f"{PANEL}assign/"):
        assert browser.post(address).status_code == 403
    assert browser.get(f"/officer/review/{TOPS}/consult_review/panel/").status_code == 404
    assert browser.get("/officer/review/unknown/").status_code == 404


def test_of_many_reviewers_the_first_are_offered_and_the_others_found(monkeypatch):
    monkeypatch.setattr("dure.web.officer.review.MOST_SHOWN", 2)
    made = accepted(published(), 1, ("acorn",))
    opened(CHAMPION, [(one.pk, "acorn") for one in made])
    some = [who.user_id for who in panel_of(4)]
    browser = client()
    browser.post(f"{PANEL}form/", {"reviewers": [some[3]]})

    def offered(address: str) -> list[int]:
        return [one for one, _label in browser.get(address).context["form"].fields["reviewers"].choices]

    # Who sits comes first and is never left out, whatever is searched for.
    assert offered(PANEL) == [some[3], some[0], some[1]]
    assert "평가위원 4명을 찾았습니다" in browser.get(PANEL).content.decode()
    address = User.objects.get(pk=some[2]).email
    assert offered(f"{PANEL}?who={address.upper()}") == [some[3], some[2]]
    assert offered(f"{PANEL}?who=없는기관") == [some[3]]
    browser.post(f"{PANEL}form/", {"reviewers": [some[3], some[2]]})
    assert set(PanelMember.objects.values_list("reviewer_id", flat=True)) == {some[2], some[3]}
