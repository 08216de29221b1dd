"""Money: officers and the ministry see it, an executor its own part, accountants the ledger, nobody else."""

from __future__ import annotations

from typing import Any

from tests.web.matrix.agreements import ACTS, SIDES
from tests.web.matrix.rows import only

OWN = only("executor_staff", others=404)
STAFF = only("officer", "ministry")
READERS = only("officer", "ministry", "accountant")
_RUN = "/officer/funds/partners-2025"
_OWN = "/funds/partners-2025/acorn"
ROWS: dict[str, tuple[str, dict[str, int]]] = {
    "officer_funds": ("/officer/funds/", STAFF),
    "officer_fund": (f"{_RUN}/", STAFF),
    "officer_fund_orders": (f"{_RUN}/orders/", STAFF),
    "officer_deliveries": (f"{_RUN}/deliveries/", STAFF),
    "officer_fund_order": ("/officer/fund-orders/{fund_order}/", STAFF),
    "officer_delivery": ("/officer/deliveries/{delivery}/", STAFF),
    "officer_settlement": ("/officer/settlements/{settlement}/", STAFF),
    "officer_fund_allot": (f"{_RUN}/budget/allot/", only("officer")),
    "officer_fund_carry": (f"{_RUN}/budget/carry/", only("officer", code=404)),
    "officer_fund_reallocate": (f"{_RUN}/budget/reallocate/", only("officer")),
    "officer_fund_advance": (f"{_RUN}/budget/advance/", only("officer")),
    "officer_fund_withdraw": (f"{_RUN}/budget/withdraw/", only("officer")),
    "officer_fund_file": (f"{_RUN}/file/", STAFF),
    "officer_fund_settle": (f"{_RUN}/budget/settle/", only("officer")),
    "ledger_programmes": ("/ledger/", READERS),
    "ledger_accounts": ("/ledger/partners-2025/", READERS),
    "ledger_account": ("/ledger/accounts/{ledger_account}/", READERS),
    "ledger_trial": ("/ledger/partners-2025/trial/", READERS),
    "ledger_file": ("/ledger/partners-2025/file/", READERS),
    "ledger_execution": ("/ledger/partners-2025/execution/", READERS),
    "ledger_closings": ("/ledger/partners-2025/closings/", READERS),
    "ledger_close": ("/ledger/partners-2025/closings/new/", only("officer", "accountant")),
    "ledger_closing": ("/ledger/closings/{ledger_closing}/", READERS),
    "my_funds": ("/funds/", only("executor_staff", "other_executor")),
    "my_fund": (f"{_OWN}/", SIDES),
    "fund_statement": (f"{_OWN}/statement/xlsx/", SIDES),
    "my_fund_deliver": (f"{_OWN}/budget/deliver/", OWN),
    "delivery_file": (
        "/funds/deliveries/{delivery}/file/",
        # Its file is gone (409): who may see it is told so, to others there is none.
        only("executor_staff", "officer", "ministry", code=409, others=404),
    ),
    "my_delivery_take_back": ("/funds/deliveries/{delivery}/take-back/", ACTS),
}


def world(made: dict[str, Any]) -> None:
    """Add what came in for acorn's programme, an order, a delivery and a settlement."""
    from tests.domains.agreeing import LATER, PARTNERS, firm
    from tests.domains.funding import DAY, FUND, advanced, allotted, officer, pdf

    from dure.domains.funds.models import Delivery
    from dure.domains.funds.services.propose_reallocation import propose_reallocation
    from dure.domains.funds.services.propose_settlement import propose_settlement
    from dure.domains.funds.services.report_delivery import report_delivery
    from dure.domains.ledger.models import Account, Closing
    from dure.domains.uploads.models import StoredFile

    allotted()
    advanced(executor="acorn")
    told = {"actor": firm(1), "now": LATER, "programme": PARTNERS, "fund": FUND, "executor": "acorn"}
    delivery = report_delivery(
        **told, source="executors_in_kind", won=1_000, what="ads", basis="list", delivered_on=DAY,
        name="a.pdf", content=pdf(1),
    )  # fmt: skip
    order = propose_reallocation(
        actor=officer(), now=LATER, programme=PARTNERS, fund=FUND, year=0, line="consulting",
        to_line="running", won=1_000, reason="why", key="matrix",
    )  # fmt: skip
    settlement = propose_settlement(
        actor=officer(), now=LATER, programme=PARTNERS, fund=FUND, year=0, executor="acorn",
        interest_won=10, reason="why",
    )  # fmt: skip
    evidence = [Delivery.objects.get(pk=delivery).evidence_id]
    StoredFile.objects.filter(pk__in=evidence).update(state="destroyed")
    made |= {"delivery": delivery, "fund_order": order, "settlement": settlement}
    made["ledger_closing"] = Closing.objects.create(
        programme=PARTNERS, month=DAY.replace(month=2, day=1), upto=1, hash="x", transfers=0, late=0, holds=0,
        held_won=0, proposed_by_id=1, proposed_at=LATER,
    ).pk  # fmt: skip
    made["ledger_account"] = Account.objects.filter(programme=PARTNERS).latest("pk").pk
