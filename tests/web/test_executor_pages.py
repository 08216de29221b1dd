"""Executors' pages: nothing of other executors, masked until asked for, as many queries for any number."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.domains.builders import application, merchant, published
from tests.domains.people import NOW, person
from tests.domains.reviews import CONSULT, TOPS, closed, sheet, staff

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.models import User
from dure.domains.accounts.services.appoint import appoint
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.privacy.models import AccessRecord
from dure.domains.review.models import ScoreSheet
from dure.domains.review.services.open_first_stage import open_first_stage

APPLICANTS = f"/executor/{TOPS}/applicants/"
SCORES = f"/executor/{TOPS}/scores/{CONSULT}/"


@pytest.fixture(autouse=True)
def _inside_the_window(db, monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


def made(count: int = 3, choices: tuple[str, ...] = ("otter", "acorn", "crane")) -> list[Application]:
    from dure.domains.programmes.models import ProgrammeVersion

    version = ProgrammeVersion.objects.filter(programme=TOPS).first() or published()
    first = Application.objects.count() + 1
    rows = [
        application(merchant(n, phone="010-1234-5678"), version, n=n, state="accepted", choices=choices)
        for n in range(first, first + count)
    ]
    open_first_stage(actor=person(), now=NOW, programme=TOPS)
    return rows


def client(code: str = "acorn") -> Client:
    found = Client(headers={"accept-language": "ko"})
    found.force_login(User.objects.get(pk=staff(code).user_id))
    return found


def text(response) -> str:
    return response.content.decode()


def cells_of(kind: str, file: bytes) -> list[list[str]]:
    if kind == "csv":
        return list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row] for row in rows]


def test_neither_other_executors_nor_the_order_of_choices_nor_their_scores_are_told():
    one = made(1)[0]
    sheet(one, 12_345, executor="otter")
    browser = client()
    for address in (APPLICANTS, f"{APPLICANTS}{one.pk}/", f"{SCORES}{one.pk}/", SCORES, "/executor/"):
        page = text(browser.get(address))
        for secret in ("12.345", "수달라이브", "두루미픽", "otter", "crane"):
            assert secret not in page, (address, secret)
    for kind in ("csv", "xlsx"):
        posted = browser.post(f"{APPLICANTS}export/", {"kind": kind, "reason": "why"})
        cells = cells_of(kind, b"".join(posted.streaming_content))
        assert [row[1] for row in cells] == ["사업체", one.name]
        assert not {"otter", "12.345"} & {cell for row in cells for cell in row}


def test_the_list_asks_as_often_whatever_its_length(django_assert_max_num_queries):
    made(2)
    browser = client()
    browser.get(APPLICANTS)
    with django_assert_max_num_queries(14) as few:
        browser.get(APPLICANTS)
    made(30)
    with django_assert_max_num_queries(len(few)):
        page = browser.get(APPLICANTS)
    assert len(page.context["rows"]) == 32
    assert page.context["count"] == 32


def test_the_desk_asks_as_often_whatever_there_is(django_assert_max_num_queries):
    made(2)
    browser = client()
    browser.get("/executor/")
    with django_assert_max_num_queries(14) as few:
        browser.get("/executor/")
    made(20)
    with django_assert_max_num_queries(len(few)):
        page = browser.get("/executor/")
    card = page.context["cards"][0]
    assert (card["applicants"], card["stages"][0]["total"], card["stages"][0]["scored"]) == (22, 22, 0)


def test_the_list_is_filtered_by_initials_region_industry_and_scores_and_paged():
    rows = made(3)
    Application.objects.filter(pk=rows[0].pk).update(region="1111010100", ksic="56111")
    sheet(rows[1], 50_000)
    browser = client()

    def numbers(query: str) -> list[str]:
        page = browser.get(f"{APPLICANTS}?{query}")
        return [row["number"][-1] for row in page.context["rows"]]

    assert numbers("q=ㄷㄹㅅㅎ") == ["1", "2", "3"]
    assert numbers("q=두레상회 2") == ["2"]
    assert numbers("q=tops-2025-000003") == ["3"]
    assert numbers("province=11") == ["1"]
    assert numbers("section=I") == ["1"]
    assert numbers("scored=yes") == ["2"]
    assert numbers("scored=no") == ["1", "3"]
    assert numbers("q=없는이름") == []
    assert numbers("province=xx&scored=perhaps") == ["1", "2", "3"]


def test_keyset_pages_hold_everybody_once():
    made(60)
    browser, seen, address = client(), [], APPLICANTS
    while address:
        page = browser.get(address)
        seen += [row["number"] for row in page.context["rows"]]
        address = page.context["page"].next_url
    assert len(seen) == len(set(seen)) == 60


def test_contacts_are_masked_until_they_are_asked_for_and_that_is_logged():
    one = made(1)[0]
    browser = client()
    page = text(browser.get(f"{APPLICANTS}{one.pk}/"))
    assert "010-1234-5678" not in page
    assert one.merchant.business_no[5:] not in page
    shown = browser.post(f"{APPLICANTS}{one.pk}/contacts/")
    assert "010-1234-5678" in text(shown)
    assert list(AccessRecord.objects.order_by("id").values_list("kind", "subject_id")) == [
        ("view", str(one.pk)), ("reveal", str(one.pk)),
    ]  # fmt: skip


def test_a_download_needs_a_reason():
    made(2)
    browser = client()
    for address in (f"{APPLICANTS}export/", f"{SCORES}workbook/"):
        assert browser.post(address, {"kind": "csv", "reason": " "}).status_code == 422
        assert browser.post(address, {"kind": "csv", "reason": "평가"}).status_code == 200
    assert list(AccessRecord.objects.values_list("kind", "subjects", "reason")) == [
        ("download", 2, "평가"), ("download", 2, "평가"),
    ]  # fmt: skip


def test_a_document_of_an_applicant_needs_a_reason_and_one_of_a_stranger_is_not_there():
    one, stranger = made(1)[0], made(1, ("otter",))[0]
    row = ApplicationDocument.objects.create(application=one, document="brand_plan", handed_in_at=NOW)
    browser = client()
    assert browser.post(f"{APPLICANTS}{one.pk}/documents/{row.pk}/", {"reason": "x"}).status_code == 404
    for address in (f"{APPLICANTS}{stranger.pk}/", f"{SCORES}{stranger.pk}/"):
        assert browser.get(address).status_code == 404
    assert browser.post(f"{APPLICANTS}{stranger.pk}/contacts/").status_code == 404
    assert not AccessRecord.objects.exists()


def test_the_workbook_holds_what_stands():
    rows = made(2)
    sheet(rows[0], 87_500)
    content = client().post(f"{SCORES}workbook/", {"reason": "평가"}).content
    read = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert read[0] == [
        "접수번호", "상호", "상품 경쟁력", "성장 가능성", "대표자의 의지",
        "상품 경쟁력 의견", "성장 가능성 의견", "대표자의 의지 의견", "의견",
    ]  # fmt: skip
    assert [row[0] for row in read[1:]] == ["TOPS-2025-000001", "TOPS-2025-000002"]
    assert read[1][2:5] == [87.5, 87.5, 87.5]
    assert read[2][2:5] == ["", "", ""]


def test_the_next_applicant_is_that_of_the_filter():
    rows = made(3)
    marks = {"product": "1", "growth": "2", "will": "3"}
    browser = client()
    answer = browser.post(f"{SCORES}{rows[0].pk}/?scored=no&q=ㄷㄹ", marks | {"act": "submit"})
    assert answer.status_code == 302
    assert answer.url.startswith(f"{SCORES}{rows[1].pk}/?scored=no&q=")
    last = browser.post(f"{SCORES}{rows[2].pk}/?scored=no", marks)
    assert last.url == SCORES
    assert ScoreSheet.objects.filter(state="submitted").count() == 2


def test_what_was_typed_stays_when_it_is_refused_and_a_closed_stage_can_only_be_read():
    one = made(1)[0]
    browser = client()
    answer = browser.post(
        f"{SCORES}{one.pk}/", {"product": "열", "growth": "2", "will": "", "comment": "메모"}
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"product", "will"}
    assert 'value="열"' in text(answer)
    assert "메모" in text(answer)
    closed()
    page = browser.get(f"{SCORES}{one.pk}/")
    assert 'name="product"' not in text(page)
    assert browser.post(f"{SCORES}{one.pk}/", {"product": "1", "growth": "2", "will": "3"}).status_code == 422
    assert not ScoreSheet.objects.exists()


def test_whoever_works_for_two_executors_has_two_desks():
    made(1, ("acorn",))
    who = staff()
    appoint(
        actor=SYSTEM, now=NOW,
        email="acorn@test.example", password="secret-secret", role="executor_staff", kind="executor",
        code="otter", name_ko="수달", name_en="Otter",
    )  # fmt: skip
    assert who.user_id
    browser = client()
    keys = [card["key"] for card in browser.get("/executor/").context["cards"]]
    assert keys == [f"{TOPS}@acorn", f"{TOPS}@otter"]
    assert len(browser.get(f"/executor/{TOPS}@acorn/applicants/").context["rows"]) == 1
    assert browser.get(f"/executor/{TOPS}@otter/applicants/").context["rows"] == []
    assert browser.get(APPLICANTS).status_code == 404
    assert browser.get(f"/executor/{TOPS}@crane/applicants/").status_code == 404
