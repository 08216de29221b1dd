"""The search of the whole site: what everybody finds, what staff and merchants find, and by which index."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from tests.domains.builders import application, business_number, merchant, published, signed_up
from tests.domains.people import NOW, person
from tests.domains.reviews import staff

from dure.domains.accounts.models import User
from dure.domains.applications.queries_search import found_applications, found_merchants
from dure.language.hangul import search_text


@pytest.fixture(autouse=True)
def _inside_the_window(db, monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


@pytest.fixture
def world():
    version = published()
    owner = signed_up("owner@test.example")
    for n, name in enumerate(("두레상회", "춘천 도라지네", "가온 공방"), 1):
        made = merchant(n, name=name, owner=owner if n == 1 else None)
        application(made, version, n=n, state="accepted", choices=("acorn",) if n < 3 else ("otter",))
    return version


def client(who) -> Client:
    found = Client(headers={"accept-language": "ko"})
    if who is not None:
        found.force_login(User.objects.get(pk=who.user_id))
    return found


def counts(who, words: str) -> dict[str, int]:
    page = client(who).get("/search/", {"q": words})
    assert page.status_code == 200
    return {part["name"]: part["count"] for part in page.context["parts"]}


@pytest.mark.parametrize("words", ["탑스", "ㅌㅅ", "탑ㅅ", "tops", "2025", "브랜드 탑스"])
def test_everybody_finds_calls_and_nothing_of_merchants(world, words):
    assert counts(None, words) == {"calls": 1}
    assert counts(None, "두레") == {}


def test_everybody_sees_what_is_theirs_to_see(world):
    assert counts(person(), "ㄷㄹ") == {"applications": 2, "merchants": 2}
    assert counts(person("ministry", code="ministry"), "ㄷㄹ") == {"applications": 2, "merchants": 2}
    assert counts(staff(), "ㄷㄹ") == {"applications": 2}
    assert counts(staff("otter"), "ㄷㄹ") == {}
    assert counts(staff("otter"), "가온공방") == {"applications": 1}
    assert counts(signed_up("owner@test.example"), "ㄷㄹ") == {"applications": 1, "merchants": 1}
    assert counts(signed_up("newcomer@test.example"), "두레") == {}
    assert counts(person("reviewer", code="r"), "두레") == {}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("두ㄹ", 1),
        ("두레 상회", 1),
        ("상회", 1),
        ("도라지네 춘천", 1),
        ("도", 1),
        ("라", 0),
        ("두레 공방", 0),
        ("%", 0),
    ],
)
def test_words_may_be_half_typed_and_stand_in_any_order(world, words, found):
    assert counts(person(), words).get("merchants", 0) == found


def test_numbers_are_found_as_a_whole_and_shown_masked(world):
    number = business_number(1)
    written = f"{number[:3]}-{number[3:5]}-{number[5:]}"
    for words in (number, written):
        assert counts(person(), words) == {"applications": 1, "merchants": 1}
    assert counts(person(), "tops-2025-000002") == {"applications": 1}
    page = client(person()).get("/search/", {"q": number}).content.decode()
    assert re.sub(r"value=\"[^\"]*\"|“[^”]*”|q=[^\"&]*", "", page).find(number) == -1


def test_the_match_is_marked_the_words_stay_and_there_is_a_way_on(world):
    page = client(person()).get("/search/", {"q": "ㄷㄹ"}).content.decode()
    assert "<mark>두레</mark>" in page
    assert 'value="ㄷㄹ"' in page
    none = client(person()).get("/search/", {"q": "<script>없음"}).content.decode()
    assert "<script>없음" not in none
    assert 'href="/calls/"' in none
    assert client(None).get("/search/").status_code == 200
    assert client(None).get("/search/", {"q": "()"}).context["said"] is False


def test_one_kind_alone_is_paged(world):
    for n in range(10, 55):
        application(merchant(n, name=f"두레 {n}호점"), world, n=n, state="accepted")
    browser = client(person())
    page = browser.get("/search/", {"q": "ㄷㄹ"})
    part = next(part for part in page.context["parts"] if part["name"] == "merchants")
    assert (part["count"], len(part["rows"])) == (47, 5)
    seen, address = [], part["more_url"]
    while address:
        part = browser.get(address).context["parts"][0]
        seen += [row["url"] for row in part["rows"]]
        address = part["page"].next_url
    assert len(seen) == len(set(seen)) == 47


def test_the_search_asks_as_often_whatever_it_finds(world, django_assert_max_num_queries):
    browser = client(person())
    browser.get("/search/", {"q": "ㄷㄹ"})
    with django_assert_max_num_queries(16) as few:
        browser.get("/search/", {"q": "ㄷㄹ"})
    for n in range(10, 40):
        application(merchant(n, name=f"두레 {n}호점"), world, n=n, state="accepted")
    with django_assert_max_num_queries(len(few)):
        browser.get("/search/", {"q": "ㄷㄹ"})


@pytest.mark.parametrize("words", ["ㄷㄹ", "두레상", "두", "상회 두레"])
@pytest.mark.parametrize("kind", ["merchants", "applications"])
def test_the_index_of_trigrams_finds_them(world, words, kind):
    """Also words of one or two letters: they begin a word, and so have trigrams."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO merchants_merchant (business_no, name, search, email, phone, owner_name, version,"
            " made_at, changed_at) SELECT lpad((3000000000 + n)::text, 10, '0'), 'x', %s || n, '', '', '', 1,"
            " now(), now() FROM generate_series(1, 3000) n",
            [search_text("가나다라마바사")],
        )
        cursor.execute("ANALYZE merchants_merchant; ANALYZE applications_application")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    found = found_merchants(person(), words) if kind == "merchants" else found_applications(person(), words)
    plan = found.explain()
    assert ("merchant_search" if kind == "merchants" else "application_search") in plan
