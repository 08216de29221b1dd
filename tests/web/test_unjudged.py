"""A call for whose day the law has no figure is told apart: no page fails, and none is published."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains.builders import merchant, published, signed_up, with_figures
from tests.domains.people import NOW, person

from dure.domains.accounts.models import User
from dure.domains.events.models import Event
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.services import publish
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.engine.problems import Refused
from dure.library import library_bytes

pytestmark = pytest.mark.django_db

LACKING = (
    with_figures(library_bytes("tops-2025"))
    .replace(b"id: tops-2025\n", b"id: early-2015\n", 1)
    .replace(b"reference_day: 2025-03-18", b"reference_day: 2015-03-18", 1)
)


@pytest.fixture(autouse=True)
def _inside_the_window(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> ProgrammeVersion:
    """Return a call that was published before, and TOPS 2025 beside it."""
    published()
    monkeypatch.setattr(publish, "refuse_unjudged", lambda _programme: None)
    return published(LACKING)


def client(who: object | None = None) -> Client:
    browser = Client(headers={"accept-language": "en"})
    if who is not None:
        browser.force_login(User.objects.get(pk=who.user_id))  # type: ignore[attr-defined]
    return browser


def test_such_a_file_is_not_published_and_nothing_changes():
    officer = person("officer")
    version = upload_programme(actor=officer, now=NOW, raw=LACKING).version_id
    events = Event.objects.count()
    with pytest.raises(Refused) as refused:
        publish_programme(actor=officer, now=NOW, version_id=version, reason="why")
    (problem,) = refused.value.problems
    assert (problem.code, dict(problem.params)["day"]) == ("law.missing", "2015-03-18")
    assert ProgrammeVersion.objects.get(pk=version).state == "draft"
    assert Event.objects.count() == events


def test_what_can_i_get_answers_for_all_others(call):
    page = client().get("/what-can-i-get/").content.decode()
    assert "These open calls cannot be judged now" in page
    assert "no verdict can be given for that day" in page
    answer = client().post("/what-can-i-get/", {"ksic": "47912", "employees": "3"})
    assert answer.status_code == 200
    assert "1 open programme was looked at" in answer.content.decode()


def test_the_answer_of_ones_own_business_and_its_page_stand(call):
    owner = signed_up("owner@test.example")
    mine = merchant(1, owner=owner)
    found = client(owner).get(f"/my/merchants/{mine.pk}/what-can-i-get/")
    assert (found.status_code, "cannot be judged now" in found.content.decode()) == (200, True)
    assert client(owner).get(f"/my/merchants/{mine.pk}/").status_code == 200


def test_the_call_page_shows_the_call_and_says_why_nobody_is_judged(call):
    owner = signed_up("owner@test.example")
    merchant(1, owner=owner)
    found = client(owner).get("/calls/early-2015/")
    assert found.status_code == 200
    assert "Eligibility cannot be judged now" in found.content.decode()


@pytest.mark.parametrize("address", ["/calls/early-2015/eligibility/", "/calls/early-2015/apply/"])
def test_pages_that_would_judge_answer_in_words(call, address):
    owner = signed_up("owner@test.example")
    merchant(1, owner=owner)
    browser = client(owner)
    browser.raise_request_exception = False
    found = browser.get(address, follow=True)
    assert found.status_code in (200, 409), (address, found.status_code)
    if found.status_code == 409:
        assert "no verdict can be given for that day" in found.content.decode()


def test_the_officers_pages_of_such_a_version_stand(call):
    officer = person("officer")
    browser = client(officer)
    browser.raise_request_exception = False
    codes = {
        address: browser.get(address, follow=True).status_code
        for address in (
            f"/officer/programmes/{call.pk}/",
            f"/officer/programmes/{call.pk}/rules/",
            f"/officer/programmes/{call.pk}/rules/small_merchant/",
            "/officer/programmes/by-id/early-2015/applications/",
            "/officer/programmes/by-id/early-2015/imports/",
        )
    }
    assert set(codes.values()) <= {200, 409}, codes


def test_simulating_such_a_version_is_told_in_words(call):
    browser = client(person("officer"))
    answer = browser.post(f"/officer/programmes/{call.pk}/trial/", {"whose": "service"})
    assert answer.status_code == 422
    assert "no value of" in answer.content.decode()
