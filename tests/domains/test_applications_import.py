"""Lists of applicants: errors by row and column, one act, twice the same, nothing written over."""

from __future__ import annotations

import csv
import io

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.builders import application, business_number, merchant, published
from tests.domains.files import xlsx
from tests.domains.lists import HEADERS, MORE, checked, handed_in, imported, row, sheet
from tests.domains.people import NOW, person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application, ImportRun, Revision
from dure.domains.applications.services.check_import import NotScannedYet, check_import
from dure.domains.applications.services.import_applicants import import_applicants
from dure.domains.applications.services.import_applicants_confirm import import_applicants_confirm
from dure.domains.applications.services.import_applicants_drop import import_applicants_drop
from dure.domains.applications.services.import_applicants_start import import_applicants_start
from dure.domains.events.models import Event
from dure.domains.merchants.models import Merchant
from dure.domains.notices.models import Notice
from dure.domains.uploads.models import StoredFile
from dure.domains.uploads.store import read_file
from dure.engine.problems import Refused
from dure.library import library_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    published()
    return person("officer")


def faults(run: ImportRun) -> list[tuple[int, str, str]]:
    return [(p["params"]["row"], p["params"]["column"], p["code"]) for p in run.problems]


def test_errors_are_told_by_row_and_column(officer):
    run = checked(
        officer,
        sheet(
            row(1),
            row(2, 사업자등록번호="1234567890"),
            row(3, 지역코드="강원"),
            row(4, 희망수행기관="없는기관"),
            row(5, 이메일="없음", 전화번호="1"),
            row(1, 상호="다른 상회"),
            row(7, 상시근로자수="다섯"),
            row(8, 접수번호="TOPS-2025-100001"),
        ),
    )
    assert (run.state, run.rows, run.good, run.new, run.counts["bad"]) == ("checked", 8, 1, 1, 7)
    assert faults(run) == [
        (3, "사업자등록번호", "cell.business_no"),
        (4, "지역코드", "cell.region"),
        (5, "희망수행기관", "cell.executor"),
        (6, "전화번호", "cell.phone"),
        (6, "이메일", "cell.email"),
        (7, "사업자등록번호", "cell.doubled"),
        (8, "상시근로자수", "cell.number"),
        (9, "접수번호", "cell.number_given"),
    ]
    assert Application.objects.count() == Merchant.objects.count() == 0


def test_the_error_sheet_has_the_rows_as_they_came_and_can_be_handed_in_mended(officer):
    run = checked(officer, sheet(row(1), row(2, 지역코드="강원")))
    lines = list(csv.DictReader(io.StringIO(read_file(run.error_sheet).decode("utf-8-sig"))))
    assert [(line["row"], line["columns"], line["상호"]) for line in lines] == [
        ("3", "지역코드", "두레상회 2")
    ]
    assert "지역코드: " in lines[0]["problems"]
    mended = [line | {"지역코드": "5111010100"} for line in lines]
    again = checked(officer, sheet(*mended, headers=("row", "columns", "problems", *HEADERS, *MORE)))
    assert (again.good, again.new, again.counts["bad"], again.counts["unread"]) == (1, 1, 0, [])


def test_an_import_makes_merchants_applications_and_revisions_in_one_act(officer):
    run = imported(officer, sheet(row(1, 접수번호="A-1"), row(2)))
    assert (run.state, run.counts["made"], run.counts["left"]) == ("done", 2, 0)
    first, second = Application.objects.order_by("application_no")
    assert first.application_no == "A-1"
    assert second.application_no.startswith("TOPS-2025-1")
    assert (first.state, first.entry, first.choices, first.revision) == (
        "submitted", "import", ["acorn", "otter"], 1,
    )  # fmt: skip
    assert first.facts["employees"] == 2.5
    assert first.facts["annual_sales"] == 240_000_000
    assert (first.facts["mail_order_no"], first.facts["has.mail_order_no"]) == ("2024-강원춘천-0001", True)
    assert (first.facts["closed_on"], first.facts["has.closed_on"]) == (None, None)
    known = Merchant.objects.get(business_no=business_number(1))
    assert (known.name, known.owner_name, known.email) == ("두레상회 1", "김가상", "owner1@example.kr")
    assert Revision.objects.filter(act="import").count() == 2
    assert Event.objects.filter(act="import.run", subject="application").count() == 2
    assert Notice.objects.get(template="import_done").parameters["good"] == 2


