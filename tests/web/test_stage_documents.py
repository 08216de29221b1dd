"""Pages of the documents of a later stage: the applicant's, the list, the check, the reminder, the file."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.domains.documenting import ASKED, OVER, asked, both_handed_in, check, number, row
from tests.domains.files import pdf
from tests.domains.selecting import CONSULT, PROMOTE, SMALL, applicant, officer
from tests.web.test_ways import signed_in, text_of

from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.notices.models import Notice
from dure.domains.selection.models import DocumentRequest

LIST = f"/officer/stage-documents/{SMALL}/{PROMOTE}/"


@pytest.fixture(autouse=True)
def at(db, monkeypatch):
    monkeypatch.setenv("DURE_NOW", ASKED.isoformat())


def mine(n: int) -> str:
    return f"/my/applications/{number(n)}/stage/{PROMOTE}/"


def upload(name: str = "plan.pdf"):
    return SimpleUploadedFile(name, pdf(name.encode()), content_type="application/pdf")


def test_my_page_and_the_application_lead_to_what_is_asked():
    asked()
    home = text_of(applicant(1), "/my/")
    assert "서류 제출: 2단계 판촉" in home
    assert "2단계 판촉" in text_of(applicant(1), f"/my/applications/{number(1)}/")
    page = text_of(applicant(1), mine(1))
    assert "판촉 계획서" in page
    assert "납세증명서" in page
    assert signed_in(applicant(2)).get(mine(1)).status_code == 404
    assert signed_in(applicant(12)).get(mine(12)).status_code == 404
    assert signed_in(applicant(1)).get(mine(1).replace(PROMOTE, CONSULT)).status_code == 404


def test_what_was_put_in_is_kept_when_a_day_does_not_do():
    asked()
    who = signed_in(applicant(1))
    answer = who.post(
        mine(1),
        {
            "file.plan": upload(), "file.clearance": upload("tax.pdf"),
            "issued_on.clearance": "2025-04-01", "go": "hand_in",
        },
    )  # fmt: skip
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "plan.pdf" in text
    assert "tax.pdf" in text
    assert 'value="2025-04-01"' in text
    assert "id_issued_on.clearance" in text
    assert not ApplicationDocument.objects.exists()
    done = who.post(mine(1), {"issued_on.clearance": "2025-05-20", "go": "hand_in"})
    assert done.status_code == 302
    assert (row(1, "plan").state, row(1, "clearance").issued_on.isoformat()) == ("handed_in", "2025-05-20")
    assert who.post(mine(1), {"go": "hand_in"}).status_code == 302
    assert ApplicationDocument.objects.count() == 2


def test_saved_is_not_handed_in_and_can_be_taken_out():
    asked()
    who = signed_in(applicant(1))
    assert who.post(mine(1), {"file.plan": upload(), "go": "save"}).status_code == 302
    assert not ApplicationDocument.objects.exists()
    assert "plan.pdf" in text_of(applicant(1), mine(1))
    assert who.post(mine(1), {"remove": "plan"}).status_code == 302
    assert Application.objects.get(pk=number(1)).draft["files"] == {}
    refused = who.post(mine(1), {"file.plan": SimpleUploadedFile("a.exe", b"MZ"), "go": "hand_in"})
    assert refused.status_code == 422


def test_the_list_its_filter_and_its_file():
    asked()
    both_handed_in(1)
    check(1, "plan")
    page = text_of(officer(), LIST)
    assert "11건" in page
    assert "미제출" in page
    waiting = text_of(officer(), LIST + "?state=waiting&document=clearance")
    assert "TOPS-2025-000001" in waiting
    assert "TOPS-2025-000002" not in waiting
    file = signed_in(officer()).post(LIST + "export/?state=waiting", {"kind": "csv", "reason": "점검"})
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("접수번호,상호,지역,")
    assert lines[1].startswith("TOPS-2025-000001,")
    assert len(lines) == 2
    assert signed_in(officer()).get(f"/officer/stage-documents/{SMALL}/{CONSULT}/").status_code == 404
    assert "이 단계의 서류" in text_of(officer(), f"/officer/selection/{SMALL}/{PROMOTE}/")


def test_an_officer_checks_and_asks_again(monkeypatch):
    asked()
    both_handed_in(1)
    case = f"{LIST}{number(1)}/"
    plan = row(1, "plan").pk
    who = signed_in(officer())
    refused = who.post(f"{case}check/{plan}/", {"accepted": "no", f"document-{plan}-note": ""})
    assert refused.status_code == 422
    assert row(1, "plan").state == "handed_in"
    done = who.post(f"{case}check/{plan}/", {"accepted": "no", f"document-{plan}-note": "도장이 없습니다"})
    assert done.status_code == 302
    assert row(1, "plan").state == "refused"
    assert "도장이 없습니다" in text_of(applicant(1), mine(1))
    monkeypatch.setenv("DURE_NOW", OVER.isoformat())
    empty = who.post(f"{case}ask/", {"ask-clearance": "on", "note-clearance": ""})
    assert empty.status_code == 422
    assert not DocumentRequest.objects.exists()
    assert who.post(f"{case}ask/", {"ask-clearance": "on", "note-clearance": "새로 발급"}).status_code == 302
    assert DocumentRequest.objects.get().document == "clearance"
    assert "새로 발급" in text_of(applicant(1), mine(1))
    assert "새로 발급" in text_of(officer(), case)


def test_all_are_reminded_with_one_press():
    asked()
    who = signed_in(officer())
    before = Notice.objects.filter(template="stage_documents_asked").count()
    assert "11" in text_of(officer(), f"{LIST}remind/")
    press = {"nonce": "n1", "expected": "11"}
    assert who.post(f"{LIST}remind/", press).status_code == 302
    assert who.post(f"{LIST}remind/", press).status_code == 302
    assert Notice.objects.filter(template="stage_documents_asked").count() == before + 11
    assert who.post(f"{LIST}remind/", {"nonce": "n2", "expected": "3"}).status_code == 422
