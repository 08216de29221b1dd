"""Claims in the demo: decided, half approved, asked about, and one that an accountant has to compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.drafting import LineSaid
from dure.domains.claims.queries import price_lists
from dure.domains.claims.services.ask_line import ask_line
from dure.domains.claims.services.begin_claim import begin_claim
from dure.domains.claims.services.check_line import check_line
from dure.domains.claims.services.confirm_line import confirm_line
from dure.domains.claims.services.publish_prices import Price, publish_prices
from dure.domains.claims.services.put_evidence import put_evidence
from dure.domains.claims.services.save_line import save_line
from dure.domains.claims.services.submit_claim import submit_claim
from dure.domains.claims.sources import Source
from dure.service.demo.money import FUND, proof
from dure.service.demo.partners import FIRMS, PROGRAMME
from dure.service.demo.scene import at


@dataclass(frozen=True, slots=True)
class Line:
    """A cost as it is claimed."""

    what: str
    payee: str
    supply: int
    vat: int
    on: date
    line: str = "consulting"
    item: int | None = None
    quantity: int | None = None


_CONSULTED = (
    Line("상담 12회", "가상상담소", 12_000_000, 1_200_000, date(2025, 3, 17)),
    Line("상담 교재 인쇄", "가상인쇄", 3_000_000, 300_000, date(2025, 3, 19)),
)
_PLACES = (
    Line("상담 장소 임차", "가상회관", 2_000_000, 200_000, date(2025, 3, 20)),
    Line("상담 안내문 발송", "가상우편", 400_000, 0, date(2025, 3, 20)),
)
SHOOT = (Line("상품 사진 촬영", "가상사진관", 1_500_000, 150_000, date(2025, 3, 20)),)


def load_claims(
    officer: SignedActor, second: SignedActor, firms: Mapping[str, SignedActor]
) -> dict[str, int]:
    """Let executors claim what they spent; decide some of it. Returns an accepted line of each executor."""
    done = claimed(firms["maple"], "maple", "3월 상담비", _CONSULTED, "advance")
    for line, won, answer in (
        (done[0], 13_200_000, ""),
        (done[1], 3_000_000, "부가가치세는 인정하지 않습니다."),
    ):
        check_line(
            actor=officer, now=at("2025-03-21T10:00:00"), line_id=line, approved_won=won, answer=answer
        )
    confirm_line(actor=second, now=at("2025-03-21T10:30:00"), line_id=done[0], confirmed=True)
    asked = claimed(firms["birch"], "birch", "3월 상담 장소", _PLACES, "advance")
    ask_line(
        actor=officer, now=at("2025-03-21T11:00:00"), line_id=asked[1], fields=["evidence", "what"],
        question="면세 거래인지 알 수 있는 증빙을 함께 내 주십시오.",
    )  # fmt: skip
    check_line(actor=second, now=at("2025-03-21T11:30:00"), line_id=asked[0], approved_won=2_200_000)
    publish_prices(
        actor=firms["maple"], now=at("2025-03-14T09:00:00"), programme=PROGRAMME, executor="maple",
        valid_from=date(2025, 3, 14),
        prices=[Price("top", "첫 화면 광고", "주", 800_000), Price("list", "목록 상단 광고", "주", 300_000)],
    )  # fmt: skip
    (version,) = price_lists(firms["maple"], PROGRAMME, "maple")
    item = next(one.pk for one in version.items.all() if one.code == "top")
    own = Line(
        "첫 화면 광고 2주", FIRMS["maple"][0], 1_600_000, 160_000, date(2025, 3, 20), "consulting", item, 2
    )
    claimed(firms["maple"], "maple", "자체 광고", (own,), "advance")
    return {"maple": done[0], "birch": asked[0]}


def claimed(who: SignedActor, executor: str, title: str, lines: tuple[Line, ...], way: str) -> list[int]:
    """Hand a claim in and return its lines."""
    source = Source("executor", PROGRAMME, FUND, 0, way, executor=executor)
    claim = begin_claim(
        actor=who, now=at("2025-03-20T15:00:00"), source=source, title=title, key=f"demo-{title}"
    )
    made = []
    for n, one in enumerate(lines):
        said = LineSaid(
            line=one.line, supply_won=one.supply, vat_won=one.vat, spent_on=one.on, payee=one.payee,
            what=one.what, item=one.item, quantity=one.quantity,
        )  # fmt: skip
        line = save_line(actor=who, now=at("2025-03-20T15:05:00"), claim_id=claim, said=said, key=str(n))
        put_evidence(
            actor=who, now=at("2025-03-20T15:10:00"), line_id=line, kind="tax_invoice",
            number=f"{one.on:%Y%m%d}{claim:04d}{n:04d}", name=f"invoice-{claim}-{n + 1}.pdf",
            content=proof(1_000 + claim * 10 + n),
        )  # fmt: skip
        made.append(line)
    submit_claim(actor=who, now=at("2025-03-20T15:30:00"), claim_id=claim)
    return made
