"""A programme with two forms of diagnosis, and sheets at every stage, as people make them."""

from __future__ import annotations

from typing import Any

from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.diagnosis.models import DiagnosisSheet
from dure.domains.diagnosis.reading import OWN_DAY
from dure.domains.diagnosis.services.begin_sheet import begin_sheet
from dure.domains.diagnosis.services.change_expert import change_expert
from dure.domains.diagnosis.services.hand_in_sheet import hand_in_sheet
from dure.domains.diagnosis.services.open_again import open_again
from dure.domains.diagnosis.services.save_sheet import save_sheet
from dure.library import library_bytes

PROGRAMME, FORM, PRODUCT = "tops-2025", "online", "product"
FORMS = """
diagnosis:
  - id: online
    title: {ko: 온라인 역량 진단, en: Online capability}
    filled_by: [merchant, expert]
    sections:
      - id: selling
        title: {ko: 판매 기반, en: Ground to sell from}
        weight_bp: 6000
        items:
          - {id: has_page, kind: yes_no, weight_bp: 5000,
             title: {ko: 판매 페이지가 있습니까?, en: Is there a page?}}
          - {id: photos, kind: scale, highest: 5, weight_bp: 5000, title: {ko: 사진, en: Photographs},
             guidance: {ko: 밝은 곳에서 여러 각도로 찍으십시오., en: Take them in daylight.}}
      - id: running
        title: {ko: 운영, en: Running it}
        weight_bp: 4000
        items:
          - {id: orders, kind: number, low: 0, high: 100, weight_bp: 6000,
             title: {ko: 한 달 주문 수, en: Orders in a month}}
          - {id: reviews, kind: scale, highest: 5, weight_bp: 4000, asked_if: has_page,
             title: {ko: 후기 관리, en: Reviews}}
    levels:
      - {id: beginner, from_points: 0, title: {ko: 기초, en: Beginner}}
      - {id: able, from_points: 60, title: {ko: 숙련, en: Able}}
    ways:
      - {id: seller, rule: "online = 'beginner'", benefit: consulting,
         note: {ko: 전담셀러가 대신 판매합니다., en: A seller sells.}}
      - {id: own, rule: "online = 'able'", benefit: promotion}
    again_after_benefits: true
  - id: product
    title: {ko: 상품성 진단, en: Diagnosis of the product}
    filled_by: [expert]
    sections:
      - id: goods
        title: {ko: 상품, en: Product}
        weight_bp: 10000
        items:
          - {id: difference, kind: scale, highest: 5, weight_bp: 7000,
             title: {ko: 차별성, en: What sets it apart}}
          - {id: safety, kind: evidence, weight_bp: 3000, title: {ko: 인증, en: Certificates}}
    levels:
      - {id: below, from_points: 0, title: {ko: 보완 필요, en: To be improved}}
      - {id: listed, from_points: 70, title: {ko: 입점 가능, en: Ready to be listed}}
    ways:
      - {id: listing, rule: "product = 'listed'", benefit: special_exhibition}
"""
LOW = {"has_page": ["no"], "photos": ["2"], "orders": ["20"]}
"""12.5 points of selling (0 and 25), 20 of running: 15.5, a beginner."""
HIGH = {"has_page": ["yes"], "photos": ["4"], "orders": ["80"], "reviews": ["3"]}
"""87.5 and 68: 79.7, able."""
GOOD = {"difference": ["4"], "safety": ["seen"]}
"""82.5: ready to be listed."""


def with_forms(*changes: tuple[str, str]) -> bytes:
    """Return TOPS 2025 with the forms, after some replacements of text."""
    text = library_bytes(PROGRAMME).decode() + FORMS
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    return text.encode()


def diagnosed_call(count: int = 1, *changes: tuple[str, str]) -> tuple[SignedActor, list[Application]]:
    """Return somebody who acts for the first of some accepted applicants, and the applications."""
    who = signed_up("owner@test.example")
    version = published(with_forms(*changes))
    rows = [
        application(merchant(n, owner=who if n == 1 else None), version, n=n, state="accepted")
        for n in range(1, count + 1)
    ]
    return who, rows


def filled(
    who: SignedActor, of: Application, answers: dict[str, list[str]] = LOW, form: str = FORM
) -> DiagnosisSheet:
    """Return a merchant's sheet with answers typed, a draft."""
    sheet = begin_sheet(actor=who, now=NOW, application_id=of.pk, form=form)
    return typed(who, sheet, answers)


def typed(who: SignedActor, sheet_id: int, answers: dict[str, list[str]], **own: str) -> DiagnosisSheet:
    """Type answers into a sheet, section by section, and what an expert tells beside them."""
    sheet = DiagnosisSheet.objects.get(pk=sheet_id)
    parts: list[str] = ["selling", "running"] if sheet.form == FORM else ["goods"]
    for part in parts:
        save_sheet(actor=who, now=NOW, sheet_id=sheet_id, part=part, typed=answers, counter=99)
    if own:
        told: dict[str, Any] = {name.replace("_", ".", 1): [text] for name, text in own.items()}
        save_sheet(actor=who, now=NOW, sheet_id=sheet_id, part="own", typed=told, counter=99)
    return DiagnosisSheet.objects.get(pk=sheet_id)


def handed_in(who: SignedActor, of: Application, answers: dict[str, list[str]] = LOW) -> DiagnosisSheet:
    """Return a merchant's sheet that is handed in."""
    sheet = filled(who, of, answers)
    hand_in_sheet(actor=who, now=NOW, sheet_id=sheet.pk)
    return DiagnosisSheet.objects.get(pk=sheet.pk)


def expert() -> SignedActor:
    """Return somebody who diagnoses."""
    return person("reviewer", email="expert@test.example")


def given(of: Application, form: str = FORM) -> DiagnosisSheet:
    """Return the expert's sheet of an application, given by an officer."""
    who = expert()
    assert who.user_id is not None
    change_expert(actor=person(), now=NOW, application_id=of.pk, form=form, expert_id=who.user_id)
    return DiagnosisSheet.objects.get(application=of, form=form, expert_id=who.user_id, state="draft")


def visited(of: Application, answers: dict[str, list[str]], form: str = FORM) -> DiagnosisSheet:
    """Return the expert's sheet of an application, handed in after a visit."""
    sheet = given(of, form)
    typed(expert(), sheet.pk, answers, own_visited_on="2025-03-24", own_note="사진을 먼저 바꾸십시오.")
    hand_in_sheet(actor=expert(), now=NOW, sheet_id=sheet.pk)
    return DiagnosisSheet.objects.get(pk=sheet.pk)


def again() -> int:
    """Open the second round."""
    return open_again(actor=person(), now=NOW, programme=PROGRAMME, form=FORM, number=2)


assert OWN_DAY == "own.visited_on"
