"""Pages around a panel: who is in conflict is shut out everywhere, officers change, applicants ask."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.domains.builders import signed_up
from tests.domains.people import NOW, person
from tests.domains.reviews import GOOD, ROUND, TOPS, assigned_panel
from tests.web.matrix.reviewer import ROWS

from dure.domains.accounts.actors import SignedActor, actor_of
from dure.domains.accounts.models import User
from dure.domains.merchants.models import MerchantMember
from dure.domains.review.models import Assignment, Expertise, RecusalRequest, ScoreSheet
from dure.domains.review.services.declare_conflicts import declare_conflicts
from dure.domains.review.services.save_review import save_review

pytestmark = pytest.mark.django_db
PANEL = f"/officer/review/{TOPS}/{ROUND}/panel/"


@pytest.fixture(autouse=True)
def _inside(monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


def client(who: SignedActor) -> Client:
    found = Client()
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def declared(who: SignedActor, conflicts: dict[int, str] | None = None) -> list[int]:
    mine = list(Assignment.objects.of(who).values_list("application_id", flat=True))
    declare_conflicts(
        actor=who, now=NOW, programme=TOPS, round_id=ROUND, seen=mine, conflicts=conflicts or {}, signed=True
    )
    return mine


def scored(who: SignedActor, case: int, mark: str = "") -> None:
    marks = dict.fromkeys(GOOD, mark) if mark else GOOD
    save_review(
        actor=who, now=NOW, programme=TOPS, round_id=ROUND, application_id=case, marks=marks, comment="",
        submit=True, version=None,
    )  # fmt: skip


@pytest.mark.parametrize("how", ["declared before", "declared later", "asked for by the applicant"])
def test_a_reviewer_in_conflict_reaches_the_case_by_no_address_list_or_file(how):
    _cases, sitting = assigned_panel(3, 7)
    who = next(r for r in sitting if Assignment.objects.of(r).count() >= 2)
    case = Assignment.objects.of(who).order_by("pk")[0].application
    if how == "declared before":
        declared(who, {case.pk: "family"})
    elif how == "declared later":
        declared(who)
        scored(who, case.pk)
        declare_conflicts(
            actor=who, now=NOW, programme=TOPS, round_id=ROUND, seen=[case.pk],
            conflicts={case.pk: "competitor"}, signed=True,
        )  # fmt: skip
    else:
        declared(who)
        request = RecusalRequest.objects.create(
            programme=TOPS, application=case, about="가상인", grounds="분쟁", asked_by_id=who.user_id,
            asked_at=NOW,
        )  # fmt: skip
        answered = client(person()).post(
            f"/officer/recusals/{request.pk}/",
            {"outcome": "granted", "reviewer": who.user_id, "reason": "사실로 확인됨"},
        )
        assert answered.status_code == 302
    browser = client(who)
    for name, (address, _) in ROWS.items():
        at = address.replace("{case}", str(case.pk))
        for answer in (browser.get(at), browser.post(at, {"reason": "평가", "relation": "family"})):
            assert str(case.application_no) not in answer.content.decode(), name
            assert case.name not in answer.content.decode(), name
            if "{case}" in address:
                assert answer.status_code in (404, 405), name
    assert case.pk not in Assignment.objects.visible_to(who).values_list("application_id", flat=True)


def test_an_officer_changes_a_case_gives_a_review_back_and_replaces_a_reviewer():
    cases, sitting = assigned_panel(1, 7)
    case = cases[0]
    at = f"{PANEL}cases/{case.pk}/"
    officer = client(person())
    first = actor_of(Assignment.objects.order_by("reviewer_id")[0].reviewer_id, NOW)
    declared(first)
    scored(first, case.pk)
    free = next(r for r in sitting if not Assignment.objects.filter(reviewer_id=r.user_id).exists())
    told = officer.post(at, {"add": free.user_id, "remove": "", "override": ""})
    assert told.status_code == 302
    taken = Assignment.objects.filter(state="assigned").order_by("reviewer_id")[0].reviewer_id
    rest = Assignment.objects.filter(state="assigned").exclude(reviewer_id=taken)
    officer.post(at, {"remove": taken})
    few = officer.post(at, {"remove": rest[0].reviewer_id, "override": ""})
    assert few.status_code == 422
    assert "필요한 위원 5명 가운데 4명만 남게 됩니다" in few.content.decode()
    back = officer.post(f"{at}reopen/", {"back-reviewer": first.user_id, "back-reason": "항목을 잘못 읽음"})
    assert back.status_code == 302
    assert ScoreSheet.objects.get(reviewer_id=first.user_id).state == "draft"
    assert "되돌려줌" in officer.get(at).content.decode()
    left = officer.post(f"{PANEL}replace/", {"leave-reviewer": first.user_id, "leave-reason": "병가"})
    assert left.status_code == 302
    assert Assignment.objects.get(reviewer_id=first.user_id).state == "taken_away"
    assert Assignment.objects.filter(state="assigned").count() == 5
    listed = officer.get(f"{PANEL}cases/?which=open").content.decode()
    assert str(case.application_no) in listed
    assert client(person("ministry", code="ministry")).post(at, {"add": free.user_id}).status_code == 403


def test_how_reviewers_scored_is_told_and_handed_out_with_a_reason():
    _, sitting = assigned_panel(6, 6)
    for n, who in enumerate(sitting):
        for case in declared(who):
            scored(who, case, str(70 + 2 * n + case % 5))
    officer = client(person())
    page = officer.get(f"{PANEL}quality/").content.decode()
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    cells = [re.findall(r'<td class="num">(.*?)</td>', row) for _, row in rows]
    assert len(cells) == 6
    assert [row[0] for row in cells] == ["5"] * 6
    severity = [float(row[2]) for row in cells]
    assert severity == sorted(severity, reverse=True)
    assert severity[0] - severity[-1] == pytest.approx(10, abs=0.6)
    assert officer.post(f"{PANEL}quality/export/", {"kind": "csv", "reason": ""}).status_code == 422
    file = officer.post(f"{PANEL}quality/export/", {"kind": "csv", "reason": "다음 위원 구성"})
    assert b"".join(file.streaming_content).decode("utf-8-sig").count("\n") == 7


def test_an_applicant_asks_takes_back_and_keeps_what_was_typed_on_an_error():
    cases, _ = assigned_panel(1, 5)
    owner = signed_up("owner@test.example")
    MerchantMember.objects.create(
        merchant=cases[0].merchant, user_id=owner.user_id, proved_by="first", since=NOW
    )
    browser, at = client(owner), f"/my/applications/{cases[0].pk}/recusal/"
    wrong = browser.post(at, {"about": "", "grounds": "거래 분쟁이 있었습니다", "nonce": "n"})
    assert wrong.status_code == 422
    assert "거래 분쟁이 있었습니다" in wrong.content.decode()
    assert not RecusalRequest.objects.exists()
    for _twice in range(2):
        browser.post(at, {"about": "가상인", "grounds": "거래 분쟁", "nonce": "n"})
    one = RecusalRequest.objects.get()
    assert "답변 대기" in browser.get(at).content.decode()
    assert browser.post(f"{at}{one.pk}/withdraw/").status_code == 302
    one.refresh_from_db()
    assert one.state == "withdrawn"


def test_a_reviewer_tells_what_they_know_and_a_code_that_there_is_not_is_refused():
    who = person("reviewer")
    browser = client(who)
    assert browser.post("/reviewer/expertise/", {"industries": "47, 00"}).status_code == 422
    assert not Expertise.objects.exists()
    assert browser.post("/reviewer/expertise/", {"industries": "47, 1071 56"}).status_code == 302
    assert Expertise.objects.get().industries == ["1071", "47", "56"]
    assert "1071, 47, 56" in browser.get("/reviewer/expertise/").content.decode()
