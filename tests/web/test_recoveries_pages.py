"""Pages of recoveries: from the payee's page to the last payment, by three officers and the party."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.domains.agreeing import LATER, PARTNERS, firm
from tests.domains.funding import agreed, allotted, officer
from tests.domains.recovering import DUE, SOON, case_by, decided, opened, paid_once, pdf
from tests.domains.test_payments_debts import AFTER, withheld

from dure.domains.accounts.models import User
from dure.domains.payments.models import TaxHandover
from dure.domains.privacy.models import AccessRecord
from dure.domains.recoveries.models import CaseFile, InstalmentPlan, RecoveryCase, RecoveryObjection
from dure.domains.sanctions.models import Sanction
from dure.engine.law.deadlines import day_of
from dure.engine.law.hearing import least_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _money(monkeypatch):
    monkeypatch.setenv("DURE_NOW", LATER.isoformat())
    agreed()
    allotted()


def browser(who) -> Client:
    found = Client(headers={"accept-language": "en"})
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def text(answer) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def test_a_case_from_the_payees_page_to_the_last_payment(monkeypatch):
    to = paid_once()
    clerk, decider, own = browser(officer(4)), browser(officer(5)), browser(firm(1))
    page = f"/officer/payees/{to}/recovery/"
    assert page in text(clerk.get(f"/officer/payees/{to}/"))
    told = {
        "causes": "claim-line/1", "ground": "misuse", "basis": "제33조", "facts": "열리지 않았습니다.",
        "nonce": "n1",
    }  # fmt: skip
    wrong = clerk.post(page, told | {"basis": " "})
    assert (wrong.status_code, RecoveryCase.objects.count()) == (422, 0)
    assert "열리지 않았습니다." in text(wrong), "what was typed is kept"
    assert clerk.post(page, told).status_code == 302
    pk = RecoveryCase.objects.get().pk
    case, mine = f"/officer/recovery/{pk}/", f"/my-recoveries/{pk}/"
    assert own.get(mine).status_code == 404, "nobody was told yet"
    early = clerk.post(case, {"notice": "yes", "until": day_of(LATER).isoformat()})
    assert early.status_code == 422
    assert "The law lets the party answer until" in text(early)
    until = least_until(day_of(LATER)).isoformat()
    assert clerk.post(case, {"notice": "yes", "until": until}).status_code == 302
    file = SimpleUploadedFile("list.pdf", pdf(), content_type="application/pdf")
    assert clerk.post(case, {"put": "yes", "file": file}).status_code == 302
    kept = CaseFile.objects.get().pk
    assert f"/my-recovery-files/{kept}/" in text(own.get(mine))
    assert own.post(mine, {"answer": "yes", "words": "두 번은 열었습니다."}).status_code == 302
    assert "두 번은 열었습니다." in text(clerk.get(case))
    assert 'name="decide"' not in text(clerk.get(case)), "who opened it does not decide"
    monkeypatch.setenv("DURE_NOW", SOON.isoformat())
    decision = {
        "decide": "yes", "back_won": "600,000", "surcharge": "50", "due_on": DUE.isoformat(),
        "ban_until": "2025-12-31", "ban_scope": "programme", "considered": "두 번은 뺐습니다.",
    }  # fmt: skip
    much = decider.post(case, decision | {"surcharge": "400"})
    assert much.status_code == 422
    assert "On this ground the surcharge is 300 % at most" in text(much)
    assert 'value="600,000"' in text(much)
    assert decider.post(case, decision).status_code == 302
    shown = text(own.get(mine))
    assert "900,000" in shown
    assert "How to pay" in shown
    came = {"receipt": "yes", "won": "900,000", "on": day_of(SOON).isoformat(), "reference": "bank-1"}
    assert clerk.post(case, came | {"won": "900,001"}).status_code == 422
    assert clerk.post(case, came).status_code == 302
    assert case_by(pk).state == "settled"
    assert "Nothing is left" in text(own.get(mine))
    ban = f"/officer/sanctions/{Sanction.objects.get().pk}/"
    assert "In force" in text(clerk.get("/officer/sanctions/"))
    assert 'name="lift"' not in text(decider.get(ban))
    assert clerk.post(ban, {"lift": "yes", "reason": "모두 냈습니다."}).status_code == 302
    assert "Lifted" in text(clerk.get("/officer/sanctions/?state=lifted"))
    assert own.get(ban).status_code == 403


def test_the_party_asks_for_instalments_and_objects(monkeypatch):
    paid_once()
    pk = decided()
    monkeypatch.setenv("DURE_NOW", SOON.isoformat())
    own, clerk, other = browser(firm(1)), browser(officer(4)), browser(officer(6))
    case, mine = f"/officer/recovery/{pk}/", f"/my-recoveries/{pk}/"
    first = (DUE + timedelta(days=10)).isoformat()
    asked = {"ask": "yes", "count": "3", "first_on": first, "reason": "매출이 줄었습니다."}
    assert own.post(mine, asked | {"count": "20"}).status_code == 422
    assert own.post(mine, asked).status_code == 302
    assert clerk.post(case, {"plan": "yes", "answer": "yes", "reason": ""}).status_code == 302
    assert InstalmentPlan.objects.get().state == "approved"
    assert "300,000" in text(own.get(mine))
    assert own.post(mine, {"object": "yes", "grounds": " "}).status_code == 422
    assert own.post(mine, {"object": "yes", "grounds": "모두 열었습니다."}).status_code == 302
    assert 'name="objection"' not in text(clerk.get(case))
    heard = {"objection": "yes", "answer": "no", "reason": "증빙이 없습니다."}
    assert other.post(case, heard | {"reason": ""}).status_code == 422
    assert other.post(case, heard).status_code == 302
    assert RecoveryObjection.objects.get().state == "dismissed"
    assert browser(firm(2)).get(mine).status_code == 404


def test_the_list_is_searched_handed_out_and_costs_the_same_however_long_it_is():
    paid_once()
    opened()
    clerk, run = browser(officer(4)), f"/officer/recoveries/{PARTNERS}/"
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert "Recovery 1" in text(clerk.get(run))
    for n in range(4):
        opened(causes=(), key=f"more-{n}")
    with CaptureQueriesContext(connection) as many:
        assert "Recovery 5" in text(clerk.get(run))
    assert len(many) == len(few)
    assert "Recovery 1" not in text(clerk.get(f"{run}?number=3"))
    assert "Nothing here yet" in text(clerk.get(f"{run}?state=settled"))
    assert clerk.post(f"{run}file/", {"kind": "csv", "reason": ""}).status_code == 422
    handed = text(clerk.post(f"{run}file/", {"kind": "csv", "reason": "월별 보고"}))
    assert "제33조" in handed
    assert AccessRecord.objects.filter(kind="download").count() == 1
    assert clerk.post("/officer/sanctions/file/", {"kind": "csv", "reason": "점검"}).status_code == 200


def test_tax_is_noted_as_handed_over_and_taken_back_by_another(monkeypatch):
    withheld()
    monkeypatch.setenv("DURE_NOW", AFTER.isoformat())
    clerk, other = browser(officer(1)), browser(officer(2))
    page = f"/officer/payments/{PARTNERS}/withheld/2025/3/"
    assert page in text(clerk.get(f"/officer/payments/{PARTNERS}/withheld/?year=2025"))
    wrong = clerk.post(page, {"handed_on": "2025-03-31", "reference": "0101"})
    assert (wrong.status_code, TaxHandover.objects.count()) == (422, 0)
    assert clerk.post(page, {"handed_on": date(2025, 4, 10), "reference": "0101"}).status_code == 302
    one = f"/officer/tax-handovers/{TaxHandover.objects.get().pk}/"
    listed = text(clerk.get(f"/officer/payments/{PARTNERS}/withheld/?year=2025"))
    assert one in listed
    assert page not in listed, "nothing is left of the month"
    assert 'name="undo"' not in text(clerk.get(one))
    assert other.post(one, {"undo": "yes", "reason": "잘못 적었습니다."}).status_code == 302
    assert "Taken back" in text(clerk.get(one))
    assert page in text(clerk.get(f"/officer/payments/{PARTNERS}/withheld/?year=2025"))


def test_the_settlement_statement_tells_what_is_still_to_be_given_back(monkeypatch):
    paid_once()
    decided()
    monkeypatch.setenv("DURE_NOW", SOON.isoformat())
    book = browser(officer(4)).get(f"/funds/{PARTNERS}/maple/statement/xlsx/")
    assert book.status_code == 200
    with ZipFile(BytesIO(book.content)) as parts:
        told = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    assert "Amount taken back" in told
    assert "600000" in told
    assert "900000" in told
