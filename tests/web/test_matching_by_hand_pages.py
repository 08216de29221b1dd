"""Planned rounds by hand, rules and lists, at the officers' desk and at an executor's."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains.matching import executors_case, provider, seller_case, staff, wished
from tests.domains.people import NOW, person

from dure.domains.accounts.models import User
from dure.domains.matching.models import Match, PairRule, Provider
from dure.domains.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db(transaction=True)
DESK = "/executor/tops-2025/matching/seller/"
OFFICER = "/officer/matching/tops-2025/seller/"


@pytest.fixture(autouse=True)
def _the_day_of_the_plan(monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


def browser(who) -> Client:
    found = Client(headers={"accept-language": "en"})
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def text(answer) -> str:
    return answer.content.decode()


def alive() -> list[int]:
    return list(Match.objects.filter(state="planned").order_by("pk").values_list("provider_id", flat=True))


def test_an_officer_moves_a_merchant_and_what_was_typed_is_kept_where_the_reason_is_missing():
    owner, rows = seller_case(1)
    provider()
    provider("second@test.example")
    wished(owner, rows[0])
    officer = browser(person())
    officer.post(OFFICER + "plan/", {"nonce": "1"})
    page = text(officer.get(OFFICER + "rounds/1/"))
    address = f"{OFFICER}rounds/1/by-hand/{rows[0].pk}/"
    assert address in page
    match = Match.objects.get()
    other = Provider.objects.exclude(pk=match.provider_id).get()
    assert f'<option value="{other.pk}"' in text(officer.get(address))
    refused = officer.post(address, {"go": "put", "provider": other.pk, "reason": " "})
    assert (refused.status_code, alive()) == (422, [match.provider_id])
    assert f'<option value="{other.pk}" selected' in text(refused)
    moved = officer.post(address, {"go": "put", "provider": other.pk, "reason": "가까운 곳"})
    assert (moved.status_code, moved.headers["Location"], alive()) == (302, OFFICER + "rounds/1/", [other.pk])
    assert "by hand" in text(officer.get(OFFICER + "rounds/1/"))


def test_an_executor_takes_a_pair_out_lists_why_and_puts_it_back():
    rows = executors_case(2, 1)
    one = provider(capacity=5)
    acorn = browser(staff("acorn"))
    acorn.post(DESK + "plan/", {"nonce": "1"})
    address = f"{DESK}rounds/1/by-hand/{rows[0].pk}/"
    match = Match.objects.get(application=rows[0])
    assert acorn.post(address, {"go": f"out-{match.pk}", "out_reason": ""}).status_code == 422
    assert len(alive()) == 2
    assert acorn.post(address, {"go": f"out-{match.pk}", "out_reason": "이해관계"}).status_code == 302
    assert len(alive()) == 1
    page = text(acorn.get(DESK + "rounds/1/unmatched/"))
    assert "Taken out of the round by hand: 이해관계" in page
    assert address in page
    assert acorn.post(address, {"go": "put", "provider": one.pk, "reason": "다시"}).status_code == 302
    assert len(alive()) == 2
    other_merchant = f"{DESK}rounds/1/by-hand/{rows[2].pk}/"
    assert acorn.get(other_merchant).status_code == 404
    assert browser(staff("otter")).get(address).status_code == 404
    assert browser(person()).get(f"{OFFICER}rounds/1/by-hand/{rows[0].pk}/").status_code == 404


def test_an_executor_keeps_a_rule_at_its_desk_and_lifts_it():
    rows = executors_case(1, 1)
    one = provider(capacity=5)
    acorn = browser(staff("acorn"))
    sent = {"kind": "barred", "number": rows[1].application_no, "provider": one.pk, "reason": "왜"}
    refused = acorn.post(DESK + "rules/", sent)
    assert (refused.status_code, PairRule.objects.count()) == (422, 0)
    assert "Nobody who is to be matched here has this receipt number." in text(refused)
    assert acorn.post(DESK + "rules/", sent | {"number": rows[0].application_no}).status_code == 302
    rule = PairRule.objects.get()
    page = text(acorn.get(DESK))
    assert (f"{DESK}rules/{rule.pk}/lift/" in page, "/officer/" in page) == (True, False)
    assert acorn.post(f"{DESK}rules/{rule.pk}/lift/").status_code == 302
    assert PairRule.objects.standing().count() == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_executor_exports_its_round_with_a_reason_which_is_noted(kind):
    rows = executors_case(2, 1)
    provider(capacity=1)
    acorn = browser(staff("acorn"))
    acorn.post(DESK + "plan/", {"nonce": "1"})
    unmatched = DESK + "rounds/1/unmatched/export/"
    assert acorn.post(unmatched, {"kind": kind, "reason": ""}).status_code == 422
    assert not AccessRecord.objects.filter(kind="download").exists()
    got = acorn.post(unmatched, {"kind": kind, "reason": "보고"})
    pairs = acorn.post(DESK + "export/?round=1", {"kind": kind, "reason": "보고"})
    bodies = [b"".join(one.streaming_content) for one in (got, pairs)]
    assert all(f".{kind}" in one.headers["Content-Disposition"] for one in (got, pairs))
    if kind == "csv":
        assert "All who could are full with others" in bodies[0].decode("utf-8-sig")
        number = rows[2].application_no
        assert not any(number in body.decode("utf-8-sig") for body in bodies)
        assert len(bodies[1].decode("utf-8-sig").strip().splitlines()) == 2
    assert AccessRecord.objects.filter(kind="download", reason="보고").count() == 2