@pytest.mark.parametrize("header", ["주소", "사업장주소", "사업장 소재지", "address"])
def test_an_address_of_a_list_is_kept_with_the_merchant(officer, header):
    told = {header: "강원특별자치도 춘천시 가상로 12, 3층"}
    imported(officer, sheet(row(1, **told), headers=(*HEADERS, *MORE, header)))
    assert Merchant.objects.get().address == "강원특별자치도 춘천시 가상로 12, 3층"
    assert not any("가상로" in str(value) for value in Application.objects.get().facts.values())


def test_the_same_file_is_the_same_run_however_often(officer):
    content = sheet(row(1))
    run = imported(officer, content)
    assert handed_in(officer, content) == run.pk
    import_applicants(now=NOW, run_id=run.pk, user_id=officer.user_id)
    import_applicants_confirm(actor=officer, now=NOW, run_id=run.pk)
    assert (ImportRun.objects.count(), Application.objects.count()) == (1, 1)


def test_known_merchants_get_empty_fields_filled_and_nothing_written_over(officer):
    known = merchant(1, name="오래된 상호", annual_sales=None, has_channels=None)
    run = imported(officer, sheet(row(1, 평균매출액="1,000", 상시근로자수="4")))
    known.refresh_from_db()
    assert (known.name, known.annual_sales, float(known.employees)) == ("오래된 상호", 1000, 2.5)
    assert (known.owner_name, known.version) == ("김가상", 2)
    assert (run.counts["merchants_new"], run.counts["merchants_filled"]) == (0, 1)
    made = Application.objects.get()
    # What the list tells counts for the application, and where it is silent, what was known.
    assert (made.name, made.facts["employees"], made.facts["has.closed_on"]) == ("두레상회 1", 4.0, False)


@pytest.mark.parametrize(("state", "left"), [("submitted", 1), ("draft", 1), ("withdrawn", 0)])
def test_a_live_application_is_left_as_it_is(officer, state, left):
    standing = application(merchant(1), published(), n=1, state=state, choices=("crane",))
    run = imported(officer, sheet(row(1)))
    assert (run.counts["standing"], run.counts["left"], run.counts["made"]) == (left, left, 1 - left)
    standing.refresh_from_db()
    assert (standing.state, standing.choices) == (state, ["crane"])


def test_a_receipt_number_that_is_anothers_is_wrong(officer):
    application(merchant(9), published(), n=9)
    run = checked(officer, sheet(row(1, 접수번호="TOPS-2025-000009")))
    assert faults(run) == [(2, "접수번호", "cell.number_taken")]
    assert run.state == "faulty"


def test_rows_that_are_wrong_are_left_out_only_where_that_is_said(officer):
    run = checked(officer, sheet(row(1), row(2, 지역코드="강원")))
    with pytest.raises(Refused):
        import_applicants_confirm(actor=officer, now=NOW, run_id=run.pk)
    assert ImportRun.objects.get(pk=run.pk).state == "checked"


def test_a_resident_number_is_never_kept(officer):
    run = checked(officer, sheet(row(1, 대표자명="김가상 800101-1234560"), row(2)))
    run.refresh_from_db()
    assert run.state == "faulty"
    assert [p["code"] for p in run.problems] == ["import.resident_number"]
    assert "800101" not in str(run.problems)
    assert run.error_sheet is None
    assert StoredFile.objects.get(pk=run.file_id).state == "destroyed"


def test_a_corporate_number_is_no_resident_number(officer):
    assert checked(officer, sheet(row(1, 대표자명="주식회사 110111-1234567"))).state == "checked"


def test_a_list_without_the_business_number_cannot_be_read(officer):
    run = checked(officer, sheet({"상호": "두레"}, headers=("상호",)))
    assert (run.state, [p["code"] for p in run.problems]) == ("faulty", ["file.missing_column"])


