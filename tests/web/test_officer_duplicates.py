"""Pages of duplicates: queue, evidence masked and revealed on record, decisions, undo, document check."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.domains.builders import application, merchant, published
from tests.domains.people import NOW, person
from tests.told import told

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.models import User
from dure.domains.merchants.models import DuplicatePair, Merchant
from dure.domains.merchants.services.seek_duplicates import seek_duplicates
from dure.domains.privacy.models import AccessRecord

PERSON = {"owner_name": "김하나", "phone": "010-0000-1234", "owner_birth_year": 1975}


@pytest.fixture
def officer(db, monkeypatch) -> Client:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    signed = Client(headers={"accept-language": "ko"})
    signed.force_login(User.objects.get(pk=person("officer").user_id))
    return signed


@pytest.fixture
def pair(officer) -> DuplicatePair:
    merchant(1, name="두레상회", **PERSON)
    merchant(2, name="두래상회", **PERSON)
    seek_duplicates(actor=SYSTEM, now=NOW)
    return DuplicatePair.objects.get()


def decide(client: Client, pair: DuplicatePair, **told: str):
    return client.post(f"/officer/duplicates/{pair.pk}/decide/", told)


def test_the_queue_shows_open_pairs_and_searches(officer, pair):
    shown = officer.get("/officer/duplicates/")
    assert [row["id"] for row in shown.context["rows"]] == [pair.pk]
    assert "두레상회" in shown.content.decode()
    assert not officer.get("/officer/duplicates/?state=different").context["rows"]
    assert officer.get("/officer/duplicates/?words=ㄷㄹㅅㅎ").context["rows"]


def test_more_pairs_need_no_more_queries_and_pages_do_not_overlap(officer, pair):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            officer.get("/officer/duplicates/")
        return len(seen)

    queries()
    few = queries()
    for n in range(3, 13):
        merchant(n, name=f"가게{n}", **PERSON)
    seek_duplicates(actor=SYSTEM, now=NOW)
    assert DuplicatePair.objects.count() == 66
    assert queries() <= few
    first = officer.get("/officer/duplicates/")
    second = officer.get(first.context["page"].next_url)
    ids = [row["id"] for page in (first, second) for row in page.context["rows"]]
    assert len(ids) == len(set(ids)) == 66
    scores = [row["score"] for page in (first, second) for row in page.context["rows"]]
    assert scores == sorted(scores, reverse=True)


def test_the_queue_is_walked_by_its_index(officer, pair):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(
            "EXPLAIN SELECT * FROM merchants_duplicatepair WHERE state = 'open'"
            " ORDER BY score DESC, id DESC LIMIT 51"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "duplicate_by_score" in plan


def test_values_are_masked_and_shown_on_record(officer, pair):
    page = officer.get(f"/officer/duplicates/{pair.pk}/").content.decode()
    assert "김하나" not in page
    assert "010-0000-1234" not in page
    assert told(page, "1975") == []
    seen = AccessRecord.objects.filter(kind="view", subject="merchant", what="pair of duplicates")
    assert set(seen.values_list("subject_id", flat=True)) == {str(pair.one_id), str(pair.other_id)}
    shown = officer.post(f"/officer/duplicates/{pair.pk}/reveal/").content.decode()
    assert "김하나" in shown
    assert "010-0000-1234" in shown
    assert AccessRecord.objects.filter(kind="reveal", subject="merchant").count() == 2


def test_addresses_are_masked_until_they_are_revealed(officer, pair):
    for n, address in ((pair.one_id, "강원 춘천시 가상로 12, 3층"), (pair.other_id, "강원 춘천시 가상로 12")):
        Merchant.objects.filter(pk=n).update(address=address)
    seek_duplicates(actor=SYSTEM, now=NOW)
    page = officer.get(f"/officer/duplicates/{pair.pk}/")
    (row,) = [one for one in page.context["evidence"] if one["term"] == "사업장 주소"]
    assert (row["one"], row["other"], row["level"]) == ("강원 춘천시 ****", "강원 춘천시 ****", "같음")
    assert (row["business"], row["owner"]) == (35, 0)
    (region,) = [one for one in page.context["evidence"] if one["term"] == "지역"]
    assert region["business"] == 0
    assert "가상로" not in page.content.decode()
    assert "가상로 12, 3층" in officer.post(f"/officer/duplicates/{pair.pk}/reveal/").content.decode()
    rows = page.context["evidence"]
    pair.refresh_from_db()
    assert sum(one["business"] for one in rows) == pair.score == 135


def test_the_points_of_the_page_add_up_to_the_score(officer, pair):
    rows = officer.get(f"/officer/duplicates/{pair.pk}/").context["evidence"]
    assert sum(row["business"] for row in rows) == pair.score == 110
    assert sum(row["owner"] for row in rows) == 100


def test_deciding_says_so_and_can_be_taken_back(officer, pair):
    answer = decide(officer, pair, verdict="same_business", reason="같은 곳임을 확인")
    assert answer.status_code == 302
    page = officer.get(answer["Location"]).content.decode()
    assert "같은 곳임을 확인" in page
    back = officer.post(f"/officer/duplicates/{pair.pk}/reopen/", {"reopen-reason": "잘못 보았음"})
    assert back.status_code == 302
    pair.refresh_from_db()
    assert pair.state == "open"


@pytest.mark.parametrize(
    "told", [{"verdict": "same_owner", "reason": " "}, {"reason": "이유"}, {"verdict": "merge"}]
)
def test_without_an_answer_or_a_reason_nothing_changes_and_what_was_typed_stays(officer, pair, told):
    answer = decide(officer, pair, **told)
    assert answer.status_code == 422
    assert told.get("reason", "").strip() in answer.content.decode()
    pair.refresh_from_db()
    assert pair.state == "open"


def test_the_list_is_exported_without_contacts(officer, pair):
    answer = officer.get("/officer/duplicates/export.csv")
    text = answer.content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["pair"], row["name_a"], row["name_b"], row["evidence.phone"]) == (
        str(pair.pk),
        "두레상회",
        "두래상회",
        "same",
    )
    assert told(text, "1234", "김하나", "1975", pair.one.business_no) == []


def test_the_document_check_is_warned_and_told_of_the_other_application(officer, pair):
    version = published()
    mine, theirs = (application(of, version, n=n) for n, of in enumerate((pair.one, pair.other), 1))
    page = officer.get(f"/officer/applications/{mine.pk}/")
    (warned,) = page.context["duplicates"]
    assert (warned["pair"], warned["is_decided"]) == (pair.pk, False)
    assert [one["id"] for one in warned["applications"]] == [theirs.pk]
    assert f'href="/officer/duplicates/{pair.pk}/"' in page.content.decode()
    decide(officer, pair, verdict="same_business", reason="같은 곳")
    for one in (mine, theirs):
        (warned,) = officer.get(f"/officer/applications/{one.pk}/").context["duplicates"]
        assert warned["is_decided"]
    DuplicatePair.objects.filter(pk=pair.pk).update(state="open", reason="", decided_at=None)
    decide(officer, pair, verdict="different", reason="다른 곳")
    assert officer.get(f"/officer/applications/{mine.pk}/").context["duplicates"] == []
    assert (mine.state, theirs.state) == ("submitted", "submitted")
