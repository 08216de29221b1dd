"""Blindness holds: nothing that tells whose a case is, in any page, file or address open to its reviewer."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from django.test import Client
from tests.domains.builders import merchant, published, signed_up
from tests.domains.drafts import PDF, complete, drafted, with_questions
from tests.domains.people import NOW, person
from tests.domains.reviews import CHAMPION, ROUND, TOPS, opened
from tests.web.matrix.world import MATRIX

from dure.domains.accounts.models import User
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.applications.services.submit import submit_application
from dure.domains.merchants.models import Merchant
from dure.domains.review.codes import case_code
from dure.domains.review.models import Assignment
from dure.domains.review.rounds import round_review
from dure.domains.uploads.models import StoredFile
from dure.domains.uploads.queries import read_file
from dure.engine.review.masking import plain

HOME = f"/reviewer/{TOPS}/{ROUND}/"
NAME, OWNER, PHONE, EMAIL = "두레별상회", "홍가상", "010-9876-5432", "shop@byeol.example"
STREET = "춘천시 중앙로 1234"
ADDRESS = f"강원특별자치도 {STREET}"
BLIND = b"blind: [name, region, owner_birth_year, answer.plan, document.brand_plan]"

pytestmark = pytest.mark.django_db


def world(monkeypatch, more: bytes = b"") -> tuple[Application, Client]:
    """Return a case that its applicant filled with its own names and numbers, and its reviewer's browser."""
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    raw = with_questions().replace(
        b"  - {id: price,",
        "  - {id: story, title: {ko: 이야기, en: Story}, kind: text, longest: 500}\n  - {id: price,".encode(),
    )
    published(raw.replace(b"reviewers_each: 5", b"reviewers_each: 5\n    " + BLIND + more))
    who = signed_up("owner@byeol.example")
    shop = complete(merchant(1, owner=who, name=NAME))
    Merchant.objects.filter(pk=shop.pk).update(owner_name=OWNER, phone=PHONE, email=EMAIL, address=ADDRESS)
    shop.refresh_from_db()
    number = shop.business_no
    story = " ".join(
        (
            f"저희 ㈜{NAME[:2]} {NAME[2:]}, 대표 {'-'.join(OWNER)}.",
            f"전화 {PHONE}, +82 10 9876 5432, ０１０９８７６５４３２.",
            f"{EMAIL.upper()} / OWNER@byeol.example / {number[:3]} {number[3:5]} {number[5:]}",
            f"{ADDRESS} / 중앙로1234. 정직하게 장사합니다.",
        )
    )
    answers = {
        "plan": [f"{NAME} 계획"], "story": [story], "price": ["12.5"], "goods": ["7"], "exports": ["no"],
        "begins": ["2025-05-01"], "size": ["big"], "wants": ["b"],
    }  # fmt: skip
    draft = drafted(who, shop, questions=answers)
    submit_application(actor=who, now=NOW, application_id=draft.pk)
    StoredFile.objects.update(state="clean", name=f"{NAME}_{OWNER}.pdf")
    ApplicationDocument.objects.update(state="accepted")
    Application.objects.update(state="accepted")
    made = Application.objects.get()
    opened(CHAMPION, [(made.pk, "acorn")])
    reviewer = person("reviewer", email="reviewer@test.example", kind="centre", code="university")
    Assignment.objects.create(
        programme=TOPS, round=ROUND, application=made, reviewer_id=reviewer.user_id, assigned_at=NOW,
        declared_at=NOW,
    )  # fmt: skip
    browser = Client(headers={"accept-language": "ko"})
    browser.force_login(User.objects.get(pk=reviewer.user_id))
    return made, browser


def secrets(made: Application) -> list[str]:
    """Return what must stand nowhere, as compared: names, contacts, numbers."""
    told = (NAME, OWNER, PHONE, "+821098765432", EMAIL, "owner@byeol.example", ADDRESS, STREET)
    return [plain(one) for one in (*told, made.merchant.business_no, str(made.application_no))]


