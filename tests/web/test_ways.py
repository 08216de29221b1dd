"""Pages of stages that are chosen without scores, and what can be tried on a preview."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.domains.reviews import staff
from tests.domains.selecting import (
    CONSULT,
    EXECUTORS,
    SMALL,
    THEN,
    TOLD,
    applicant,
    decisions,
    first_stage,
    officer,
    scored,
    small_programme,
    told,
)
from tests.domains.test_selection_ways import MIX, nominated, programme, started, turned

from dure.domains.accounts.models import User
from dure.domains.applications.models import Nomination
from dure.domains.selection.services.commit_seed import commit_seed

STAGE = f"/officer/selection/{SMALL}/{CONSULT}/"
ORDER = f"/executor/{SMALL}/nominations/order/"


@pytest.fixture(autouse=True)
def at(db, monkeypatch):
    def set_now(instant) -> None:
        monkeypatch.setenv("DURE_NOW", instant.isoformat())

    set_now(THEN)
    return set_now


def signed_in(who) -> Client:
    found = Client()
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def text_of(who, address) -> str:
    answer = signed_in(who).get(address)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_stage_that_nobody_scores_leads_to_the_hash_of_its_seed_and_to_the_preview():
    turned(small_programme(programme("lot")))
    text = text_of(officer(), STAGE)
    assert "점수 없이 선정" in text
    assert "추첨값의 해시 공개" in text
    assert "점수 입력 열기" not in text
    assert signed_in(officer()).post(f"{STAGE}seed/").status_code == 302
    seen = text_of(officer(), f"{STAGE}preview/")
    assert "여러 추첨 가운데 한 예입니다" in seen
    assert "정당한 이의 없음" in seen
    assert "동점" not in seen


def test_an_applicant_reads_the_place_in_the_order_and_no_score(at):
    started("first_come")
    selection = told()
    at(TOLD)
    loser = next(n for n, d in decisions(selection).items() if d.decision == "reserve")
    text = text_of(applicant(loser), f"/my/decisions/{decisions(selection)[loser].pk}/")
    assert "신청서를 제출한 순서" in text
    assert "접수 순번은" in text
    assert "순번 그 기관에서" in text
    assert "평가 항목별" not in text
    assert "선정 최저점" not in text


def test_other_shares_are_tried_on_the_preview_and_nothing_changes():
    first_stage()
    kept = text_of(officer(), f"{STAGE}preview/")
    assert "점수로 본 비용" in kept
    assert "자리로 얻을 수 있는 가장 큰 점수 합" in kept
    tried = f"{STAGE}preview/?try=1&share.outside_capital=0&share.female=50"
    text = text_of(officer(), tried)
    assert "새로 선정됨" in text
    assert re.search(r"선정자의 점수 합은 [+−]?[\d.]+점 달라집니다", text)
    wrong = text_of(officer(), f"{STAGE}preview/?try=1&share.outside_capital=80&share.female=50")
    assert "우선배정을 합하면 전체 자리보다 많습니다" in wrong
    typed = text_of(officer(), f"{STAGE}preview/?try=1&share.outside_capital=abc&share.female=50")
    assert "비율을 12.5처럼 퍼센트로 적어 주십시오" in typed
    assert text_of(officer(), f"{STAGE}preview/") == kept
    assert "사업 파일의 비율과 비중 그대로입니다" not in text


def test_trying_what_the_file_says_anyway_tells_that_nothing_was_changed():
    first_stage()
    page = signed_in(officer()).get(f"{STAGE}preview/")
    same = "&".join(f"{name}={page.context['trying'][name].initial}" for name in page.context["trying"].now)
    assert "사업 파일의 비율과 비중 그대로입니다" in text_of(officer(), f"{STAGE}preview/?try=1&{same}")


def test_other_weights_of_a_mix_are_tried_on_the_preview():
    made = turned(small_programme(programme("mix", MIX)))
    scored(CONSULT, {(one, e): 90_000 - 1000 * n for n, one in enumerate(made) for e in EXECUTORS})
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    text = text_of(officer(), f"{STAGE}preview/?try=1&weight.executor=100&weight.data.annual_sales=0")
    # The twelve best: 90 - 5.5 on the average, mixed 70 to 30 with 50 points; alone 84.5: 12 × 0.3 × 34.5.
    assert "선정자의 점수 합은 +124.200점 달라집니다" in text
    wrong = text_of(officer(), f"{STAGE}preview/?try=1&weight.executor=90&weight.data.annual_sales=0")
    assert "비중의 합이 100%가 아니라 90%입니다" in wrong


def test_an_executor_puts_its_nominations_in_order_and_what_was_typed_is_kept_on_an_error():
    made = turned(small_programme(programme("nomination")), 6)
    nominated(made)
    mine = list(Nomination.objects.filter(executor="acorn").order_by("pk"))
    client = signed_in(staff())
    page = client.get(ORDER).content.decode()
    assert page.count('name="place.') == len(mine) == 2
    typed = {f"place.{mine[0].pk}": "1", f"place.{mine[1].pk}": "0"}
    refused = client.post(ORDER, typed | {"reason": "성장"})
    assert refused.status_code == 422
    assert "순서는 1 이상의 정수입니다" in refused.content.decode()
    assert 'value="0"' in refused.content.decode()
    assert [one.place for one in Nomination.objects.filter(executor="acorn").order_by("pk")] == [6, 3]
    typed[f"place.{mine[1].pk}"] = ""
    assert client.post(ORDER, typed | {"reason": "성장"}).status_code == 302
    kept = Nomination.objects.filter(executor="acorn").order_by("pk").values_list("place", flat=True)
    assert list(kept) == [1, None]
    # A NUL is refused, an order that somebody else has changed is not written over, one place stands alone.
    one = f"place.{mine[1].pk}"
    assert client.post(ORDER, {one: "2", "reason": "성\0장"}).status_code == 422
    stale = client.post(ORDER, {one: "2", f"before.{mine[1].pk}": "3", "reason": "성장"})
    assert stale.status_code == 422
    assert "그사이 다른 분이 순서를 바꾸었습니다" in stale.content.decode()
    assert list(kept.all()) == [1, None]
    assert client.post(ORDER, {one: "2", "reason": "성장"}).status_code == 302
    assert list(kept.all()) == [1, 2]
    assert "추천 순서 정하기" in client.get(f"/executor/{SMALL}/nominations/").content.decode()
