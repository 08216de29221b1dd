"""What pages tell: states of calls, what the rules say, nothing kept, a constant number of queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.domains.people import NOW, person

from dure.domains.events.models import Event
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.library import library_bytes

TOPS = library_bytes("tops-2025")


def published(raw: bytes = TOPS) -> ProgrammeVersion:
    officer = person("officer", email="first@test.example")
    version = upload_programme(actor=officer, now=NOW, raw=raw).version_id
    publish_programme(actor=officer, now=NOW, version_id=version, reason="why")
    return ProgrammeVersion.objects.get(pk=version)


@pytest.fixture
def korean() -> Client:
    return Client(headers={"accept-language": "ko"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2025-03-18T08:59:59+09:00", "예정"),
        ("2025-03-18T09:00:00+09:00", "접수 중"),
        ("2025-04-18T17:59:59+09:00", "접수 중"),
        ("2025-04-18T18:00:00+09:00", "마감"),
    ],
)
def test_a_call_says_where_it_stands_in_time(korean, monkeypatch, now, state):
    published()
    monkeypatch.setenv("DURE_NOW", now)
    for address in ("/", "/calls/tops-2025/"):
        assert f">{state}<" in korean.get(address).content.decode()


def _windows(**windows: tuple[int, int]) -> None:
    """Publish calls whose windows begin and end so many days from now."""
    ProgrammeVersion.objects.bulk_create(
        ProgrammeVersion(
            programme=name, hash=f"{n:064d}", raw=b"", title_ko=f"사업 {name}", title_en=f"Programme {name}",
            state="published", opens_at=NOW + timedelta(days=opens), closes_at=NOW + timedelta(days=closes),
            uploaded_at=NOW, published_at=NOW,
        )
        for n, (name, (opens, closes)) in enumerate(windows.items())
    )  # fmt: skip


@pytest.mark.django_db
def test_the_first_page_shows_open_calls_then_the_next_then_the_last(korean, monkeypatch):
    _windows(over=(-9, -5), lately=(-9, -1), long=(-2, 30), soon=(-2, 3), later=(20, 60), next=(2, 90))
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    shown = [card["version"].programme for card in korean.get("/").context["calls"]]
    assert shown == ["soon", "long", "next", "later", "lately", "over"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["begins", "goes", "ended"]),
        ("?state=open", ["goes"]),
        ("?state=planned", ["begins"]),
        ("?state=closed", ["ended"]),
        ("?state=closed&q=goes", []),
        ("?state=none", ["begins", "goes", "ended"]),
    ],
)
def test_calls_are_picked_by_where_they_stand_and_what_was_searched_stays(korean, monkeypatch, query, names):
    _windows(ended=(-9, 0), goes=(0, 5), begins=(1, 9))
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    page = korean.get(f"/calls/{query}")
    assert [card["version"].programme for card in page.context["calls"]] == names
    if "q=" in query:
        assert 'value="goes"' in page.content.decode()
        assert "q=goes&amp;state=open" in page.content.decode()


@pytest.mark.django_db
def test_the_demo_says_that_it_is_one(korean, monkeypatch):
    assert "데모" not in korean.get("/").content.decode()
    monkeypatch.setenv("DURE_NOW", "2025-03-24T10:00:00+09:00")
    page = korean.get("/").content.decode()
    assert "2025. 3. 24.(월) 10:00" in page


@pytest.mark.django_db
def test_a_draft_has_no_call_page(korean):
    upload_programme(actor=person(), now=NOW, raw=TOPS)
    assert korean.get("/calls/tops-2025/").status_code == 404


@pytest.mark.django_db
def test_the_eligibility_check_keeps_nothing_and_explains_itself(korean):
    published()
    before = Event.objects.count()
    facts = {"ksic": "47912", "employees": "10", "annual_sales": "1000", "tax_arrears": "false"}
    page = korean.post("/calls/tops-2025/eligibility/", facts).content.decode()
    assert "자격 미충족" in page
    assert "소상공인기본법 제2조" in page
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_what_is_not_known_is_asked_for(korean):
    published()
    page = korean.post("/calls/tops-2025/eligibility/", {"employees": "3"})
    assert page.context["found"].verdict == "unknown"
    assert page.context["found"].missing[0] == "ksic"


@pytest.mark.django_db
def test_a_wrong_value_is_told_at_its_field_and_kept(korean):
    published()
    page = korean.post("/calls/tops-2025/eligibility/", {"ksic": "x1", "employees": "-1"})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"ksic", "employees"}
    assert 'value="x1"' in page.content.decode()


@pytest.mark.django_db
def test_lists_ask_the_database_as_often_whatever_their_length(korean, django_assert_num_queries):
    first = published()
    with django_assert_num_queries(3):
        korean.get("/calls/")
    ProgrammeVersion.objects.bulk_create(
        ProgrammeVersion(
            programme=f"p{n}",
            hash=f"{n:064d}",
            raw=b"",
            title_ko=f"사업 {n}",
            title_en=f"Programme {n}",
            state="published",
            opens_at=first.opens_at,
            closes_at=first.closes_at + timedelta(days=n % 3),
            uploaded_at=NOW,
            published_at=NOW,
        )
        for n in range(50)
    )
    with django_assert_num_queries(3):
        page = korean.get("/calls/")
    seen = []
    while page is not None:
        seen += [card["version"].programme for card in page.context["calls"]]
        address = page.context["page"].next_url
        page = korean.get(address) if address else None
    assert len(seen) == len(set(seen)) == 51


@pytest.mark.django_db
def test_pages_are_shut_to_scripts_and_frames_of_others(korean):
    answer = korean.get("/")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_the_health_page_answers(korean):
    assert korean.get("/healthz").json()["status"] == "ok"
