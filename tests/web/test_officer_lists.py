"""Lists of officers: filters, search, a constant number of queries, indexes used, exports with a reason."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.domains.builders import application, business_number, merchant, published
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import actor_of
from dure.domains.accounts.models import Membership, User
from dure.domains.applications.models import Application, ApplicationDocument, Supplement
from dure.domains.applications.queries import applicants_of
from dure.domains.applications.queries_officer import Wanted, applicants
from dure.domains.merchants.queries_officer import WantedMerchants, count_up_to, merchants
from dure.domains.notices.models import Notice
from dure.domains.privacy.models import AccessRecord
from dure.engine.law.deadlines import day_of

LIST = "/officer/programmes/by-id/tops-2025/applications/"


@pytest.fixture
def officer(db, monkeypatch) -> Client:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    signed = Client(headers={"accept-language": "ko"})
    signed.force_login(User.objects.get(pk=person("officer").user_id))
    return signed


@pytest.fixture
def listed(officer) -> list[Application]:
    version = published()
    rows = (
        ({"name": "두레상회"}, {"verdict": "eligible"}),
        ({"name": "다람공방", "region": "4211010100"}, {"verdict": "unknown", "choices": ("otter",)}),
        (
            {"name": "한결식품", "region": "4772010100", "ksic": "10711"},
            {"state": "accepted", "entry": "import"},
        ),
        ({"name": "하늘꽃집", "region": None}, {"state": "supplementing", "choices": ()}),
        ({"name": "초안가게"}, {"state": "draft"}),
    )
    return [
        application(merchant(n, **facts), version, n=n, **more) for n, (facts, more) in enumerate(rows, 1)
    ]


def shown(client: Client, query: str = "") -> list[str]:
    page = client.get(f"{LIST}?{query}")
    assert page.status_code == 200
    return [row["name"] for row in page.context["rows"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["두레상회", "다람공방", "한결식품", "하늘꽃집"]),
        ("state=submitted", ["두레상회", "다람공방"]),
        ("verdict=eligible", ["두레상회"]),
        ("verdict=none", ["한결식품", "하늘꽃집"]),
        ("executor=otter", ["다람공방"]),
        ("executor=none", ["하늘꽃집"]),
        ("province=51", ["두레상회", "다람공방"]),
        ("province=27", ["한결식품"]),
        ("province=47", []),
        ("province=%3F", ["하늘꽃집"]),
        ("section=C", ["한결식품"]),
        ("section=G", ["두레상회", "다람공방", "하늘꽃집"]),
        ("entry=import", ["한결식품"]),
        ("words=ㄷㄹ", ["두레상회", "다람공방"]),
        ("words=두레", ["두레상회"]),
        ("words=ㅎㄴㄲㅈ", ["하늘꽃집"]),
        ("words=3", ["한결식품"]),
        ("words=tops-2025-000002", ["다람공방"]),
        (f"words={business_number(4)}", ["하늘꽃집"]),
        ("words=없는이름", []),
        ("state=nonsense", ["두레상회", "다람공방", "한결식품", "하늘꽃집"]),
        ("sort=-time", ["하늘꽃집", "한결식품", "다람공방", "두레상회"]),
    ],
)
def test_filters(officer, listed, query, names):
    assert shown(officer, query) == names


@pytest.mark.django_db
def test_filters_by_documents_and_supplements(officer, listed):
    ApplicationDocument.objects.create(application=listed[0], document="brand_plan", handed_in_at=NOW)
    ApplicationDocument.objects.create(
        application=listed[1], document="brand_plan", handed_in_at=NOW, state="refused"
    )
    Supplement.objects.create(application=listed[3], items=[], asked_at=NOW, due_at=NOW)
    assert shown(officer, "documents=waiting") == ["두레상회"]
    assert shown(officer, "documents=refused") == ["다람공방"]
    assert shown(officer, "supplement=overdue") == ["하늘꽃집"]
    assert shown(officer, "supplement=open") == []


@pytest.mark.django_db
def test_numbers_are_masked_and_as_many_queries_whatever_the_length(officer, listed):
    page = officer.get(LIST).content.decode()
    assert business_number(1) not in page
    assert "*****" in page
    with CaptureQueriesContext(connection) as first:
        officer.get(LIST)
    version = published()
    for n in range(10, 70):
        application(merchant(n), version, n=n)
    with CaptureQueriesContext(connection) as second:
        found = officer.get(LIST)
    assert len(second) == len(first)
    assert len(found.context["rows"]) == 50
    rest = officer.get(found.context["page"].next_url).context["rows"]
    assert len(rest) == 14
    assert not {row["id"] for row in rest} & {row["id"] for row in found.context["rows"]}


@pytest.mark.django_db
def test_an_export_asks_why_and_notes_it(officer, listed):
    address = f"{LIST}export/?state=submitted"
    refused = officer.post(address, {"kind": "csv", "reason": " "})
    assert refused.status_code == 422
    assert not AccessRecord.objects.filter(kind="download").exists()
    answer = officer.post(address, {"kind": "csv", "reason": "유선 안내"})
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [(r["상호"], r["사업자등록번호"], r["희망수행기관"]) for r in rows] == [
        ("두레상회", business_number(1), "도토리마켓(가상)"),
        ("다람공방", business_number(2), "수달라이브(가상)"),
    ]
    assert "대표자명" not in rows[0]
    noted = AccessRecord.objects.get(kind="download")
    assert (noted.reason, noted.subjects, noted.subject) == ("유선 안내", 2, "application")


@pytest.mark.django_db
def test_an_export_with_contacts_has_them(officer, listed):
    found = listed[0].merchant
    found.owner_name, found.phone = "김가상", "010-1234-5678"
    found.save()
    answer = officer.post(f"{LIST}export/?words=두레", {"kind": "csv", "reason": "x", "contacts": "on"})
    row = next(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert (row["대표자명"], row["전화번호"]) == ("김가상", "010-1234-5678")


@pytest.mark.django_db
def test_all_of_a_list_are_accepted_through_the_page(officer, listed):
    Application.objects.filter(pk=listed[0].pk).update(entry="import")
    address = f"{LIST}accept/?verdict=eligible"
    page = officer.get(address)
    assert page.context["number"] == 1
    form = page.context["form"]
    sent = {name: form.initial[name] for name in ("nonce", "expected")}
    assert officer.post(address, sent | {"reason": " "}).status_code == 422
    for _ in range(2):
        assert officer.post(address, sent | {"reason": "확인"}).status_code == 302
    listed[0].refresh_from_db()
    assert listed[0].state == "accepted"
    assert Notice.objects.filter(template="application_accepted").count() == 1


@pytest.mark.django_db
def test_the_desk_counts_what_its_links_list(officer, listed):
    ApplicationDocument.objects.create(application=listed[0], document="brand_plan", handed_in_at=NOW)
    Supplement.objects.create(application=listed[3], items=[], asked_at=NOW, due_at=NOW)
    tasks = officer.get("/officer/").context["programmes"][0]["tasks"]
    assert tasks
    for task in tasks:
        if "/applications/" in task["url"]:
            assert len(officer.get(task["url"]).context["rows"]) == task["count"], task["label"]


@pytest.mark.django_db
def test_looking_at_an_application_and_a_merchant_is_noted(officer, listed):
    officer.get(f"/officer/applications/{listed[0].pk}/")
    officer.get(f"/officer/merchants/{listed[0].merchant_id}/")
    page = officer.post(f"/officer/merchants/{listed[0].merchant_id}/reveal/").content.decode()
    assert re.sub(r"(\d{3})(\d{2})(\d{5})", r"\1-\2-\3", business_number(1)) in page
    assert list(AccessRecord.objects.order_by("pk").values_list("kind", "subject")) == [
        ("view", "application"),
        ("view", "merchant"),
        ("reveal", "merchant"),
    ]


@pytest.mark.django_db
def test_lists_walk_indexes_and_never_the_tables(officer):
    version = published()
    who = person("officer")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO merchants_merchant (business_no, name, search, region, ksic, owner_name, phone,"
            " email, version, made_at, changed_at)"
            " SELECT lpad(i::text, 10, '0'), 'name ' || i, 'name' || i || ' ' || lpad(i::text, 10, '0'),"
            " '5111010100', '47912', '', '', '', 1, now(), now() FROM generate_series(1, 20000) AS i"
        )
        cursor.execute(
            "INSERT INTO applications_application (programme, version_id, merchant_id, application_no, entry,"
            " state, choices, answers, facts, name, region, ksic, search, verdict, made_at, changed_at,"
            " submitted_at, revision, draft, refusal_rules, refusal_reason)"
            " SELECT 'tops-2025', %s, id, 'TOPS-2025-' || lpad(id::text, 6, '0'), 'application', 'submitted',"
            " ARRAY[CASE WHEN id %% 50 = 0 THEN 'otter' ELSE 'acorn' END], '{}', '{}', name, region, ksic,"
            " search, 'eligible', now(), now(), now(), 1, '{}', '{}', '' FROM merchants_merchant",
            [version.pk],
        )
        cursor.execute("ANALYZE merchants_merchant, applications_application")
    on, found = day_of(NOW), []
    for wanted in (
        Wanted(),
        Wanted(state="submitted"),
        Wanted(words="name12"),
        Wanted(words="1234567890"),
        Wanted(executor="otter"),
        Wanted(province="51", section="G"),
        Wanted(documents="waiting"),
    ):
        rows = applicants(who, "tops-2025", wanted, on=on, now=NOW)
        found += [
            rows.order_by("application_no", "id")[:51],
            rows.order_by("-submitted_at", "-id")[:51],
        ]
    for looked_for in (
        WantedMerchants(),
        WantedMerchants(words="name12"),
        WantedMerchants(words="1234567890"),
        WantedMerchants(province="51"),
    ):
        rows = merchants(who, looked_for, on)
        found += [rows.order_by("id" if looked_for.words else "name", "id")[:51]]
    assert count_up_to(merchants(who, WantedMerchants(), on), "id") == 10_001
    for query in [*found, *_of_one_programme(version, on)]:
        plan = query.explain()
        assert not re.search(
            r"Seq Scan on (merchants_merchant|applications_application)\b(?!document)", plan
        ), plan


def _of_one_programme(version, on) -> list:
    """Return the lists of officers of one programme: of the great one, and of one with few applicants."""
    great, few = person("officer", email="great@test.example"), person("officer", email="few@test.example")
    for who, programme in ((great, "tops-2025"), (few, "few-2025")):
        Membership.objects.filter(user_id=who.user_id).update(programme=programme)
    Application.objects.filter(pk__in=Application.objects.values("pk")[:3]).update(programme="few-2025")
    great, few = (actor_of(who.user_id, NOW) for who in (great, few))
    everybody = merchants(few, WantedMerchants(), on, applicants_of(few))
    assert everybody.count() == 3
    assert merchants(great, WantedMerchants(), on, applicants_of(great)).count() == 20_000 - 3
    return [
        applicants(great, "tops-2025", Wanted(), on=on, now=NOW).order_by("application_no", "id")[:51],
        applicants(great, "few-2025", Wanted(), on=on, now=NOW).order_by("application_no", "id")[:51],
        everybody.order_by("name", "id")[:51],
        merchants(few, WantedMerchants(words="name12"), on, applicants_of(few)).order_by("id")[:51],
    ]
