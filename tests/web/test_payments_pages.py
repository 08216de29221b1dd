"""Pages of payments: from what waits to what the bank answered, by two officers, and the payee's own page."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.domains.agreeing import LATER, PARTNERS, firm
from tests.domains.funding import agreed, allotted, officer
from tests.domains.paying import PAY_ON, account, answered, owed, payee, sent
from tests.domains.people import person

from dure.domains.accounts.models import User
from dure.domains.payments.models import Batch, BatchRow, Payable
from dure.domains.payments.models_payee import Payee, PayeeAccount
from dure.domains.payments.services.read_results import read_results
from dure.domains.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db(transaction=True)
RUN = f"/officer/payments/{PARTNERS}/"


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


def told() -> dict[str, str]:
    return {"tell": "yes", "bank": "004", "account_no": "123-4567-890123", "holder": "단풍나무"}


def test_a_payee_tells_its_account_and_a_second_person_confirms_it_after_seeing_it_whole():
    to = payee()
    own, run = browser(firm(1)), browser(officer(1))
    page = f"/my-payments/{to}/account/"
    wrong = own.post(page, told() | {"account_no": "12"})
    assert wrong.status_code == 422
    assert "Write the account number in 7 to 16 digits" in text(wrong)
    assert 'value="단풍나무"' in text(wrong), "what was typed is kept"
    assert PayeeAccount.objects.count() == 0
    assert own.post(page, told()).status_code == 302
    assert "1234567890123" not in text(own.get(page)), "masked"
    at = f"/officer/payees/{to}/"
    assert "1234567890123" not in text(run.get(at))
    assert "1234567890123" in text(run.post(at, {"reveal": "yes"}))
    assert AccessRecord.objects.filter(kind="reveal", subject="payee", subject_id=str(to)).count() == 1
    assert run.post(at, {"check": "yes"}).status_code == 302
    assert PayeeAccount.objects.get().checked == "matched"
    shown = {"account": str(PayeeAccount.objects.get().pk)}
    assert run.post(at, shown | {"refuse": "yes"}).status_code == 422, "without a reason"
    own.post(page, told() | {"account_no": "99998888777766"})
    other = run.post(at, shown | {"confirm": "yes", "answer": ""})
    assert other.status_code == 422, "another account than the page showed"
    assert not PayeeAccount.objects.filter(state="confirmed").exists()
    shown = {"account": str(PayeeAccount.objects.get(state="proposed").pk)}
    assert run.post(at, shown | {"confirm": "yes", "answer": ""}).status_code == 302
    assert PayeeAccount.objects.get(state="confirmed").account_no == "99998888777766"
    other = browser(firm(2))
    assert [other.get(page).status_code, other.post(page, told()).status_code] == [404, 404]


def test_from_waiting_to_paid_and_failed_by_two_officers():
    to = payee()
    account(to)
    owed(1_000_000, "claim-line/1", to)
    owed(2_000_000, "claim-line/2", to)
    one, two = browser(officer(1)), browser(officer(2))
    assert "1,000,000" in text(one.get(RUN))
    past = {"nonce": "n1", "way": "file", "pay_on": "2025-01-01", "fund": "", "kind": "", "until": ""}
    refused = one.post(f"{RUN}batches/draft/", past)
    assert (refused.status_code, Batch.objects.count()) == (422, 0)
    assert one.post(f"{RUN}batches/draft/", past | {"pay_on": PAY_ON.isoformat()}).status_code == 302
    batch = Batch.objects.get()
    at = f"/officer/payment-batches/{batch.pk}/"
    assert "another officer has to approve it" in text(one.get(at))
    assert one.post(at, {"approve": "yes"}).status_code == 422
    assert two.post(at, {"approve": "yes"}).status_code == 302
    assert two.post(at, {"send": "yes"}).status_code == 302
    assert two.post(at, {"send": "yes"}).status_code == 422, "once"
    taken = [two.post(f"{at}file/", {"reason": "은행 제출"}).content for _ in range(2)]
    assert taken == [answered(batch.pk)] * 2
    note = AccessRecord.objects.filter(kind="download", subject="payment_batch")
    assert [row.subjects for row in note] == [2, 2]
    other = SimpleUploadedFile("result.txt", b"x" + answered(batch.pk, "0000"))
    wrong = one.post(at, {"results": "yes", "file": other})
    assert wrong.status_code == 422
    assert "Line 1" in text(wrong) or "line 1" in text(wrong)
    assert BatchRow.objects.filter(state="pending").count() == 2
    file = SimpleUploadedFile("result.txt", answered(batch.pk, "0000", "0102"))
    assert one.post(at, {"results": "yes", "file": file}).status_code == 302
    failed = Payable.objects.get(cause="claim-line/2")
    page = text(one.get(f"/officer/payables/{failed.pk}/"))
    assert "The account is closed. (0102)" in page
    assert "The payee tells another account" in page
    assert one.post(f"/officer/payables/{failed.pk}/").status_code == 422
    own = text(browser(firm(1)).get("/my-payments/"))
    assert "The account is closed. (0102)" in own
    assert "1,000,000" in own


def test_tax_withheld_by_month_and_payee_and_as_a_file_without_numbers_of_persons():
    to = payee("person", 900_000_002, "", "이가나")
    account(to, "3333019101234", "이가나")
    for n, income in enumerate(("business", "business", "other"), start=1):
        owed(1_000_000, f"lecture/{n}", to, income=income)
    pk = sent()
    read_results(actor=officer(1), now=LATER, batch_id=pk, content=answered(pk, "0000", "0000", "0000"))
    run = browser(officer(1))
    page = text(run.get(f"{RUN}withheld/"))
    assert "2025-03" in page
    assert [won in page for won in ("3,000,000", "140,000", "14,000")] == [True] * 3
    asked = {"content": "withheld", "year": "2025", "kind": "csv", "reason": "지급명세서"}
    rows = list(csv.reader(io.StringIO(text(run.post(f"{RUN}file/", asked)).lstrip("\ufeff"))))
    assert rows[1:] == [
        ["이가나", "Natural person", "Business income", "2025", "2", "2000000", "60000", "6000", "1934000"],
        ["이가나", "Natural person", "Other income", "2025", "1", "1000000", "80000", "8000", "912000"],
    ]
    assert run.post(f"{RUN}file/", asked | {"reason": ""}).status_code == 422
    asked["content"] = "payments"
    rows = list(csv.reader(io.StringIO(text(run.post(f"{RUN}file/", asked)).lstrip("\ufeff"))))
    assert [row[4] for row in rows] == ["Amount owed", "1000000", "1000000", "1000000"]


def test_lists_ask_as_often_however_long_they_are():
    to = payee()
    account(to)
    run, own = browser(officer(1)), browser(firm(1))
    counts = []
    for start, more in ((1, 2), (3, 9)):
        for n in range(start, start + more):
            owed(1_000 * n, f"claim-line/{n}", to)
        asked = []
        for who, address in ((run, RUN), (run, f"{RUN}payees/"), (own, "/my-payments/")):
            who.get(address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert who.get(address).status_code == 200
            asked.append(len(queries))
        counts.append(asked)
    assert counts[0] == counts[1]


def test_a_transfer_that_came_back_is_noted_and_found_by_two_officers_on_the_page(monkeypatch):
    to = payee()
    account(to)
    owed(1_000_000, "claim-line/1", to)
    batch = sent()
    read_results(actor=officer(), now=LATER, batch_id=batch, content=answered(batch, "0000"))
    then = LATER + timedelta(days=10)
    monkeypatch.setenv("DURE_NOW", then.isoformat())
    paid = Payable.objects.get()
    at = f"/officer/payables/{paid.pk}/"
    one, two = browser(officer(4)), browser(officer(5))
    form = {"note_return": "yes", "on": "2025-04-01", "code": "0102", "reference": "2025-0401-77"}
    wrong = one.post(at, form | {"on": "2025-03-01"})
    assert wrong.status_code == 422
    assert "Choose a day since it was paid" in text(wrong)
    assert 'value="2025-0401-77"' in text(wrong), "what was typed is kept"
    assert one.post(at, form).status_code == 302
    assert "confirm_return" not in text(one.get(at)), "somebody else finds it"
    assert two.post(at, {"refuse_return": "yes", "answer": ""}).status_code == 422
    assert two.post(at, {"confirm_return": "yes", "answer": ""}).status_code == 302
    again = Payable.objects.get(again_for=paid)
    page = text(two.get(at))
    assert "Came back from the bank" in page
    assert f"/officer/payables/{again.pk}/" in page
    assert at in text(two.get(f"/officer/payables/{again.pk}/"))
    assert "Came back from the bank" in text(browser(firm(1)).get("/my-payments/"))
    ministry = browser(person("ministry"))
    assert "note_return" not in text(ministry.get(at))
    assert ministry.post(at, form).status_code == 403


def test_as_what_a_person_is_paid_is_noted_on_the_page_of_the_payee():
    seller = payee("person", 900_000_002, "", "이가나")
    run = browser(officer())
    at = f"/officer/payees/{seller}/"
    assert "No tax is withheld" in text(run.get(at))
    assert run.post(at, {"note_income": "yes", "income": "wages"}).status_code == 422
    assert run.post(at, {"note_income": "yes", "income": "business"}).status_code == 302
    assert Payee.objects.get(pk=seller).income == "business"
    assert "note_income" not in text(run.get(f"/officer/payees/{payee()}/")), "an executor is no person"
