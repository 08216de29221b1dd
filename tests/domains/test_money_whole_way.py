"""One won from its source to a shop: granted, claimed, approved, paid by the bank, and traced back."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from tests.domains.claiming import pdf
from tests.domains.granting import (
    FUND,
    GRANTS,
    THEN,
    entitled,
    grant_of,
    granted,
    held,
    line_left,
    officer,
    owner,
    with_money,
)  # fmt: skip

from dure.adapters.payout import Answer
from dure.adapters.payout.layout import draw
from dure.domains.applications.models import Application
from dure.domains.benefits.queries import money_of
from dure.domains.benefits.tracing import journeys
from dure.domains.claims.drafting import LineSaid
from dure.domains.claims.models import ClaimLine
from dure.domains.claims.services.begin_claim import begin_claim
from dure.domains.claims.services.check_line import check_line
from dure.domains.claims.services.put_evidence import put_evidence
from dure.domains.claims.services.save_line import save_line
from dure.domains.claims.services.submit_claim import submit_claim
from dure.domains.claims.sources import Source
from dure.domains.funds.accounts import standings
from dure.domains.ledger.proving import prove_ledger
from dure.domains.payments.batches import transfers_of
from dure.domains.payments.models import Batch, Payable
from dure.domains.payments.models_payee import Payee
from dure.domains.payments.owing import owed_states
from dure.domains.payments.services.approve_batch import approve_batch
from dure.domains.payments.services.decide_account import decide_account
from dure.domains.payments.services.draft_batch import draft_batch
from dure.domains.payments.services.read_results import read_results
from dure.domains.payments.services.send_batch import send_batch
from dure.domains.payments.services.tell_account import Told, tell_account

pytestmark = pytest.mark.django_db(transaction=True)
PAY_ON = date(2025, 6, 5)


def claimed() -> int:
    """Let the first shop claim 1.1 million won of advertising, and return the line."""
    application = Application.objects.get(programme=GRANTS, application_no__endswith="000001")
    source = Source(
        "merchant", GRANTS, FUND, 0, "entitlement", application=application.pk, benefit="ads", line="main"
    )
    who = owner(1)
    claim = begin_claim(actor=who, now=THEN, source=source, title="5월 광고비", key="c")
    said = LineSaid(
        cost_type="광고비", supply_won=1_000_000, vat_won=100_000, spent_on=date(2025, 5, 12),
        payee="가상광고", what="검색 광고 한 달",
    )  # fmt: skip
    line = save_line(actor=who, now=THEN, claim_id=claim, said=said, key="l")
    put_evidence(
        actor=who, now=THEN, line_id=line, kind="tax_invoice", number="20250512-0000-0001",
        name="invoice.pdf", content=pdf(1),
    )  # fmt: skip
    submit_claim(actor=who, now=THEN, claim_id=claim)
    return line


def test_a_won_goes_from_its_source_to_the_shop_and_can_be_traced_back():
    held(2)
    with_money()
    assert granted("ads") > 0
    assert entitled(1, "ads") == {"government": 2_100_000, "province": 900_000}
    line = claimed()
    # The shop bears a tenth itself; what is claimed is held, source by source.
    assert ClaimLine.objects.get(pk=line).supported_won == 990_000
    assert entitled(1, "ads") == {"government": 1_407_000, "province": 603_000}
    check_line(actor=officer("approver"), now=THEN, line_id=line, approved_won=990_000)
    assert owed_states([f"claim-line/{line}"]) == {f"claim-line/{line}": "waiting"}

    payee = Payee.objects.get(pk=Payable.objects.get().payee_id)
    account = tell_account(
        actor=owner(1), now=THEN, payee_id=payee.pk, told=Told("004", "1234567890123", "가상상점")
    )
    decide_account(
        actor=officer("accounts"), now=THEN, account_id=account, confirmed=True, answer="통장 사본"
    )
    batch = draft_batch(
        actor=officer("drafter"), now=THEN, programme=GRANTS, way="file", pay_on=PAY_ON, key="b"
    )
    approve_batch(actor=officer("second"), now=THEN, batch_id=batch)
    send_batch(actor=officer("third"), now=THEN, batch_id=batch)
    answers = draw(transfers_of(Batch.objects.get(pk=batch)), {1: Answer(1, "0000", PAY_ON)})
    for _ in range(2):
        read_results(actor=officer("drafter"), now=THEN, batch_id=batch, content=answers)

    assert owed_states([f"claim-line/{line}"]) == {f"claim-line/{line}": "paid"}
    spent = {place.source: one.received for place, one in standings(GRANTS, FUND, ("spent",)).items()}
    assert spent == {"government": 693_000, "province": 297_000}
    assert entitled(1, "ads") == {"government": 1_407_000, "province": 603_000}
    assert entitled(2, "ads") == {"government": 2_100_000, "province": 900_000}
    assert line_left() == {"government": 9_800_000, "province": 4_200_000}
    grant = grant_of(1, "ads")
    money = money_of([grant])[grant.pk]
    assert (money.granted, money.used, money.held, money.left) == (3_000_000, 990_000, 0, 2_010_000)
    way = {
        one.source: [(entry.kind, entry.amount) for entry in one.entries]
        for one in journeys(officer(), grant)
    }
    # Granted, held by the claim, taken by the payment (KINDS of transfers: move, hold, take).
    assert way == {
        "government": [(0, 2_100_000), (1, 693_000), (2, 693_000)],
        "province": [(0, 900_000), (1, 297_000), (2, 297_000)],
    }
    assert journeys(owner(2), grant) == []
    with transaction.atomic():
        assert prove_ledger().faults == ()