def content(answer: Any) -> str:
    """Return everything that an answer brings: head and body, a workbook or archive unpacked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(name.encode() + b"\n" + packed.read(name) for name in packed.namelist())
    return f"{answer.headers}\n{body.decode('utf-8', 'replace')}"


def found_in(text: str, made: Application) -> list[str]:
    compared = plain(text)
    return [secret for secret in secrets(made) if secret in compared]


class Filled(dict[str, Any]):
    """Fills every part of an address with the same value."""

    def __init__(self, value: object) -> None:
        super().__init__()
        self._value = value

    def __missing__(self, _key: str) -> object:
        return self._value


def code_of(made: Application) -> str:
    review = round_review(TOPS, ROUND)
    assert review is not None
    return case_code(review, made.pk)


def test_no_address_that_answers_a_reviewer_tells_whose_the_case_is(monkeypatch):
    made, browser = world(monkeypatch)
    addresses = {
        address.format_map(Filled(one))
        for address, _ in MATRIX.values()
        for one in (made.pk, made.merchant_id, code_of(made))
    }
    for document in (one for row in ApplicationDocument.objects.values_list("pk", "document") for one in row):
        for case in (code_of(made), made.pk, made.application_no):
            addresses |= {f"{HOME}{case}/documents/{document}/{tail}" for tail in ("", "view/")}
    opened_for = {}
    for address in sorted(addresses):
        answer = browser.get(address)
        if answer.status_code == 200:
            opened_for[address] = content(answer)
    assert {address: found for address, text in opened_for.items() if (found := found_in(text, made))} == {}
    own = {address for address in opened_for if address.startswith(HOME)}
    assert own == {HOME, f"{HOME}export/", f"{HOME}{code_of(made)}/"} | {
        f"{HOME}{code_of(made)}/documents/{document}/view/"
        for document in ApplicationDocument.objects.exclude(document="brand_plan")
        .filter(file__isnull=False)
        .values_list("document", flat=True)
    }
    # The addresses that its pages lead to name it by its code alone.
    links = {link for text in opened_for.values() for link in re.findall(r'(?:href|action)="([^"]*)"', text)}
    assert [one for one in links if one.startswith(HOME) and str(made.pk) in one.split("/")] == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_file_tells_whose_the_case_is(monkeypatch, kind):
    made, browser = world(monkeypatch)
    answer = browser.post(f"{HOME}export/", {"kind": kind, "reason": "평가"})
    assert answer.status_code == 200
    text = content(answer)
    assert found_in(text, made) == []
    assert code_of(made) in text


def test_answers_are_masked_or_left_out_and_documents_have_neutral_names(monkeypatch):
    made, browser = world(monkeypatch)
    case = f"{HOME}{code_of(made)}/"
    page = browser.get(case)
    terms = {row["term"]: row["text"] for row in page.context["answers"]}
    assert "계획" not in terms
    assert terms["이야기"] == (
        "저희 (주)■■■, 대표 ■■■. 전화 ■■■, +■■■, ■■■. ■■■ / ■■■ / ■■■ ■■■ / ■■■. 정직하게 장사합니다."
    )
    of = {one.document: one for one in ApplicationDocument.objects.filter(file__isnull=False)}
    hidden, shown = of["brand_plan"], of["national_tax_certificate"]
    for tail in ("", "view/"):
        assert browser.get(f"{case}documents/{hidden.document}/{tail}").status_code in (404, 405)
    assert browser.post(f"{case}documents/{hidden.document}/", {"reason": "평가"}).status_code == 404
    saved = browser.post(f"{case}documents/{shown.document}/", {"reason": "평가"})
    assert saved.status_code == 200
    assert saved["Content-Disposition"] == (
        f'attachment; filename="{code_of(made)}-national_tax_certificate.pdf"'
    )
    assert b"".join(saved.streaming_content) == read_file(shown.file) == PDF
    assert found_in(content(browser.get(f"{case}documents/{shown.document}/view/")), made) == []


def test_what_ends_with_the_own_review_is_seen_whole_by_then(monkeypatch):
    made, browser = world(monkeypatch, b"\n    blind_ends: after_own")
    case = f"{HOME}{code_of(made)}/"
    assert found_in(content(browser.get(case)), made) == []
    marks = {"product": "90", "growth": "90", "will": "90"}
    assert browser.post(case, marks | {"act": "draft"}).status_code == 302
    assert found_in(content(browser.get(case)), made) == []
    assert browser.post(case, marks).status_code == 302
    text = content(browser.get(case))
    assert plain(NAME) in plain(text)
    assert "■■■" not in text
    assert "브랜드 소개서" in text
