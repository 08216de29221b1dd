"""Pages of proposals and agreements: what is kept on an error, what is told, what a list hands out."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains.agreeing import (
    LATER,
    OPEN,
    PARTNERS,
    both_signed,
    called,
    checked,
    chosen,
    drafted,
    firm,
    handed_in,
    proposed_choice,
    second,
    state,
)
from tests.domains.people import person

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.agreements.calls import judged_call
from dure.domains.agreements.models import Agreement, Amendment, MidtermCheck, Proposal, ProposalSupplement
from dure.domains.privacy.models import AccessRecord
from dure.domains.programmes.models import ProgrammeVersion

pytestmark = pytest.mark.django_db(transaction=True)
RUN = f"/officer/executors/{PARTNERS}/"


@pytest.fixture(autouse=True)
def _call(monkeypatch) -> None:
    monkeypatch.setenv("DURE_NOW", LATER.isoformat())
    called()


def browser(who: SignedActor) -> Client:
    found = Client(headers={"accept-language": "ko"})
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def case_version() -> str:
    """Return the hash of the version by which proposals are judged."""
    return judged_call(PARTNERS).version.hash


def test_a_call_tells_whoever_has_not_signed_in_what_is_on_offer_and_who_was_chosen():
    both_signed()
    text = Client(headers={"accept-language": "en"}).get(f"/calls/{PARTNERS}/executors/").content.decode()
    for told in ("Financial soundness", "30%", "issued within 30 days", "가상기업 1", "가상기업 2"):
        assert told in text, told
    assert "가상기업 3" not in text, "who was not chosen is nobody's business"
    assert "not taken any more" in text
    assert Client().get("/calls/tops-2025/executors/").status_code == 404


def test_a_draft_that_lacks_something_is_saved_and_what_lacks_is_told_at_its_field(monkeypatch):
    monkeypatch.setenv("DURE_NOW", OPEN.isoformat())
    mine = browser(firm(1))
    begun = mine.post(f"/calls/{PARTNERS}/executors/propose/")
    address = begun.headers["Location"]
    told = {"firm": "단풍커머스", "cash_won": "1,000", "nonce": "n"}
    assert mine.post(address, told | {"save": "yes"}).status_code == 302
    assert Proposal.objects.get().cash_won == 1_000
    answer = mine.post(address, told | {"submit": "yes"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "공고에서 요구하는 현금은 최소 20,000,000원입니다" in text
    assert 'value="단풍커머스"' in text
    assert Proposal.objects.get().state == "draft"
    assert mine.post(address, {"firm": "x" * 201, "save": "yes"}).status_code == 422
    assert Proposal.objects.get().firm == "단풍커머스"


def test_an_officer_asks_for_named_fields_and_the_firm_finds_only_these():
    pk = handed_in(1)
    desk = browser(person())
    address = f"/officer/proposals/{pk}/supplement/"
    assert desk.post(address, {"note": "현물 근거를 고쳐 주십시오."}).status_code == 422
    assert not ProposalSupplement.objects.exists()
    fields = ["in_kind", "document.financial_statement"]
    assert desk.post(address, {"fields_": fields, "note": "고쳐 주십시오."}).status_code == 302
    form = browser(firm(1)).get(f"/proposals/{pk}/form/").content.decode()
    assert 'name="kind_0_basis"' in form
    assert 'name="document_financial_statement"' in form
    assert 'name="firm"' not in form
    assert 'name="cash_won"' not in form


def test_a_refusal_without_a_reason_changes_nothing_and_a_reason_is_kept_on_an_error():
    pk = handed_in(1)
    desk = browser(person())
    assert desk.post(f"/officer/proposals/{pk}/decide/", {"refuse": "yes"}).status_code == 422
    answer = desk.post(f"/officer/proposals/{pk}/decide/", {"pass": "yes", "reason": "좋습니다."})
    assert answer.status_code == 422
    assert "필수 제출서류를 먼저 인정하십시오" in answer.content.decode()
    assert "좋습니다.</textarea>" in answer.content.decode()
    assert state(pk) == "submitted"
    assert AccessRecord.objects.filter(subject="proposal", what="proposal page").exists()


def test_nothing_is_proposed_while_marks_are_missing_and_the_page_says_how_many():
    checked(1)
    desk = browser(person())
    assert "점수가 3개" in desk.get(f"{RUN}choice/").content.decode()
    answer = desk.post(f"{RUN}choice/decide/", {"propose": "yes", "reason": "끝났습니다."})
    assert answer.status_code == 422
    assert "아직 입력하지 않은 점수가 3개 있습니다" in answer.content.decode()
    assert desk.post(f"{RUN}choice/decide/", {"confirm": "yes", "reason": "x"}).status_code == 404


def test_the_list_of_agreements_adds_up_and_makes_a_version_of_the_file():
    both_signed()
    desk = browser(person())
    text = desk.get(f"{RUN}agreements/").content.decode()
    assert "게시된 사업 파일의 인원이 협약과 다릅니다" in text
    assert "가상기업 1" in text.split("<caption>서로 다른 곳</caption>")[1].split("</table>")[0]
    assert "200,000,000원" in text, "the budget of both"
    made = desk.post(f"{RUN}agreements/draft/")
    version = ProgrammeVersion.objects.get(state="draft")
    assert made.headers["Location"] == f"/officer/programmes/{version.pk}/"
    assert b"- id: maple" in bytes(version.raw)


@pytest.mark.parametrize(("path", "told"), [("", "PARTNERS-2025-EX-0001"), ("agreements/", "가상기업 1")])
def test_a_list_is_handed_out_with_a_reason_that_is_kept(path, told):
    both_signed()
    desk = browser(person())
    assert desk.post(f"{RUN}{path}export/", {"kind": "csv", "reason": ""}).status_code == 422
    answer = desk.post(f"{RUN}{path}export/", {"kind": "csv", "reason": "보고"})
    content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert told in content
    assert "30000000" in content
    assert AccessRecord.objects.filter(kind="download", reason="보고").count() == 1


def test_places_move_and_an_executor_leaves_by_the_pages():
    giver, taker = both_signed()
    desk = browser(person())
    told = {"giver": giver, "taker": giver, "places_consult": "5", "reason": "조정"}
    assert desk.post(f"{RUN}agreements/move/", told).status_code == 422
    assert desk.post(f"{RUN}agreements/move/", told | {"taker": taker}).status_code == 302
    halves = {one.agreement_id: one.pk for one in Amendment.objects.all()}
    for n, pk in ((1, giver), (2, taker)):
        address = f"/agreements/{pk}/amendments/{halves[pk]}/answer/"
        assert browser(firm(n)).post(address, {"approve": "yes"}).status_code == 302
    assert "담당 업체 수: 맞춤 상담" in desk.get(f"/agreements/{taker}/").content.decode()
    mine = browser(firm(1))
    assert mine.post(f"/agreements/{giver}/close/", {"reason": ""}).status_code == 422
    assert mine.post(f"/agreements/{giver}/close/", {"reason": "철수"}).status_code == 302
    assert Agreement.objects.get(pk=giver).state == "in_force", "the agency answers first"
    assert desk.post(f"/agreements/{giver}/close/", {"reason": "철수", "handover": ""}).status_code == 302
    assert Agreement.objects.get(pk=giver).state == "left"
    assert mine.get(f"/agreements/{taker}/").status_code == 404, "another executor's"


def test_a_midterm_check_is_noted_answered_and_closed_by_the_pages():
    pk, _ = both_signed()
    desk, mine = browser(person()), browser(firm(1))
    told = {
        "nonce": "n",
        "held_on": "2025-03-24",
        "grade": "fair",
        "findings": "늦습니다.",
        "measures": "당기기",
    }
    assert desk.post(f"/agreements/{pk}/checks/new/", told).status_code == 422
    assert desk.post(f"/agreements/{pk}/checks/new/", told | {"due_on": "2025-04-04"}).status_code == 302
    check = MidtermCheck.objects.get()
    assert mine.get(f"/agreements/{pk}/checks/new/").status_code == 403
    mine.post(f"/agreements/{pk}/checks/{check.pk}/answer/", {"words": "당겼습니다.", "answer": "yes"})
    browser(second()).post(f"/agreements/{pk}/checks/{check.pk}/answer/", {"words": "확인", "close": "yes"})
    assert MidtermCheck.objects.values_list("state", "answer", "closed_reason").get() == (
        "closed", "당겼습니다.", "확인",
    )  # fmt: skip


def test_what_was_typed_into_a_form_of_an_agreement_is_kept_where_it_is_refused():
    pk, _ = both_signed()
    desk, mine = browser(person()), browser(firm(1))
    told = {"nonce": "n", "held_on": "2025-03-24", "grade": "fair", "findings": "늦습니다.", "measures": ""}
    desk.post(f"/agreements/{pk}/checks/new/", told)
    check = MidtermCheck.objects.get()
    address = f"/agreements/{pk}/checks/{check.pk}/answer/"
    answer = mine.post(address, {"words": " ", "answer": "yes"})
    assert answer.status_code == 422
    assert answer.context["typed_at"] == f"words-{check.pk}"
    assert MidtermCheck.objects.get().state == "told"
    assert desk.post(address, {"words": "끝", "close": "yes"}).status_code == 302
    late = mine.post(address, {"words": "자료를 다시 보냅니다.", "answer": "yes"})
    assert late.status_code == 422
    assert "자료를 다시 보냅니다." not in late.content.decode(), "a closed check has no form any more"
    assert MidtermCheck.objects.values_list("state", "answer").get() == ("closed", "")


def test_the_choice_says_by_which_weights_and_who_proposed_and_confirmed_it():
    both_signed()
    text = browser(person()).get(f"{RUN}choice/").content.decode()
    for title in ("재무 건전성 (30%)", "제안: ", "확정: "):
        assert title in text, title
    assert text.count("officer") >= 2


def test_a_firm_reads_its_points_by_criterion_and_the_line_and_nobody_elses():
    first, _second, third = chosen()
    text = browser(firm(3)).get(f"/proposals/{third}/").content.decode()
    main = text.split("<main")[1].split("</main")[0]
    # 60 × 30 % + 70 × 40 % + 75 × 30 % = 68.5; of the two chosen the second has 27 + 32 + 24 = 83.
    assert "68.500점, 3개 가운데 3위" in main
    assert "83.000점" in main
    for told in ("재무 건전성", "60.000", "70.000", "75.000", "미선정: 최저 점수 미달", "70점 이상"):
        assert told in main, told
    assert case_version() in main
    assert "가상기업 1" not in main
    won = browser(firm(1)).get(f"/proposals/{first}/").content.decode()
    assert "85.500점, 3개 가운데 1위" in won
    assert "평가자 기피 신청" not in won, "who scores is asked about before it is chosen"


def test_before_the_choice_is_confirmed_a_firm_reads_no_points():
    pks, _choice = proposed_choice()
    answer = browser(firm(1)).get(f"/proposals/{pks[0]}/")
    assert answer.context["outcome"] is None
    assert "85.500" not in answer.content.decode()


def test_the_contact_of_a_firm_is_shown_whole_when_asked_for_and_that_is_noted():
    pk = handed_in(1)
    desk = browser(person())
    contact = Proposal.objects.get(pk=pk).contact_email
    assert contact not in desk.get(f"/officer/proposals/{pk}/").content.decode()
    assert not AccessRecord.objects.filter(kind="reveal").exists()
    answer = desk.post(f"/officer/proposals/{pk}/contact/")
    assert contact in answer.content.decode()
    assert AccessRecord.objects.filter(kind="reveal", subject="proposal", subject_id=str(pk)).count() == 1
    assert browser(firm(1)).post(f"/officer/proposals/{pk}/contact/").status_code == 403
    assert AccessRecord.objects.filter(kind="reveal").count() == 1


def test_a_draft_is_nobody_elses_and_is_thrown_away():
    pk = drafted(1)
    for who in (person(), firm(2)):
        assert browser(who).get(f"/proposals/{pk}/").status_code == 404
        assert browser(who).get(f"/officer/proposals/{pk}/").status_code in (403, 404)
    assert browser(firm(1)).post(f"/proposals/{pk}/withdraw/", {"reason": ""}).status_code == 302
    assert state(pk) == "discarded"
