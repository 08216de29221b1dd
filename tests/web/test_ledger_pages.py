"""Pages of the ledger: what stands on accounts, what moved, the trial balance, and its file."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.domains.agreeing import FILE, LATER, PARTNERS, firm
from tests.domains.builders import published
from tests.domains.funding import advanced, agreed, allotted
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.models import Membership, User
from dure.domains.accounts.services.appoint import appoint
from dure.domains.events.act import act
from dure.domains.ledger import queries
from dure.domains.ledger.models import Account, Closing
from dure.domains.ledger.posting import hold, move, post
from dure.domains.ledger.services.check_ledger import check_ledger
from dure.domains.ledger.services.seal_ledger import seal_ledger
from dure.domains.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db(transaction=True)
LEDGER = f"/ledger/{PARTNERS}/"


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setenv("DURE_NOW", LATER.isoformat())


def browser(who) -> Client:
    found = Client(headers={"accept-language": "en"})
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def text(answer) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def accountant():
    return person("accountant", kind="accountant", code="ledger-house")


def money() -> dict[str, Account]:
    """Bring 200 million won in this month, and 1 won that moved in a month before; return the accounts."""
    published(FILE.read_bytes(), now=LATER)
    allotted()
    found = {one.code: one for one in Account.objects.filter(programme=PARTNERS)}
    consulting, promotion = (
        next(
            one for code, one in found.items() if code.startswith("line/") and f"/government/{line}/" in code
        )
        for line in ("consulting", "promotion")
    )
    with act("test.post", actor=SYSTEM, now=LATER, reason="late") as this:
        legs = [move(consulting.pk, promotion.pk, 1)]
        post(this, key="late", what="test", legs=legs, happened_at=LATER.replace(month=1))
        post(this, key="held", what="test", legs=[hold(consulting.pk, promotion.pk, 500)])
    return {"consulting": consulting, "promotion": promotion}


def test_an_accountant_reads_accounts_and_what_moved_on_one():
    found = money()
    page = text(browser(accountant()).get(LEDGER, {"kind": "line", "words": "government/consulting"}))
    assert found["consulting"].code in page
    assert found["promotion"].code not in page
    assert page.count('<th scope="row">') == 1
    assert ">National government · Consulting</a>" in page
    assert [cell in page for cell in (">149,999,999<", ">150,000,000<", ">500<")] == [True, True, True]
    shown = text(browser(accountant()).get(f"/ledger/accounts/{found['consulting'].pk}/"))
    assert shown.index("Hold") < shown.index("late") < shown.index(">150,000,000<", shown.index("late"))
    # The newest two are on the first page; the last is on the next.
    last = queries.entries(found["consulting"], before=None, most=3)
    assert [(one.amount, one.kind) for one in last] == [(500, 1), (1, 0), (150_000_000, 0)]
    older = queries.entries(found["consulting"], before=last[1].seq, most=3)
    assert [one.amount for one in older] == [150_000_000]
    assert (
        ">500<"
        not in text(
            browser(accountant()).get(f"/ledger/accounts/{found['consulting'].pk}/?before={last[1].seq}")
        ).split("<tbody>")[1]
    )


def test_an_entry_counts_in_the_month_in_which_it_happened():
    found = money()
    who = person()
    rows = {one.name: one for one in queries.trial_balance(who, PARTNERS, LATER.date(), by_account=True)}
    consulting, promotion = rows[found["consulting"].code], rows[found["promotion"].code]
    assert (consulting.before, consulting.debits, consulting.credits, consulting.after) == (
        -1, 0, 150_000_000, 149_999_999,
    )  # fmt: skip
    assert (promotion.before, promotion.debits, promotion.credits, promotion.after) == (
        1, 0, 50_000_000, 50_000_001,
    )  # fmt: skip
    by_kind = queries.trial_balance(who, PARTNERS, LATER.date())
    assert sum(one.debits for one in by_kind) == sum(one.credits for one in by_kind) == 400_000_000
    assert sum(one.after for one in by_kind) == 0
    january = queries.trial_balance(who, PARTNERS, LATER.date().replace(month=1))
    assert [(one.debits, one.credits) for one in january if one.kind == "line"] == [(1, 1)]
    page = text(browser(who).get(f"{LEDGER}trial/"))
    assert ">400,000,000<" in page
    assert text(browser(who).get(f"{LEDGER}trial/?month=2025-01")).count("<tr>") >= 3


def test_the_ledger_goes_into_a_file_with_a_reason_and_is_noted():
    found = money()
    told = {"content": "journal", "month": f"{LATER:%Y-%m}", "kind": "csv", "reason": ""}
    refused = browser(accountant()).post(f"{LEDGER}file/", told)
    assert (refused.status_code, AccessRecord.objects.filter(kind="download").count()) == (422, 0)
    answer = browser(accountant()).post(f"{LEDGER}file/", told | {"reason": "audit"})
    rows = list(csv.reader(io.StringIO(text(answer).removeprefix("\ufeff"))))
    assert rows[0][5:10] == ["Kind of transfer", "Debit", "Credit", "Unit", "Amount"]
    # The transfer that happened before is in its own month.
    assert sorted(int(row[9]) for row in rows[1:]) == [500, 50_000_000, 150_000_000, 200_000_000]
    assert AccessRecord.objects.get(kind="download").reason == "audit"
    answer = browser(accountant()).post(f"{LEDGER}file/", told | {"content": "trial", "reason": "audit"})
    cells = {row[0]: row[3:] for row in csv.reader(io.StringIO(text(answer).removeprefix("\ufeff")))}
    assert cells[found["consulting"].code] == ["-1", "0", "150000000", "149999999"]


def test_nobody_reads_the_ledger_of_a_programme_that_is_not_theirs():
    found = money()
    appoint(
        actor=SYSTEM, now=NOW, email="other@test.example", password="secret-secret", role="accountant",
        kind="accountant", code="other-house", name_ko="회계", name_en="House",
    )  # fmt: skip
    Membership.objects.filter(user__email="other@test.example").update(programme="another-2025")
    other = Client()
    other.force_login(User.objects.get(email="other@test.example"))
    assert other.get(LEDGER).status_code == 403
    assert other.get(f"/ledger/accounts/{found['consulting'].pk}/").status_code == 404
    assert PARTNERS not in text(other.get("/ledger/"))
    assert PARTNERS in text(browser(accountant()).get("/ledger/"))


def test_the_statement_of_a_large_account_reads_no_more_than_its_page():
    found = money()
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off; SET enable_bitmapscan = off")
        values = {"account": found["consulting"].pk, "before": 2**62, "most": 2}
        cursor.execute("EXPLAIN (COSTS OFF) " + queries.ON_ONE, values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("RESET enable_seqscan; RESET enable_bitmapscan")
    assert "Index Scan Backward using transfer_by_debit" in plan
    assert "Index Scan Backward using transfer_by_credit" in plan


def test_two_people_close_a_month_on_pages_and_the_trial_balance_says_so(monkeypatch):
    money()
    later = LATER.replace(month=4, day=2)
    monkeypatch.setenv("DURE_NOW", later.isoformat())
    house, one, two = browser(accountant()), browser(person()), browser(person(email="second@test.example"))
    page = text(house.get(f"{LEDGER}closings/"))
    assert "Close 2025-01" in page
    assert "No month has been closed yet" in page
    refused = house.post(f"{LEDGER}closings/new/", {"answer": "first month"})
    assert refused.status_code == 422
    assert "are not sealed yet" in text(refused)
    assert "first month</textarea>" in text(refused)
    for _ in range(2):
        seal_ledger(actor=SYSTEM, now=later)
    check_ledger(actor=SYSTEM, now=later)
    answer = house.post(f"{LEDGER}closings/new/", {"answer": "first month"})
    closing = Closing.objects.get()
    assert answer.url == f"/ledger/closings/{closing.pk}/"
    shown = text(house.get(answer.url))
    assert [word in shown for word in ("first month", "Take it back", 'name="confirm"')] == [
        True,
        True,
        False,
    ]
    assert "Close 2025-01" not in text(one.get(f"{LEDGER}closings/"))
    assert one.post(answer.url, {"refuse": "yes", "answer": ""}).status_code == 422
    assert one.post(answer.url, {"confirm": "yes", "answer": "seen"}).status_code == 302
    assert Closing.objects.get().state == "closed"
    assert "This month is closed" in text(one.get(f"{LEDGER}trial/?month=2025-01"))
    assert "This month is closed" not in text(one.get(f"{LEDGER}trial/?month=2025-02"))
    assert "Close 2025-02" in text(one.get(f"{LEDGER}closings/"))
    assert one.post(answer.url, {"ask": "yes", "answer": "a slip is missing"}).status_code == 302
    assert one.post(answer.url, {"open": "yes", "answer": ""}).status_code == 422
    assert two.post(answer.url, {"open": "yes", "answer": ""}).status_code == 302
    assert Closing.objects.get().state == "reopened"
    assert (
        browser(person("ministry", email="m@test.example"))
        .post(answer.url, {"ask": "y", "answer": "x"})
        .status_code
        == 403
    )


def test_what_became_of_the_money_is_shown_by_line_source_and_executor_and_goes_into_one_file():
    published(FILE.read_bytes(), now=LATER)
    agreed()
    allotted()
    advanced()
    page = text(browser(accountant()).get(f"{LEDGER}execution/"))
    assert [cell in page for cell in (">150,000,000<", ">60,000,000<")] == [True, True]
    told = {"content": "execution", "month": f"{LATER:%Y-%m}", "kind": "csv", "reason": "report"}
    answer = browser(accountant()).post(f"{LEDGER}file/", told)
    rows = list(csv.DictReader(io.StringIO(text(answer).removeprefix("\ufeff"))))
    own = next(row for row in rows if row["Executor"] == "maple")
    assert (own["Handed to executors"], own["Spent so far"], own["Left"], own["Month closed"]) == (
        "60000000", "0", "60000000", "No",
    )  # fmt: skip
    agency = [row for row in rows if row["Executor"] == ""]
    assert sum(int(row["Budget of the line"]) for row in agency) == 200_000_000
    assert {row["Kind of funds"] for row in agency} == {"National government"}


@pytest.mark.parametrize("kind", ["pdf", "hwpx", "xlsx"])
def test_the_settlement_statement_is_handed_to_those_who_see_the_executors_money(kind):
    published(FILE.read_bytes(), now=LATER)
    agreed()
    allotted()
    advanced()
    address = f"/funds/{PARTNERS}/maple/statement/{kind}/"
    answer = browser(firm(1)).get(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    assert answer.content[:4] == (b"%PDF" if kind == "pdf" else b"PK\x03\x04")
    assert browser(firm(2)).get(address).status_code == 404
    assert browser(person("reviewer", email="r@test.example")).get(address).status_code == 404
    if kind == "xlsx":
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        by_place = book.get_sheet_by_name(book.sheet_names[1]).to_python()
        assert by_place[-1] == ["Together", "", 60_000_000, 0, 0, 0, 60_000_000]