def test_nothing_is_read_before_the_scanner_has_looked(officer, settings):
    settings.DURE_VIRUS_SCAN = True
    run = import_applicants_start(
        actor=officer, now=NOW, programme="tops-2025", name="a.csv", content=sheet(row(1)), language="ko"
    )
    assert StoredFile.objects.get().state == "waiting"
    with pytest.raises(NotScannedYet):
        check_import(now=NOW, run_id=run, language="ko")
    assert ImportRun.objects.get().state == "checking"


def test_an_import_that_fails_leaves_nothing_and_can_be_tried_again(officer, monkeypatch):
    run = checked(officer, sheet(row(1)))
    import_applicants_confirm(actor=officer, now=NOW, run_id=run.pk)
    with monkeypatch.context() as broken:
        broken.setattr(
            "dure.domains.applications.services.import_applicants.make_applications",
            lambda *_: (_ for _ in ()).throw(RuntimeError("broken")),
        )
        with pytest.raises(RuntimeError):
            import_applicants(now=NOW, run_id=run.pk, user_id=officer.user_id)
    run.refresh_from_db()
    assert (run.state, run.counts["stopped"][0]["code"]) == ("checked", "import.failed")
    assert Merchant.objects.count() == Application.objects.count() == 0
    import_applicants_confirm(actor=officer, now=NOW, run_id=run.pk)
    import_applicants(now=NOW, run_id=run.pk, user_id=officer.user_id)
    run.refresh_from_db()
    assert (run.state, "stopped" in run.counts, Application.objects.count()) == ("done", False, 1)


def test_a_dropped_list_is_destroyed_and_can_be_handed_in_again(officer):
    content = sheet(row(1))
    run = checked(officer, content)
    for _ in range(2):
        import_applicants_drop(actor=officer, now=NOW, run_id=run.pk)
    assert StoredFile.objects.get(pk=run.file_id).state == "destroyed"
    assert handed_in(officer, content) != run.pk


@pytest.mark.parametrize("role", ["ministry", "executor_staff", "reviewer"])
def test_only_officers_bring_lists_in(officer, role):
    run = checked(officer, sheet(row(1)))
    other = person(role, kind="executor", code=role)
    with pytest.raises(NotAllowed):
        handed_in(other, sheet(row(2)))
    with pytest.raises(NotAllowed):
        import_applicants_confirm(actor=other, now=NOW, run_id=run.pk)
    assert (ImportRun.objects.count(), ImportRun.objects.get().state) == (1, "checked")


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_make_one():
    published()
    officer = person("officer")
    run = checked(officer, sheet(row(1), row(2)))
    import_applicants_confirm(actor=officer, now=NOW, run_id=run.pk)
    found = twice_at_once(lambda: import_applicants(now=NOW, run_id=run.pk, user_id=officer.user_id or 0))
    assert found == [None, None]
    assert (Application.objects.count(), ImportRun.objects.get().counts["made"]) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_the_same_file_at_once_is_one_run():
    published()
    officer = person("officer")
    content = sheet(row(1))
    first, second = twice_at_once(lambda: handed_in(officer, content))
    assert first == second
    assert ImportRun.objects.count() == 1


QUESTIONS = """
questions:
  - {id: brand, title: {ko: 브랜드 이름, en: Brand}, kind: text, longest: 5}
  - {id: exports, title: {ko: 수출 여부, en: Exports}, kind: yes_no, required: false}
  - id: goods
    title: {ko: 취급 품목, en: Goods}
    kind: choices
    choices:
      - {id: food, title: {ko: 식품, en: Food}}
      - {id: craft, title: {ko: 공예, en: Craft}}

documents:
"""


def test_answers_stand_under_their_question_or_its_id(db):
    published(library_bytes("tops-2025").replace(b"\ndocuments:\n", QUESTIONS.encode(), 1))
    officer = person("officer")
    headers = (*HEADERS, "answer.brand", "수출 여부", "취급 품목")
    run = imported(
        officer,
        sheet(
            row(1) | {"answer.brand": "두레", "수출 여부": "예", "취급 품목": "공예; 식품"},
            row(2) | {"answer.brand": "너무 긴 브랜드", "수출 여부": "글쎄", "취급 품목": "없음"},
            row(3),
            headers=headers,
        ),
    )
    assert faults(run) == [
        (3, "answer.brand", "answer.brand"),
        (3, "수출 여부", "answer.exports"),
        (3, "취급 품목", "answer.goods"),
    ]
    answers = {a.name: a.answers for a in Application.objects.all()}
    assert answers == {
        "두레상회 1": {"brand": "두레", "exports": True, "goods": ["food", "craft"]},
        "두레상회 3": {},
    }


