"""Money in the demo: what came in, was handed to the executors that were called for, and owed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dure.domains.accounts.actors import SignedActor
from dure.domains.funds.services.allot_money import allot_money
from dure.domains.funds.services.check_delivery import check_delivery
from dure.domains.funds.services.decide_order import decide_order
from dure.domains.funds.services.propose_advance import propose_advance
from dure.domains.funds.services.propose_reallocation import propose_reallocation
from dure.domains.funds.services.report_delivery import report_delivery
from dure.service.demo.partners import PROGRAMME
from dure.service.demo.scene import at

FUND = "budget"
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
_ALLOTTED = {
    "government": {"consulting": 140_000_000, "promotion": 56_000_000, "running": 28_000_000},
    "province": {"consulting": 60_000_000, "promotion": 24_000_000, "running": 12_000_000},
}
_GIVEN = (
    ("executors_in_kind", "플랫폼 첫 화면 광고 2주", 8_000_000, "공개 광고 단가표", date(2025, 3, 18), True),
    ("executors_cash", "기획전 할인 부담금", 5_000_000, "", date(2025, 3, 20), None),
)


def load_money(officer: SignedActor, second: SignedActor, firms: Mapping[str, SignedActor]) -> None:
    """Bring money in, hand instalments over, let executors report what they gave, leave something open."""
    for source, by_line in _ALLOTTED.items():
        allot_money(
            actor=officer, now=at("2025-03-13T10:00:00"), programme=PROGRAMME, fund=FUND, source=source,
            year=0, won_by_line=by_line, reason="2025년 사업비 교부 결정", key=f"demo-{source}",
        )  # fmt: skip
    for executor, won in (("maple", 80_000_000), ("birch", 60_000_000)):
        order = propose_advance(
            actor=officer, now=at("2025-03-13T14:00:00"), programme=PROGRAMME, fund=FUND, year=0,
            line="consulting", executor=executor, won=won, reason="1차 선지급", key=f"demo-{executor}",
        )  # fmt: skip
        decide_order(actor=second, now=at("2025-03-14T10:00:00"), order_id=order, approved=True)
    propose_reallocation(
        actor=officer, now=at("2025-03-21T11:00:00"), programme=PROGRAMME, fund=FUND, year=0, line="running",
        to_line="promotion", won=10_000_000, reason="기획전 홍보를 늘립니다.", key="demo-line",
    )  # fmt: skip
    for n, (source, what, won, basis, on, accepted) in enumerate(_GIVEN):
        pk = report_delivery(
            actor=firms["maple"], now=at("2025-03-20T16:00:00"), programme=PROGRAMME, fund=FUND,
            source=source, executor="maple", won=won, what=what, basis=basis, delivered_on=on,
            name=f"proof-{n}.pdf", content=proof(n),
        )  # fmt: skip
        if accepted is not None:
            check_delivery(actor=officer, now=at("2025-03-21T10:30:00"), delivery_id=pk, accepted=accepted)


def proof(n: int) -> bytes:
    """Return a file of evidence that differs from the others."""
    return _PDF + b"%" + str(n).encode() + b"\n"
