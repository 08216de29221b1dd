"""Pages of claims: what claimants, officers and accountants see and can do, and what is kept on an error."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.domains.agreeing import PARTNERS, firm
from tests.domains.claiming import (
    ADVANCE,
    LEVELS,
    NOW,
    accountant,
    begun,
    claim_of,
    claimed,
    entitled,
    funded,
    line,
    of_merchant,
    owner,
    prices,
)
from tests.domains.funding import officer, pdf
from tests.domains.test_claims_import import sheet

from dure.domains.accounts.models import User
from dure.domains.claims.models import Claim, ClaimLine, PriceItem, PriceList

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch) -> None:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


def client(who, language: str = "en") -> Client:
    found = Client(headers={"accept-language": language})
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def test_a_claimant_writes_a_claim_line_by_line_and_hands_it_in():
    funded()
    web = client(firm(1))
    assert "New claim" in web.get("/claims/").content.decode()
    answer = web.post("/claims/new/", {"source": ADVANCE.code, "title": "May", "nonce": "n1"})
    claim = Claim.objects.get()
    assert answer.headers["Location"] == f"/claims/{claim.pk}/"
    told = {
        "line": "consulting", "what": "consulting", "spent_on": "2025-05-12", "supply_won": "10,000,000",
        "vat_won": "1000000", "kind": "tax_invoice", "nonce": "n2",
    }  # fmt: skip
    form = f"/claims/{claim.pk}/lines/new/"
    answer = web.post(form, told | {"file": SimpleUploadedFile("a.pdf", pdf(1))})
    # The number of the invoice is missing: the line is kept, and what was typed stands in the form.
    assert (answer.status_code, "Write the approval number" in answer.content.decode()) == (422, True)
    assert 'value="consulting"' in answer.content.decode()
    web.post(form, told | {"number": "20250512-1", "file": SimpleUploadedFile("a.pdf", pdf(1))})
    (one,) = ClaimLine.objects.all()
    page = web.get(f"/claims/{claim.pk}/").content.decode()
    assert "Line 1: say who was paid" in page
    answer = web.post(f"/claims/{claim.pk}/", {"submit": "yes"})
    assert (answer.status_code, "The claim was not handed in" in answer.content.decode()) == (422, True)
    web.post(f"/claims/lines/{one.pk}/", told | {"payee": "Consultants", "nonce": "n3"})
    assert web.post(f"/claims/{claim.pk}/", {"submit": "yes"}).status_code == 302
    assert claim_of(one.pk).state == "submitted"
    assert client(firm(2)).get(f"/claims/{claim.pk}/").status_code == 404


def test_officers_decide_ask_and_confirm_on_the_page_of_a_line():
    funded(LEVELS)
    first, second = claimed(lines=2)
    web = client(officer())
    queue = web.get(f"/officer/claims/{PARTNERS}/?state=submitted&executor=maple").content.decode()
    assert "5월 상담비" in queue
    assert "5월 상담비" not in web.get(f"/officer/claims/{PARTNERS}/?waiting_days=3").content.decode()
    page = web.get(f"/officer/claim/{claim_of(first).pk}/").content.decode()
    assert "invoice.pdf" in page
    address = f"/officer/claim-lines/{first}/"
    answer = web.post(address, {"act": "decide", "approved_won": "10,000,000", "answer": ""})
    assert (answer.status_code, "the claimant reads it" in answer.content.decode()) == (422, True)
    web.post(address, {"act": "decide", "approved_won": "10,000,000", "answer": "without VAT"})
    assert line(first).state == "checked"
    web.post(
        f"/officer/claim-lines/{second}/", {"act": "ask", "fields_asked": ["what"], "question": "What for?"}
    )
    own = client(firm(1))
    assert "What for?" in own.get(f"/claims/{claim_of(first).pk}/").content.decode()
    own.post(f"/claims/lines/{second}/answer/", {"what": "Eleven hours", "answer": "Corrected."})
    assert (line(second).state, line(second).what) == ("submitted", "Eleven hours")
    other = client(officer(2))
    assert "Confirm the approval" in other.get(address).content.decode()
    other.post(address, {"act": "confirm", "answer": ""})
    assert line(first).state == "accepted"
    assert "Settled with the advance" in own.get(f"/claims/{claim_of(first).pk}/").content.decode()
    together = web.get(f"/officer/claims/{PARTNERS}/together/").content.decode()
    assert together.count("There is none at the moment") == 2


def test_an_accountant_compares_own_sales_and_the_executor_publishes_prices():
    funded()
    prices()
    item = PriceItem.objects.get().pk
    (pk,) = claimed(supply_won=500_000, vat_won=50_000, item=item, quantity=1)
    web = client(accountant())
    assert "첫 화면 광고" in web.get("/accountant/claims/").content.decode()
    web.post(f"/officer/claim-lines/{pk}/", {"act": "compare", "remark": ""})
    assert line(pk).list_fits is True
    own = client(firm(1))
    address = f"/claims/prices/{PARTNERS}/maple/"
    answer = own.post(address, {"valid_from": "2025-06-01", "prices": "top, ad, week"})
    assert (answer.status_code, "Line 1 cannot be read" in answer.content.decode()) == (422, True)
    own.post(address, {"valid_from": "2025-06-01", "prices": "top, ad, week, 600,000원"})
    assert list(PriceList.objects.values_list("number", flat=True).order_by("number")) == [1, 2]
    assert web.get(address).status_code == 200


def test_a_spreadsheet_is_tried_then_taken_over():
    funded()
    claim = begun()
    web, address = client(firm(1)), f"/claims/{claim}/import/"
    faulty = web.post(address, {"file": SimpleUploadedFile("a.csv", sheet("?,,,,,,,"))}, follow=True)
    assert "Nothing of the spreadsheet is taken over" in faulty.content.decode()
    tried = faulty.redirect_chain[-1][0].split("=")[1]
    sheet_of_faults = web.get(f"{address}{tried}/faults/")
    assert sheet_of_faults.headers["Content-Disposition"].endswith('faults.xlsx"')
    good = sheet("상담 운영비,상담,가상상담소,2025-05-12,1000,100,세금계산서,20250512-7")
    shown = web.post(address, {"file": SimpleUploadedFile("b.csv", good)}, follow=True)
    assert "1 line of" in shown.content.decode()
    tried = shown.redirect_chain[-1][0].split("=")[1]
    assert web.post(address, {"take": tried}).status_code == 302
    assert ClaimLine.objects.count() == 1


def test_a_merchant_begins_a_claim_on_its_support():
    funded()
    one = entitled()
    web = client(owner(), "ko")
    assert "새 청구" in web.get("/claims/").content.decode()
    web.post("/claims/new/", {"source": of_merchant(one).code, "title": "광고비", "nonce": "m"})
    claim = Claim.objects.get()
    page = web.get(f"/claims/{claim.pk}/lines/new/").content.decode()
    assert "촬영비" in page


def test_a_page_of_a_claim_sends_as_many_queries_however_many_lines():
    funded()
    few, many = claimed(1, lines=1), claimed(2, lines=8, supply_won=1_000_000, vat_won=100_000)
    web = client(officer())
    web.get(f"/officer/claim/{claim_of(few[0]).pk}/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for pk in (few[0], many[0]):
        with CaptureQueriesContext(connection) as sent:
            web.get(f"/officer/claim/{claim_of(pk).pk}/")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_queue_is_handed_out_with_a_reason():
    funded()
    claimed()
    web, address = client(officer()), f"/officer/claims/{PARTNERS}/export/"
    assert web.post(address, {"kind": "csv", "reason": ""}).status_code == 422
    answer = web.post(address, {"kind": "csv", "reason": "audit"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1].split(",")[1:4] == ["5월 상담비", "maple", "Executor"]