def test_sales_of_a_list_are_worth_what_the_header_says(officer):
    headers = tuple("연매출액(백만원)" if header == "평균매출액" else header for header in (*HEADERS, *MORE))
    imported(officer, sheet(row(1) | {"연매출액(백만원)": "240.5"}, headers=headers))
    assert list(Merchant.objects.values_list("annual_sales", flat=True)) == [240_500_000]


def test_a_list_whose_sales_are_of_no_unit_is_not_read(officer):
    headers = tuple("평균매출액(달러)" if header == "평균매출액" else header for header in (*HEADERS, *MORE))
    run = checked(officer, sheet(row(1), headers=headers))
    assert (run.state, run.good, [p["code"] for p in run.problems]) == ("faulty", None, ["file.unit"])
    assert Application.objects.count() == Merchant.objects.count() == 0


def test_a_question_called_like_a_looser_name_keeps_its_column_and_its_unit(db):
    question = (
        "\nquestions:\n  - {id: sales, title: {ko: 매출액, en: Sales}, kind: number,"
        " unit: {ko: 천원, en: thousand won}}\n\ndocuments:\n"
    )
    published(library_bytes("tops-2025").replace(b"\ndocuments:\n", question.encode(), 1))
    officer = person("officer")
    run = imported(officer, sheet(row(1) | {"매출액(천원)": "7"}, headers=(*HEADERS, *MORE, "매출액(천원)")))
    assert run.problems == []
    assert Application.objects.get().answers == {"sales": 7}
    assert Merchant.objects.get().annual_sales == 240_000_000
    run = checked(officer, sheet(row(2) | {"매출액(만원)": "7"}, headers=(*HEADERS, *MORE, "매출액(만원)")))
    assert (run.state, [p["code"] for p in run.problems]) == ("faulty", ["file.unit"])


def test_a_header_that_looks_like_a_column_is_told(officer):
    headers = tuple("2024년 매출액" if header == "평균매출액" else header for header in (*HEADERS, *MORE))
    run = checked(officer, sheet(row(1), headers=headers))
    assert (run.counts["unread"], run.counts["alike"]) == (
        ["2024년 매출액"],
        {"2024년 매출액": "annual_sales"},
    )


def test_a_workbook_is_read_as_a_csv_is(officer):
    headers = [*HEADERS, *MORE]
    rows = [headers, *([one[header] for header in headers] for one in (row(1), row(2, 지역코드="강원")))]
    content = xlsx(rows)
    run = handed_in(officer, content, "list.xlsx")
    check_import(now=NOW, run_id=run, language="en")
    found = ImportRun.objects.get(pk=run)
    assert (found.state, found.good, faults(found)) == ("checked", 1, [(3, "지역코드", "cell.region")])
    assert found.error_sheet.content_type.endswith("spreadsheetml.sheet")


def test_a_code_of_a_list_has_its_revision_and_never_that_of_another_code(officer):
    merchant(1, ksic="47911", ksic_revision="10")
    merchant(2, ksic="47911")
    merchant(3, ksic=None)
    headers = (*HEADERS, *MORE, "산업분류차수")
    rows = [row(n, 산업분류차수=told) for n, told in ((1, "11차"), (2, "11"), (3, "10차"), (4, ""))]
    imported(officer, sheet(*rows, headers=headers))
    kept = Merchant.objects.order_by("business_no").values_list("ksic", "ksic_revision")
    assert list(kept) == [("47911", "10"), ("47911", None), ("47912", "10"), ("47912", "11")]
    made = Application.objects.order_by("merchant__business_no")
    assert [(one.facts["ksic"], one.facts["ksic_revision"]) for one in made] == [
        ("47912", "11"),
        ("47912", "11"),
        ("47912", "10"),
        ("47912", "11"),
    ]
