"""An officer's simulations, and what a merchant or anybody can get, as pages."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.people import NOW, person
from tests.jobs.running import run_jobs

from dure.domains.accounts.models import User
from dure.domains.programmes.models import ProgrammeVersion, SimulationRun
from dure.domains.programmes.services.upload import upload_programme
from dure.library import library_bytes

STRICTER = library_bytes("tops-2025").replace(b"rule: small_merchant()", b"rule: employees < 3")


@pytest.fixture(autouse=True)
def _inside_the_window(db, monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


def client(who=None, language: str = "ko") -> Client:
    browser = Client(headers={"accept-language": language})
    if who is not None:
        browser.force_login(User.objects.get(pk=who.user_id))
    return browser


def draft() -> int:
    return upload_programme(actor=person(), now=NOW, raw=STRICTER).version_id


def test_a_synthetic_simulation_waits_runs_and_is_shown_compared():
    before = published()
    browser, version = client(person()), draft()
    page = browser.get(f"/officer/programmes/{version}/").content.decode()
    assert page.count(f'<option value="{before.pk}" selected>') == 2, "the published one is offered first"
    answer = browser.post(
        f"/officer/programmes/{version}/trial/",
        {"whose": "synthetic", "size": "300", "seed": "2", "against": str(before.pk)},
    )
    assert answer.status_code == 302
    page = browser.get(answer.url).content.decode()
    assert "모의실험을 하고 있습니다" in page
    assert "hx-get" in page
    run_jobs()
    page = browser.get(answer.url).content.decode()
    assert "hx-trigger" not in page
    assert "판정이 바뀌는 사람" in page
    assert "시도별" in page
    assert page.count("<table") == page.count("<caption")
    listed = browser.get(f"/officer/programmes/{version}/").content.decode()
    assert answer.url in listed


def test_the_merchants_of_the_service_are_simulated_at_once():
    merchant(1)
    merchant(2, ksic="91249")
    version = draft()
    answer = client(person()).post(f"/officer/programmes/{version}/trial/", {"whose": "service"})
    run = SimulationRun.objects.get()
    assert answer.url == f"/officer/simulations/{run.pk}/"
    assert run.result["programme"]["whole"] == {"eligible": 1, "ineligible": 1, "unknown": 0}
    assert run.against_id is None


@pytest.mark.parametrize(("kind", "begins"), [("html", b"<!DOCTYPE"), ("xlsx", b"PK"), ("json", b"{")])
def test_what_was_found_can_be_taken_away(kind, begins):
    merchant(1)
    browser, version = client(person("ministry")), draft()
    client(person()).post(f"/officer/programmes/{version}/trial/", {"whose": "service"})
    run = SimulationRun.objects.get()
    answer = browser.get(f"/officer/simulations/{run.pk}/{kind}/")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"] == f'attachment; filename="simulation-tops-2025-{run.pk}.{kind}"'
    if kind == "json":
        assert json.loads(answer.content) == run.result
    assert browser.get(f"/officer/simulations/{run.pk}/pdf/").status_code == 404


def test_what_is_no_other_version_is_told_and_the_choice_of_none_is_kept():
    published()
    browser, version = client(person()), draft()
    for against in ("x", "9" * 30, str(version)):
        answer = browser.post(
            f"/officer/programmes/{version}/trial/",
            {"whose": "synthetic", "size": "300", "seed": "2", "against": against},
        )
        assert answer.status_code == 422
        assert "같은 사업의 다른 판을 골라 비교하십시오" in answer.content.decode()
    answer = browser.post(
        f"/officer/programmes/{version}/trial/",
        {"whose": "synthetic", "size": "0", "seed": "2", "against": ""},
    )
    assert (
        " selected>" not in answer.content.decode().split('id="against-synthetic"')[1].split("</select>")[0]
    )
    assert not SimulationRun.objects.exists()


def test_a_wrong_size_is_told_and_kept_and_nothing_waits():
    version = draft()
    answer = client(person()).post(
        f"/officer/programmes/{version}/trial/", {"whose": "synthetic", "size": "2000000", "seed": "1"}
    )
    assert answer.status_code == 422
    assert 'value="2000000"' in answer.content.decode()
    assert not SimulationRun.objects.exists()


def test_anybody_learns_what_can_be_got_and_nothing_is_kept():
    published()
    browser = client(language="en")
    asked = browser.get("/what-can-i-get/").content.decode()
    assert "What can I get?" in asked
    answer = browser.post("/what-can-i-get/", {"ksic": "91249", "employees": "3"})
    assert [group["id"] for group in answer.context["groups"]] == ["ineligible"]
    answer = browser.post("/what-can-i-get/", {"ksic": "47912", "employees": "3"})
    assert [group["id"] for group in answer.context["groups"]] == ["eligible_if"]
    assert len(answer.context["asks"]) == 3
    assert 'href="#id_annual_sales"' in answer.content.decode()
    wrong = browser.post("/what-can-i-get/", {"ksic": "4", "employees": "3"})
    assert wrong.status_code == 422
    assert 'value="4"' in wrong.content.decode()


def test_whoever_acts_for_one_merchant_is_led_to_its_answer():
    published()
    owner = signed_up("owner@test.example")
    mine = merchant(1, owner=owner)
    browser = client(owner)
    assert browser.get("/what-can-i-get/").url == f"/my/merchants/{mine.pk}/what-can-i-get/"
    page = browser.get(f"/my/merchants/{mine.pk}/what-can-i-get/")
    assert [group["id"] for group in page.context["groups"]] == ["eligible"]
    other = merchant(2)
    assert browser.get(f"/my/merchants/{other.pk}/what-can-i-get/").status_code == 404


def test_what_a_merchant_has_applied_to_is_not_offered_again():
    version = published()
    owner = signed_up("owner@test.example")
    mine = merchant(1, owner=owner)
    application(mine, version)
    page = client(owner).get(f"/my/merchants/{mine.pk}/what-can-i-get/")
    assert [group["id"] for group in page.context["groups"]] == ["applied"]
    assert not page.context["groups"][0]["rows"][0].can_apply


def test_outside_every_window_nothing_is_offered(monkeypatch):
    published()
    monkeypatch.setenv("DURE_NOW", "2026-01-05T10:00:00+09:00")
    page = client(language="en").get("/what-can-i-get/").content.decode()
    assert "No call is open now" in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_the_answer_takes_a_constant_number_of_queries(django_assert_max_num_queries):
    for place in range(6):
        raw = library_bytes("tops-2025").replace(b"id: tops-2025", f"id: copy-{place}".encode())
        published(raw)
    assert ProgrammeVersion.objects.count() == 6
    browser = client()
    browser.post("/what-can-i-get/", {"employees": "3"})  # each version is compiled once a process
    with django_assert_max_num_queries(6):
        answer = browser.post("/what-can-i-get/", {"employees": "3"})
    assert len(answer.context["offers"]) == 6
