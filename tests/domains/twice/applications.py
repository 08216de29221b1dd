"""Applications from draft to decision, supplements and destruction, each run twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.domains.builders import merchant, published, signed_up
from tests.domains.drafts import PDF, with_questions
from tests.domains.people import NOW, person
from tests.domains.twice.scenario import Call, twice

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.applications.drafting import read
from dure.domains.applications.models import Application, ApplicationDocument, Supplement
from dure.domains.applications.queries_officer import Wanted
from dure.domains.applications.services.accept import accept
from dure.domains.applications.services.accept_all import accept_all
from dure.domains.applications.services.answer_supplement import answer_supplement, missing_in_supplement
from dure.domains.applications.services.ask_supplement import (
    Item,
    ask_supplement,
    supplement_due,
    supplement_titles,
)
from dure.domains.applications.services.ask_supplement_cancel import ask_supplement_cancel
from dure.domains.applications.services.change import change_application
from dure.domains.applications.services.change_begin import begin_change
from dure.domains.applications.services.change_drop import drop_change
from dure.domains.applications.services.check_document import check_document
from dure.domains.applications.services.destroy import basis_of, destroy_records, would_go
from dure.domains.applications.services.discard import discard_application
from dure.domains.applications.services.draft import draft_application
from dure.domains.applications.services.draft_file import put_file
from dure.domains.applications.services.draft_move import move_draft
from dure.domains.applications.services.draft_save import opened, save_draft, sealed
from dure.domains.applications.services.judge import judge
from dure.domains.applications.services.lapse import lapse
from dure.domains.applications.services.refuse import refuse
from dure.domains.applications.services.refuse_all import refuse_all
from dure.domains.applications.services.screen import screen
from dure.domains.applications.services.submit import submit_application
from dure.domains.programmes.queries import loaded
from dure.domains.selection.services.reopen_application import reopen_application

TOPS = "tops-2025"
LATER = NOW + timedelta(days=1)
OVER = NOW + timedelta(days=3000)
"""Long after the retention of TOPS 2025 has ended."""
SAVED_AGAIN = "each time that a page saves is the newest, whoever saved it and whatever it holds"


def one() -> SignedActor:
    return signed_up("one@test.example")


def two() -> SignedActor:
    return signed_up("two@test.example")


def draft() -> int:
    return Application.objects.get(state="draft").pk


def handed_in() -> int:
    return Application.objects.get(state="submitted").pk


def good() -> int:
    return Application.objects.get(application_no="TOPS-2025-000001").pk


# --- drafts ---------------------------------------------------------------------------------------


@twice(draft_application, "call")
def _draft_application() -> Call:
    who = signed_up("three@test.example")
    shop = merchant(3, owner=who).pk
    return lambda: draft_application(actor=who, now=NOW, programme=TOPS, merchant_id=shop)


@twice(save_draft, "call", again=SAVED_AGAIN)
def _save_draft() -> Call:
    who, row = one(), draft()
    return lambda: save_draft(
        actor=who, now=NOW, application_id=row, step="executors", typed={"rank.acorn": ["1"]}, counter=1_000,
        tab="t",
    )  # fmt: skip


@twice(sealed, "empty")
def _sealed() -> Call:
    return lambda: sealed({"phone": ["01012345678"]})


@twice(opened, "empty")
def _opened() -> Call:
    return lambda: opened(sealed({"phone": ["01012345678"]}))


@twice(put_file, "call", again="whoever hands a file in again replaces the one before, the same one too")
def _put_file() -> Call:
    who, row = one(), draft()
    return lambda: put_file(
        actor=who, now=NOW, application_id=row, document="brand_plan", name="a.pdf", content=PDF
    )


@twice(put_file, "call")
def _take_a_file_away() -> Call:
    who, row = one(), draft()
    return lambda: put_file(
        actor=who, now=NOW, application_id=row, document="brand_plan", name="", content=None
    )


@twice(move_draft, "call")
def _move_draft() -> Call:
    who, row = one(), draft()
    newer = with_questions().replace(b"reserve_length: 60", b"reserve_length: 61")
    assert newer != with_questions()
    published(newer)
    return lambda: move_draft(actor=who, now=NOW, application_id=row)


@twice(discard_application, "call")
def _discard_application() -> Call:
    who, row = one(), draft()
    return lambda: discard_application(actor=who, now=NOW, application_id=row)


@twice(submit_application, "call")
def _submit_application() -> Call:
    who, row = one(), draft()
    return lambda: submit_application(actor=who, now=NOW, application_id=row)


# --- changes --------------------------------------------------------------------------------------


@twice(begin_change, "call")
def _begin_change() -> Call:
    who, row = two(), handed_in()
    return lambda: begin_change(actor=who, now=LATER, application_id=row)


def under_way() -> tuple[SignedActor, int]:
    who, row = two(), handed_in()
    begin_change(actor=who, now=LATER, application_id=row)
    save_draft(
        actor=who, now=LATER, application_id=row, step="executors", typed={"rank.otter": ["1"]},
        counter=1_000, tab="", last=True,
    )  # fmt: skip
    return who, row


@twice(change_application, "call")
def _change_application() -> Call:
    who, row = under_way()
    return lambda: change_application(actor=who, now=LATER, application_id=row)


@twice(drop_change, "call")
def _drop_change() -> Call:
    who, row = under_way()
    return lambda: drop_change(actor=who, now=LATER, application_id=row)


# --- document check -------------------------------------------------------------------------------


@twice(check_document, "call")
def _check_document() -> Call:
    who = person()
    row = ApplicationDocument.objects.get(application_id=handed_in(), document="national_tax_certificate")
    return lambda: check_document(actor=who, now=NOW, document_id=row.pk, accepted=True)


@twice(judge, "check")
def _judge() -> Call:
    who, row = person(), good()
    return lambda: judge(actor=who, now=NOW, application_id=row)


@twice(screen, "check")
def _screen() -> Call:
    who = person()
    return lambda: screen(actor=who, now=NOW, programme=TOPS, key="form")


@twice(screen, "check", again="each screening is kept; verdicts that did not change are not written again")
def _screen_from_two_forms() -> Call:
    who = person()
    return lambda: screen(actor=who, now=NOW, programme=TOPS)


@twice(accept, "check")
def _accept() -> Call:
    who, row = person(), good()
    return lambda: accept(actor=who, now=NOW, application_id=row)


@twice(accept_all, "check")
def _accept_all() -> Call:
    who = person()
    return lambda: accept_all(
        actor=who, now=NOW, programme=TOPS, wanted=Wanted(), expected=1, reason="완비", key="form"
    )


@twice(accept_all, "check")
def _accept_all_from_two_forms() -> Call:
    who, keys = person(), iter("abcdef")
    return lambda: accept_all(
        actor=who, now=NOW, programme=TOPS, wanted=Wanted(), expected=1, reason="완비", key=next(keys)
    )


@twice(refuse, "check")
def _refuse() -> Call:
    who, row = person(), good()
    return lambda: refuse(
        actor=who, now=NOW, application_id=row, rules=["small_merchant"], words="확인서가 없습니다."
    )


@twice(refuse_all, "check")
def _refuse_all() -> Call:
    who = person()
    screen(actor=who, now=NOW, programme=TOPS)
    return lambda: refuse_all(
        actor=who, now=NOW, programme=TOPS, wanted=Wanted(), expected=1, reason="미충족", key="form"
    )


@twice(refuse_all, "check")
def _refuse_all_from_two_forms() -> Call:
    who, keys = person(), iter("abcdef")
    screen(actor=who, now=NOW, programme=TOPS)
    return lambda: refuse_all(
        actor=who, now=NOW, programme=TOPS, wanted=Wanted(), expected=1, reason="미충족", key=next(keys)
    )


@twice(reopen_application, "check")
def _reopen() -> Call:
    who, row = person(), good()
    accept(actor=who, now=NOW, application_id=row)
    return lambda: reopen_application(actor=who, now=LATER, application_id=row, reason="서류 재확인")


# --- supplements ----------------------------------------------------------------------------------

ITEMS = (Item("fact", "employees", "다시 적어 주십시오"),)


def asked() -> tuple[SignedActor, int]:
    who, row = person(), handed_in()
    ask_supplement(actor=who, now=NOW, application_id=row, items=ITEMS)
    return who, row


@twice(ask_supplement, "call")
def _ask_supplement() -> Call:
    who, row = person(), handed_in()
    return lambda: ask_supplement(actor=who, now=NOW, application_id=row, items=ITEMS)


@twice(ask_supplement_cancel, "call")
def _ask_supplement_cancel() -> Call:
    who, row = asked()
    return lambda: ask_supplement_cancel(actor=who, now=LATER, application_id=row, reason="확인됨")


@twice(answer_supplement, "call")
def _answer_supplement() -> Call:
    _, row = asked()
    who = two()
    return lambda: answer_supplement(actor=who, now=LATER, application_id=row, facts={"employees": 3.0})


@twice(lapse, "call")
def _lapse() -> Call:
    asked()
    return lambda: lapse(now=NOW + timedelta(days=30))


@twice(missing_in_supplement, "call")
def _missing_in_supplement() -> Call:
    _, pk = asked()
    row = Application.objects.select_related("version").get(pk=pk)
    reading = read(loaded(row.version).programme, row.draft, NOW.date())
    standing = Supplement.objects.get()
    return lambda: missing_in_supplement(row, standing, {}, reading)


@twice(supplement_due, "call")
def _supplement_due() -> Call:
    file = the_file()
    return lambda: supplement_due(file, NOW)


@twice(supplement_titles, "call")
def _supplement_titles() -> Call:
    file = the_file()
    return lambda: supplement_titles(file)


def the_file() -> Any:
    return loaded(Application.objects.select_related("version").get(pk=draft()).version).programme


# --- destruction ----------------------------------------------------------------------------------


@twice(destroy_records, "call")
def _destroy_records() -> Call:
    from dure.domains.benefits.elsewhere import ELSEWHERE

    return lambda: destroy_records(
        actor=SYSTEM, now=OVER, programme=TOPS, reason="보유기간 만료", elsewhere=ELSEWHERE
    )


@twice(would_go, "call")
def _would_go() -> Call:
    return lambda: would_go(TOPS)


@twice(basis_of, "call")
def _basis_of() -> Call:
    file = the_file()
    return lambda: basis_of(file, NOW.date())
