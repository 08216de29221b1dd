"""Decisions and objections as files: what the rows say, the reason that is kept, what is left out unasked."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook
from tests.domains.builders import application, merchant, signed_up
from tests.domains.people import NOW
from tests.domains.selecting import CONSULT, SMALL, THEN, applicant, confirmed, first_stage, officer, told
from tests.domains.test_selection_objections import FILED, NEXT_WEEK, assigned, objection_of
from tests.domains.test_selection_objections import answer as answered

from dure.domains.accounts.models import Membership, Organisation, User
from dure.domains.applications.models import Application
from dure.domains.applications.services.refuse import refuse
from dure.domains.privacy.models import AccessRecord
from dure.domains.selection.models import Selection
from dure.domains.selection.services.extend_objection import extend_objection
from dure.domains.selection.services.object_to_refusal import object_to_refusal
from dure.domains.selection.stages import case_of

DECISIONS = f"/officer/selection/{SMALL}/{CONSULT}/decisions/"
OBJECTIONS = "/officer/objections/"
BELOW = (
    "도토리마켓: 점수 78.000점이 선정 최저점 84.000점보다 낮습니다."
    " 수달라이브: 점수 78.000점이 선정 최저점 80.000점보다 낮습니다."
    " 솔방울쇼핑: 점수 78.000점이 선정 최저점 79.000점보다 낮습니다."
)
BELOW_20 = (
    "수달라이브: 점수 71.000점이 선정 최저점 80.000점보다 낮습니다."
    " 솔방울쇼핑: 점수 71.000점이 선정 최저점 79.000점보다 낮습니다."
    " 도토리마켓: 점수 71.000점이 선정 최저점 84.000점보다 낮습니다."
)


@pytest.fixture(autouse=True)
def _now(db, monkeypatch):
    monkeypatch.setenv("DURE_NOW", NEXT_WEEK.isoformat())


def browser(name: str = "officer", language: str = "ko") -> Client:
    found = Client(headers={"accept-language": language})
    found.force_login(User.objects.get(pk=officer(name).user_id))
    return found


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def taken(client: Client, address: str, **more: str) -> list[dict[str, str]]:
    """Return the rows of a list that is downloaded as csv."""
    answer = client.post(address, {"kind": "csv", "reason": "위원회 보고"} | more)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    return rows_of(answer.getvalue().decode("utf-8-sig"))


def workbook(client: Client, address: str, **more: str) -> list[list[Any]]:
    """Return the rows of a list that is downloaded as xlsx, its headers first."""
    answer = client.post(address, {"kind": "xlsx", "reason": "위원회 보고"} | more)
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue())).get_sheet_by_index(0).to_python()


def questions(client: Client, address: str, sent: dict[str, str] | None = None) -> int:
    with CaptureQueriesContext(connection) as found:
        answer = client.get(address) if sent is None else client.post(address, sent)
        assert answer.status_code == 200
        answer.getvalue()
    return len(found)


# --- decisions --------------------------------------------------------------------------------------------


@pytest.fixture
def selection() -> Selection:
    first_stage()
    Application.objects.filter(application_no__endswith="000001").update(name="=1+1")
    return told()


def test_decisions_are_told_in_words_with_scores_reasons_rules_and_the_last_day_to_object(selection):
    rows = taken(browser(), f"{DECISIONS}export/")
    assert [row["접수번호"] for row in rows] == [f"TOPS-2025-{n:06d}" for n in range(1, 25)]
    same = {"사업 파일 해시": case_of(selection).loaded.hash, "이의신청 기한": "2025-06-16"}
    industry = {"업종": "소매업(자동차 제외) (47912)", "바로잡은 점수": ""}
    assert rows[0] == same | industry | {
        "접수번호": "TOPS-2025-000001", "상호": "'=1+1", "지역": "강원 춘천시", "결정": "선정",
        "수행기관": "도토리마켓", "배정 구분": "비수도권", "점수": "90.000", "선정 최저점": "90.000",
        "순위": "1", "결정 당시 예비순위": "", "사유": "우선배정(비수도권)으로 선정되었습니다.",
    }  # fmt: skip
    assert rows[3] == same | industry | {
        "접수번호": "TOPS-2025-000004", "상호": "두레상회 4", "지역": "서울 종로구", "결정": "선정",
        "수행기관": "도토리마켓", "배정 구분": "일반", "점수": "87.000", "선정 최저점": "84.000",
        "순위": "4", "결정 당시 예비순위": "", "사유": "점수 순위에 따라 선정되었습니다.",
    }  # fmt: skip
    assert rows[12] == same | industry | {
        "접수번호": "TOPS-2025-000013", "상호": "두레상회 13", "지역": "강원 춘천시", "결정": "예비순위",
        "수행기관": "도토리마켓", "배정 구분": "", "점수": "78.000", "선정 최저점": "84.000",
        "순위": "13", "결정 당시 예비순위": "1", "사유": BELOW,
    }  # fmt: skip
    assert (rows[23]["결정"], rows[23]["점수"]) == ("미선정", "67.000")


def test_a_workbook_of_decisions_has_the_rows_of_the_csv_file_in_the_language_of_the_page(selection):
    english = browser(language="en")
    sheet = workbook(english, f"{DECISIONS}export/")
    rows = taken(english, f"{DECISIONS}export/")
    assert sheet[0] == [
        *("Receipt number", "Business name", "Region", "Industry", "Decision", "Executor", "Kind of seat"),
        *("Score", "Cut-off", "Rank", "Reserve number as decided", "Reasons", "Scores put right"),
        *("Hash of the programme file", "Objections until"),
    ]
    assert [dict(zip(sheet[0], line, strict=True)) for line in sheet[1:]] == rows
    assert rows[0]["Reasons"] == "Selected in a seat set aside: Outside the capital area."


def test_the_filter_of_the_list_is_told_kept_and_exported(selection):
    client, query = browser(), "decision=reserve&executor=acorn"
    assert (
        f'href="{DECISIONS}export/?{query.replace("&", "&amp;")}"'
        in client.get(f"{DECISIONS}?{query}").content.decode()
    )
    page = client.get(f"{DECISIONS}export/?{query}")
    assert page.context["filters"] == ["결정: 예비순위", "수행기관: 도토리마켓"]
    assert page.context["total_text"] == "총 2건"
    assert page.context["back"] == f"{DECISIONS}?{query}"
    rows = taken(client, f"{DECISIONS}export/?{query}")
    assert [row["접수번호"][-2:] for row in rows] == ["13", "16"]
    whole = client.get(f"{DECISIONS}export/")
    assert (whole.context["filters"], whole.context["back"]) == ([], DECISIONS)
    assert "없음(결정 전체)" in whole.content.decode()


def test_decisions_are_handed_out_with_a_reason_that_is_kept(selection):
    client, address = browser(), f"{DECISIONS}export/?decision=reserve"
    refused = client.post(address, {"kind": "csv", "reason": " "})
    assert refused.status_code == 422
    assert "내려받지 못했습니다" in refused.content.decode()
    assert client.post(address, {"kind": "exe", "reason": "위원회 보고"}).status_code == 422
    assert not AccessRecord.objects.filter(kind="download").exists()
    taken(client, address)
    noted = AccessRecord.objects.get(kind="download")
    assert (noted.reason, noted.subjects, noted.subject) == ("위원회 보고", 4, "application")
    assert noted.what == f"decisions of {SMALL}/{CONSULT}"


def test_decisions_that_are_not_published_yet_have_no_last_day_to_object():
    first_stage()
    confirmed()
    assert {row["이의신청 기한"] for row in taken(browser(), f"{DECISIONS}export/")} == {""}


def test_an_export_of_decisions_sends_as_many_statements_for_any_number(selection):
    client, sent = browser(), {"kind": "csv", "reason": "위원회 보고"}
    all_of_them, one = f"{DECISIONS}export/", f"{DECISIONS}export/?number=000001"
    for posted, together in ((None, 0), (sent, 3)):
        questions(client, all_of_them, posted)
        # Why places are free is asked once for all that are; the first applicant's is not.
        assert questions(client, all_of_them, posted) == questions(client, one, posted) + together


# --- objections -------------------------------------------------------------------------------------------


@pytest.fixture
def filed() -> list[int]:
    """Return objections to a refusal, to a decision (answered) and to another (extended), all due in turn."""
    version = first_stage()[0].version
    refused = application(merchant(30, owner=applicant(30)), version, n=30, verdict="eligible")
    refuse(
        actor=officer("checker"), now=THEN, application_id=refused.pk, rules=["small_merchant"],
        words="유효기간 경과",
    )  # fmt: skip
    told()
    first = object_to_refusal(actor=applicant(30), now=FILED, application_id=refused.pk, grounds="유효합니다")
    second, third = assigned(20), objection_of(24, grounds="=다시 보아 주십시오")
    answered(second)
    extend_objection(actor=officer("third"), now=NEXT_WEEK, objection_id=third, reason="자료를 더 봅니다")
    return [first, second, third]


def test_objections_are_told_in_words_with_their_clock_and_what_came_of_them(filed):
    rows = taken(browser(), f"{OBJECTIONS}export/?which=all")
    same = {"바로잡은 점수": "", "사업": "작은 탑스 2025", "신청 일시": "2025-05-20 15:00"}
    assert rows == [
        same | {
            "접수번호": "TOPS-2025-000030", "단계": "요건검토", "이의 대상": "요건 부적합",
            "사유": "소상공인이어야 합니다.", "상태": "접수됨", "답변 기한": "2025-06-04",
            "기한 연장": "", "담당자": "", "답변 일시": "", "결과": "", "조치": "",
        },
        same | {
            "접수번호": "TOPS-2025-000020", "단계": "1단계 상담", "이의 대상": "미선정", "사유": BELOW_20,
            "상태": "인용", "답변 기한": "2025-06-04", "기한 연장": "", "담당자": "third@test.example",
            "답변 일시": "2025-05-27 10:00", "결과": "인용", "조치": "기록만 함(자리는 바뀌지 않음)",
        },
        same | {
            "접수번호": "TOPS-2025-000024", "단계": "1단계 상담", "이의 대상": "미선정",
            "사유": rows[2]["사유"], "상태": "접수됨", "답변 기한": "2025-06-16",
            "기한 연장": "2025-05-27 10:00", "담당자": "", "답변 일시": "", "결과": "", "조치": "",
        },
    ]  # fmt: skip
    assert rows[2]["사유"].startswith("솔방울쇼핑: 점수 67.000점이")


def test_what_was_written_of_an_objection_is_in_the_file_only_where_it_is_asked_for(filed):
    client, address = browser(), f"{OBJECTIONS}export/?which=all"
    sheet = workbook(client, address, written="on")
    words = [line[-3:] for line in sheet]
    assert words == [
        ["담당자가 적은 부적합 사유", "신청자가 밝힌 이유", "답변"],
        ["유효기간 경과", "유효합니다", ""],
        ["", "점수가 잘못되었습니다", "착오가 확인됨"],
        ["", "'=다시 보아 주십시오", ""],
    ]
    plain = workbook(client, address)
    assert [line[:-3] for line in sheet] == plain
    assert list(
        AccessRecord.objects.filter(kind="download").order_by("pk").values_list("what", "subjects", "reason")
    ) == [
        ("objections, all with what was written", 3, "위원회 보고"),
        ("objections, all", 3, "위원회 보고"),
    ]


def test_the_objections_that_the_list_shows_are_told_kept_and_exported(filed):
    client = browser()
    for which, numbers in (("", ["30", "24"]), ("answered", ["20"]), ("overdue", []), ("mine", [])):
        query = f"?which={which}" if which else ""
        here = f"{OBJECTIONS}export/?which={which or 'open'}"
        listed = client.get(OBJECTIONS + query)
        assert f'href="{here}"' in listed.content.decode()
        page = client.get(f"{OBJECTIONS}export/{query}")
        assert page.context["filters"] == [listed.context["caption"]]
        assert page.context["back"] == f"{OBJECTIONS}?which={which or 'open'}"
        assert [row["접수번호"][-2:] for row in taken(client, here)] == numbers


def test_objections_are_not_handed_out_without_a_reason_and_what_was_ticked_is_kept(filed):
    client = browser()
    refused = client.post(f"{OBJECTIONS}export/", {"kind": "csv", "written": "on", "reason": ""})
    assert refused.status_code == 422
    assert refused.context["form"]["written"].value() is True
    assert not AccessRecord.objects.filter(kind="download").exists()


def test_an_officer_of_another_programme_gets_none_of_them(filed):
    other = signed_up("elsewhere@test.example")
    Membership.objects.create(
        user_id=other.user_id, role="officer", programme="elsewhere-2025", starts_at=NOW,
        organisation=Organisation.objects.get(code="agency"),
    )  # fmt: skip
    client = Client(headers={"accept-language": "ko"})
    client.force_login(User.objects.get(pk=other.user_id))
    assert taken(client, f"{OBJECTIONS}export/?which=all", written="on") == []
    assert client.post(f"{DECISIONS}export/", {"kind": "csv", "reason": "x"}).status_code == 403
    assert AccessRecord.objects.get(kind="download").subjects == 0


def test_an_export_of_objections_sends_as_many_statements_for_any_number(filed):
    client, sent = browser(), {"kind": "csv", "written": "on", "reason": "위원회 보고"}
    for posted in (None, sent):
        questions(client, f"{OBJECTIONS}export/?which=all", posted)
        before = questions(client, f"{OBJECTIONS}export/?which=all", posted)
        objection_of(18 if posted is None else 17)
        assert questions(client, f"{OBJECTIONS}export/?which=all", posted) == before
