"""Pages of history: what happened in words, what changed without what is secret, and the seals."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.test import Client
from tests.domains.builders import application, merchant, published
from tests.domains.people import NOW, person
from tools.states import tables

from dure.domains.accounts.models import User
from dure.domains.applications.models import Application
from dure.domains.applications.states import APPLICATION_STATES
from dure.domains.events.act import act
from dure.domains.events.models import Seal
from dure.domains.events.transitions import move
from dure.domains.merchants.models import Merchant
from dure.domains.privacy.models import AccessRecord
from dure.web.people.act_words import ACTS
from dure.web.people.event_words import STATES, SUBJECTS

SOURCE = Path(__file__).resolve().parents[2] / "src" / "dure"


def browser() -> Client:
    found = Client(headers={"accept-language": "ko"})
    found.force_login(User.objects.get(pk=person("officer").user_id))
    return found


@pytest.mark.django_db
def test_the_history_of_a_thing_says_who_did_what_when_and_why():
    one = application(merchant(1), published())
    with act("application.accept", actor=person(), now=NOW, reason="모두 갖추었습니다") as this:
        move(this, APPLICATION_STATES, Application, [one.pk], "accept", changes={"choices": ["otter"]})
    text = browser().get(f"/officer/history/application/{one.pk}/").content.decode()
    for told in (
        "요건검토 적합",
        "제출됨 → 적합·수락",
        "모두 갖추었습니다",
        "2025. 3. 24.(월)",
        "acorn → otter",
    ):
        assert told in text
    record = AccessRecord.objects.get()
    assert (record.subject, record.subject_id, record.what) == ("application", str(one.pk), "history page")


@pytest.mark.django_db
def test_what_is_encrypted_or_secret_is_told_without_its_value():
    one = merchant(1, owner_name="홍길동", owner_birth_year=1980)
    with act("merchant.update", actor=person(), now=NOW) as this:
        Merchant.objects.filter(pk=one.pk).update(owner_name="김두레", owner_birth_year=1971, employees=4)
        this.record("merchant", one.pk)
    text = browser().get(f"/officer/history/merchant/{one.pk}/").content.decode()
    assert "2.50 → 4.00" in text
    assert "(표시하지 않음)" in text
    assert not any(secret in text for secret in ("홍길동", "김두레", "1971"))


@pytest.mark.django_db
def test_changes_outside_of_acts_are_told_apart():
    one = merchant(1)
    Merchant.objects.filter(pk=one.pk).update(name="몰래 바꿈")
    text = browser().get(f"/officer/history/merchant/{one.pk}/").content.decode()
    assert "다른 일과 함께 바뀐 항목" in text
    assert "몰래 바꿈" in text


@pytest.mark.django_db
def test_nothing_known_is_not_found():
    officer = browser()
    for address in ("application/999/", "nothing/1/", "merchant/x/"):
        assert officer.get(f"/officer/history/{address}").status_code == 404
    assert AccessRecord.objects.count() == 0


@pytest.mark.django_db
def test_the_log_is_paged_and_asks_a_constant_number_of_questions(django_assert_max_num_queries):
    officer = browser()
    with act("merchant.update", actor=person(), now=NOW) as this:
        for n in range(120):
            this.record("merchant", n)
    sizes = []
    address = "/officer/events/"
    while address:
        with django_assert_max_num_queries(16):
            answer = officer.get(address)
        sizes.append(len(answer.context["items"]))
        address = answer.context["page"].next_url
    assert sizes[:2] == [50, 50]
    assert sum(sizes) > 120


@pytest.mark.django_db
def test_the_newest_seal_is_shown_and_all_are_handed_out():
    officer = browser()
    assert "아직 봉인이 없습니다" in officer.get("/officer/events/").content.decode()
    for n in (1, 2):
        Seal.objects.create(from_id=n, to_id=n, count=1, previous="0" * 64, hash=str(n) * 64, at=NOW)
    assert "2" * 64 in officer.get("/officer/events/").content.decode()
    lines = officer.get("/officer/events/seals.csv").content.decode("utf-8-sig").splitlines()
    assert lines == [
        "from_id,to_id,count,previous,hash,at",
        f"1,1,1,{'0' * 64},{'1' * 64},2025-03-24T01:00:00+00:00",
        f"2,2,1,{'0' * 64},{'2' * 64},2025-03-24T01:00:00+00:00",
    ]


def calls() -> list[tuple[str, ast.Call]]:
    return [
        (node.func.id if isinstance(node.func, ast.Name) else node.func.attr, node)
        for path in (SOURCE / "domains").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    ]


def texts_of(node: ast.Call, place: int) -> set[str]:
    if len(node.args) <= place:
        return set()
    return {
        c.value
        for c in ast.walk(node.args[place])
        if isinstance(c, ast.Constant) and isinstance(c.value, str)
    }


def test_every_act_subject_and_state_has_words():
    found = calls()
    acts = {text for name, node in found if name == "act" for text in texts_of(node, 0)}
    assert acts - set(ACTS) == set()
    subjects = {text for name, node in found if name == "record" for text in texts_of(node, 0)}
    subjects |= {text for name, node in found if name == "record_many" for text in texts_of(node, 1)}
    assert subjects | {table.subject for table in tables()} <= set(SUBJECTS)
    assert {state for table in tables() for state in table.states()} <= set(STATES)
