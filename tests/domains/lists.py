"""Lists of applicants as bytes, and runs of them as far as a test needs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from tests.domains.builders import business_number
from tests.domains.people import NOW

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import ImportRun
from dure.domains.applications.services.check_import import check_import
from dure.domains.applications.services.import_applicants import import_applicants
from dure.domains.applications.services.import_applicants_confirm import import_applicants_confirm
from dure.domains.applications.services.import_applicants_start import import_applicants_start
from dure.domains.uploads.models import StoredFile

HEADERS = (
    *("사업자등록번호", "상호", "업종코드", "지역코드", "상시근로자수", "평균매출액", "세금체납"),
    *("통신판매업신고번호", "사업자상태", "참여제한종료일"),
)
MORE = ("접수번호", "희망수행기관", "대표자명", "전화번호", "이메일")


def row(n: int, **cells: str) -> dict[str, str]:
    """Return a row that is good and eligible unless ``cells`` (by header) say otherwise."""
    return {
        "사업자등록번호": business_number(n),
        "상호": f"두레상회 {n}",
        "업종코드": "47912",
        "지역코드": "5111010100",
        "상시근로자수": "2.5",
        "평균매출액": "240,000,000",
        "세금체납": "아니오",
        "통신판매업신고번호": f"2024-강원춘천-{n:04d}",
        "사업자상태": "계속",
        "참여제한종료일": "",
        "접수번호": "",
        "희망수행기관": "acorn;수달라이브(가상)",
        "대표자명": "김가상",
        "전화번호": "010-1234-5678",
        "이메일": f"owner{n}@example.kr",
    } | cells


def sheet(*rows: dict[str, str], headers: Sequence[str] = (*HEADERS, *MORE)) -> bytes:
    """Return rows as csv with a byte order mark."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(headers)
    writer.writerows([one.get(header, "") for header in headers] for one in rows)
    return held.getvalue().encode("utf-8-sig")


def handed_in(
    actor: SignedActor, content: bytes, name: str = "list.csv", programme: str = "tops-2025"
) -> int:
    """Hand a list in; the scanner finds nothing in it."""
    run = import_applicants_start(
        actor=actor, now=NOW, programme=programme, name=name, content=content, language="ko"
    )
    StoredFile.objects.filter(state="waiting").update(state="clean")
    return run


def checked(actor: SignedActor, content: bytes, programme: str = "tops-2025") -> ImportRun:
    """Hand a list in and check it."""
    run = handed_in(actor, content, programme=programme)
    check_import(now=NOW, run_id=run, language="ko")
    return ImportRun.objects.get(pk=run)


def imported(actor: SignedActor, content: bytes, programme: str = "tops-2025") -> ImportRun:
    """Hand a list in, check and import it; rows that are wrong are left out."""
    run = checked(actor, content, programme)
    import_applicants_confirm(actor=actor, now=NOW, run_id=run.pk, without_bad=True)
    assert actor.user_id is not None
    import_applicants(now=NOW, run_id=run.pk, user_id=actor.user_id)
    return ImportRun.objects.get(pk=run.pk)
