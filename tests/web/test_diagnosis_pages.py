"""Pages of diagnosis without scripts: filled in step by step, errors where they are mended, results."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from tests.domains.builders import signed_up
from tests.domains.diagnosing import (
    FORM,
    HIGH,
    LOW,
    PRODUCT,
    PROGRAMME,
    again,
    diagnosed_call,
    expert,
    filled,
    given,
    handed_in,
    visited,
)
from tests.domains.drafts import PDF
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.diagnosis.models import DiagnosisEvidence, DiagnosisSheet
from dure.domains.diagnosis.services.hand_in_sheet import hand_in_sheet
from dure.domains.notices.models import Notice
from dure.domains.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db(transaction=True)
OFFICER = f"/officer/diagnosis/{PROGRAMME}/"


@pytest.fixture(autouse=True)
def _inside_the_window(monkeypatch, settings):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    settings.DURE_VIRUS_SCAN = False


def browser(who: SignedActor, language: str = "ko") -> Client:
    found = Client(headers={"accept-language": language})
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def told(response: Any) -> str:
    """Return what a page says, without its tags."""
    text = re.sub(r"<(script|style|head)\b.*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def taken(who: Client, address: str) -> bytes:
    """Return the bytes of a file that is handed out."""
    answer = who.get(address)
    assert answer.status_code == 200
    found = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    answer.close()
    return found


def test_a_merchant_fills_in_section_by_section_and_one_more_item_follows_from_an_answer():
    who, (one,) = diagnosed_call()
    own, home = browser(who), f"/my/applications/{one.pk}/diagnosis/{FORM}/"
    assert "진단 작성" in told(own.get("/my/"))
    assert "진단 시작" in told(own.get(home))
    first = own.post(home, {"go": "begin"})
    assert first.headers["location"] == f"{home}sections/selling/"
    running = f"{home}sections/running/"
    wrong = own.post(first.headers["location"], {"has_page": "yes", "photos": "9", "go": "next"})
    assert (wrong.status_code, "보기" in told(wrong) or "골라" in told(wrong)) == (422, True)
    done = own.post(
        first.headers["location"], {"has_page": "yes", "photos": "2", "go": "next", "counter": "99"}
    )
    assert done.headers["location"] == running
    page = own.get(running)
    assert "후기 관리" in told(page)
    saved = own.post(f"{running}save/", {"orders": "20", "shown": "reviews", "counter": "99"})
    assert "저장" in told(saved)
    assert "asked-reviews" not in saved.content.decode()
    refused = own.post(home, {"go": "hand_in"})
    assert refused.status_code == 422
    assert f'href="{running}#id_reviews"' in refused.content.decode()
    assert DiagnosisSheet.objects.get().state == "draft"
    # The answer on which it hangs changes: by itself the page takes the item away, and brings it back.
    gone = own.post(f"{home}sections/selling/save/", {"has_page": "no", "photos": "2", "counter": "99"})
    assert gone.status_code == 200
    assert "후기 관리" not in told(own.get(running))
    assert own.post(home, {"go": "hand_in"}).headers["location"] == f"{home}result/"
    result = told(own.get(f"{home}result/"))
    for words in ("기초", "15.5", "지원의 길", "밝은 곳에서", "상품성 진단", "받을 수 있는 지원"):
        assert words in result, words
    assert "Beginner" in told(browser(who, "en").get(f"{home}result/"))
    assert "인쇄" in told(own.get(f"{home}result/print/"))
    assert "15.5" in told(own.get(f"/my/applications/{one.pk}/"))
    assert own.get(f"{home}sections/selling/").headers["location"] == f"{home}result/"


def test_an_item_in_the_same_section_follows_with_and_without_scripts():
    item = "asked_if: has_page, title: {ko: 후기 관리, en: Reviews}"
    change = ("weight_bp: 4000, asked_if: has_page,", "weight_bp: 4000, asked_if: orders > 50,")
    who, (one,) = diagnosed_call(1, change)
    assert item
    sheet = filled(who, one, LOW)
    own, running = browser(who), f"/my/applications/{one.pk}/diagnosis/{FORM}/sections/running/"
    page = own.get(running)
    assert "후기 관리" not in told(page)
    assert 'id="asked-reviews"' in page.content.decode()
    brought = own.post(f"{running}save/", {"orders": "80", "counter": "99"}).content.decode()
    assert re.search(r'id="asked-reviews" hx-swap-oob="true">.*name="reviews"', brought, re.DOTALL)
    taken = own.post(f"{running}save/", {"orders": "8", "shown": "reviews", "counter": "99"}).content.decode()
    assert re.search(r'id="asked-reviews" hx-swap-oob="true"></div>', taken)
    stays = own.post(running, {"orders": "80", "go": "next", "counter": "99"})
    assert (stays.status_code, "문항이 더 있습니다" in told(stays), "후기 관리" in told(stays)) == (
        200,
        True,
        True,
    )
    onward = own.post(running, {"orders": "80", "reviews": "3", "go": "next", "counter": "99"})
    assert onward.status_code == 302
    sheet.refresh_from_db()
    assert sheet.typed["items"]["reviews"] == ["3"]


def test_two_windows_do_not_write_over_one_another():
    who, (one,) = diagnosed_call()
    filled(who, one, LOW)
    own, selling = browser(who), f"/my/applications/{one.pk}/diagnosis/{FORM}/sections/selling/"
    late = own.post(selling, {"has_page": "yes", "photos": "5", "go": "next", "counter": "0", "tab": "b"})
    assert late.status_code == 422
    assert "다른 창" in told(late)
    assert DiagnosisSheet.objects.get().typed["items"]["photos"] == ["2"]
    own.post(selling, {"has_page": "yes", "photos": "5", "counter": "0", "overwrite": "yes", "go": "next"})
    assert DiagnosisSheet.objects.get().typed["items"]["photos"] == ["5"]


def test_an_expert_visits_puts_a_file_hands_in_and_sees_the_gap():
    who, (one,) = diagnosed_call()
    handed_in(who, one, HIGH)
    product, online = given(one, PRODUCT), given(one)
    seen = browser(expert())
    assert told(seen.get("/diagnosis/")).count("두레상회") == 2
    goods = f"/diagnosis/{product.pk}/sections/goods/"
    from django.core.files.uploadedfile import SimpleUploadedFile

    def send(content: bytes) -> int:
        file = SimpleUploadedFile("a.pdf", content)
        told_ = {"difference": "4", "file.safety": file, "go": "next", "counter": "99"}
        return seen.post(goods, told_).status_code

    assert (send(b"no such file"), send(PDF)) == (422, 302)
    put = DiagnosisEvidence.objects.get()
    assert taken(seen, f"/diagnosis/{product.pk}/files/{put.pk}/") == PDF
    lacking = seen.post(f"/diagnosis/{product.pk}/", {"go": "hand_in", "own.note": "좋습니다"})
    assert (lacking.status_code, "방문한 날" in told(lacking), "좋습니다" in told(lacking)) == (
        422,
        True,
        True,
    )
    own = {"go": "hand_in", "own.visited_on": "2025-03-24", "own.note": "좋습니다"}
    assert seen.post(f"/diagnosis/{product.pk}/", own).status_code == 302
    assert "79.7" not in told(seen.get(f"/diagnosis/{online.pk}/")), (
        "what the merchant said does not colour it"
    )
    for section, names in (("selling", ("has_page", "photos")), ("running", ("orders",))):
        answers = {name: LOW[name][0] for name in names}
        seen.post(f"/diagnosis/{online.pk}/sections/{section}/", answers | {"go": "next", "counter": "99"})
    assert seen.post(f"/diagnosis/{online.pk}/", own).status_code == 302
    result = told(seen.get(f"/diagnosis/{online.pk}/result/"))
    for words in ("79.7", "15.5", "−64.2"):
        assert words in result, words
    assert "좋습니다" in told(browser(who).get(f"/my/applications/{one.pk}/diagnosis/{PRODUCT}/result/"))
    assert AccessRecord.objects.filter(subject="application", subject_id=str(one.pk)).count() > 4
    mine = f"/my/applications/{one.pk}/diagnosis/{PRODUCT}/files/{put.pk}/"
    assert taken(browser(who), mine) == PDF
    officers = f"{OFFICER}{PRODUCT}/{one.pk}/{product.pk}/{put.pk}/"
    assert taken(browser(person()), officers) == PDF


def test_an_officer_finds_gives_reminds_opens_again_and_exports():
    who, rows = diagnosed_call(3)
    handed_in(who, rows[0])
    second = expert()
    officer = browser(person())
    assert "진단" in told(officer.get(f"/officer/programmes/by-id/{PROGRAMME}/applications/"))
    assert "1/3" in told(officer.get(OFFICER))
    listed = told(officer.get(f"{OFFICER}{FORM}/"))
    assert [listed.count(one.application_no or "") for one in rows] == [1, 1, 1]
    left = told(officer.get(f"{OFFICER}{FORM}/?merchant=none"))
    assert ((rows[0].application_no or "") in left, (rows[1].application_no or "") in left) == (False, True)
    assert "남은 신청이 없습니다" in told(officer.get(f"{OFFICER}{FORM}/?level=able"))

    def fresh(address: str) -> dict[str, str]:
        text = officer.get(address).content.decode()
        return {n: re.search(rf'name="{n}" value="([^"]*)"', text)[1] for n in ("nonce", "expected")}  # type: ignore[index]

    assign = f"{OFFICER}{FORM}/assign/"
    assert officer.post(assign, fresh(assign)).status_code == 422
    assert (
        officer.post(assign, fresh(assign) | {"experts": [second.user_id], "expected": "9"}).status_code
        == 422
    )
    assert not DiagnosisSheet.objects.filter(filled_by="expert").exists()
    done = officer.post(assign, fresh(assign) | {"experts": [second.user_id]}, follow=True)
    assert "3건을 배정했습니다" in told(done)
    remind = f"{OFFICER}{FORM}/remind/"
    assert "2곳에 알림을 보냈습니다" in told(officer.post(remind, fresh(remind), follow=True))
    assert Notice.objects.filter(template="diagnosis_reminded").count() == 2
    sheet = DiagnosisSheet.objects.get(application=rows[0], filled_by="merchant")
    case = f"{OFFICER}{FORM}/{rows[0].pk}/"
    assert "15.5" in told(officer.get(case))
    reopen = f"{case}{sheet.pk}/reopen/"
    assert officer.post(reopen, {f"{sheet.pk}-reason": ""}).status_code == 422
    assert officer.post(reopen, {f"{sheet.pk}-reason": "답이 바뀌었습니다"}).status_code == 302
    hand_in_sheet(actor=who, now=NOW, sheet_id=sheet.pk)
    opened = officer.post(f"{OFFICER}{FORM}/again/", {"number": "2"}, follow=True)
    assert "1곳에 알렸습니다" in told(opened)
    assert officer.post(f"{OFFICER}{FORM}/again/", {"number": "9"}).status_code == 422
    handed_in(who, rows[0], HIGH)
    change = told(browser(who).get(f"/my/applications/{rows[0].pk}/diagnosis/{FORM}/result/"))
    for words in ("지원 전과 후", "수준이 올랐습니다", "+64.2"):
        assert words in change, words
    export = f"{OFFICER}{FORM}/export/"
    assert officer.post(export, {"kind": "csv", "reason": " "}).status_code == 422
    file = officer.post(export, {"kind": "csv", "reason": "수준 확인"})
    text = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "79.7" in text
    assert len(text.splitlines()) == 4
    assert AccessRecord.objects.get(kind="download").subjects == 3


def test_of_many_experts_some_are_offered_and_the_others_are_searched_for(monkeypatch):
    monkeypatch.setattr("dure.web.officer.expert_offer.MOST_OFFERED", 1)
    _who, (one,) = diagnosed_call()
    first, second = expert(), person("reviewer", email="second@test.example")
    officer, assign = browser(person()), f"{OFFICER}{FORM}/assign/"

    def offered(query: str) -> list[str]:
        return re.findall(r'name="experts" value="(\d+)"', officer.get(assign + query).content.decode())

    assert offered("?merchant=none") == [str(first.user_id)]
    assert offered("?who=second@test.example&merchant=none") == [str(second.user_id)]
    assert offered("?who=nobody") == []
    kept = 'type="hidden" name="merchant" value="none"'
    assert kept in officer.get(f"{assign}?merchant=none").content.decode()
    case = f"{OFFICER}{FORM}/{one.pk}/"
    assert officer.post(case, {"expert": str(second.user_id)}).status_code == 302, (
        "chosen before, not offered"
    )
    assert DiagnosisSheet.objects.get(filled_by="expert").expert_id == second.user_id


def test_an_expert_is_changed_from_the_page_of_the_case():
    _who, (one,) = diagnosed_call()
    given(one)
    two = person("reviewer", email="second@test.example")
    officer, case = browser(person()), f"{OFFICER}{FORM}/{one.pk}/"
    assert officer.post(case, {"expert": ""}).status_code == 422
    assert officer.post(case, {"expert": str(two.user_id)}).status_code == 302
    assert DiagnosisSheet.objects.get(state="draft").expert_id == two.user_id
    assert (
        browser(expert()).get(f"/diagnosis/{DiagnosisSheet.objects.get(state='draft').pk}/").status_code
        == 404
    )


def test_what_is_not_there_answers_404():
    who, (one,) = diagnosed_call()
    own, officer = browser(who), browser(person())
    for address in (
        f"/my/applications/{one.pk}/diagnosis/nothing/",
        f"/my/applications/{one.pk}/diagnosis/{FORM}/result/",
        f"/my/applications/{one.pk}/diagnosis/{FORM}/sections/selling/",
    ):
        assert own.get(address).status_code == 404, address
    assert officer.get(f"{OFFICER}nothing/").status_code == 404
    assert (
        browser(signed_up("x@test.example")).get(f"/my/applications/{one.pk}/diagnosis/{FORM}/").status_code
        == 404
    )
    assert "전문가가 작성" in told(own.get(f"/my/applications/{one.pk}/diagnosis/{PRODUCT}/"))
    visited(one, LOW)
    assert again() == 1
    assert "다시 진단" in told(own.get("/my/"))
