"""What tests of claims need: an executor with an advance, a merchant with an entitlement, claims of both."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.domains.agreeing import FILE, LATER, PARTNERS, both_signed, firm
from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.funding import FUND, advanced, allotted, officer, pdf
from tests.domains.people import person

from dure.domains.accounts.actors import SignedActor, actor_of
from dure.domains.applications.models import Application
from dure.domains.claims.drafting import LineSaid
from dure.domains.claims.models import Claim, ClaimLine
from dure.domains.claims.services.begin_claim import begin_claim
from dure.domains.claims.services.publish_prices import Price, publish_prices
from dure.domains.claims.services.put_evidence import put_evidence
from dure.domains.claims.services.save_line import save_line
from dure.domains.claims.services.submit_claim import submit_claim
from dure.domains.claims.sources import Source
from dure.domains.events.act import act
from dure.domains.funds.entitling import entitle

NOW = datetime(2025, 5, 20, 1, 0, tzinfo=UTC)
"""Agreements are in force since April, the call is open since 7 May."""
DAY = date(2025, 5, 12)
ADVANCE = Source("executor", PARTNERS, FUND, 0, "advance", executor="maple")
AFTER = Source("executor", PARTNERS, FUND, 0, "after", executor="maple")
ADS = """
  - id: ads
    kind: subsidy
    title: {ko: 광고비, en: Advertising}
    fund: budget
    ceiling_won: 3000000
    own_share_bp: 1000
    cost_types: [{ko: 온라인 광고비, en: Online advertising}, {ko: 촬영비, en: Photography}]
"""
LEVELS = """
claims:
  approvals:
    - {up_to_won: 5000000, by: one_officer}
    - {by: two_officers}
  answer_within_days: 5
"""


def programme_file(levels: str = "") -> bytes:
    """Return the programme with a benefit that is claimed, and levels of approval where they are told."""
    text = FILE.read_text("utf-8")
    start = text.index("\nclaims:\n") if "\nclaims:\n" in text else -1
    if start >= 0:
        end = text.index("\n\n", start + 1)
        text = text[:start] + text[end:]
    text = text.replace("    sessions: 2\n", "    sessions: 2\n" + ADS.lstrip("\n"), 1)
    text = text.replace("benefits: [consulting]", "benefits: [consulting, ads]", 1)
    text = text.replace("needs: [service,", "needs: [subsidy, service,", 1)
    return (text + levels).encode()


def funded(levels: str = "") -> None:
    """Publish it, sign with both executors, bring money in and hand 60 million won to maple."""
    published(programme_file(levels), now=datetime(2025, 2, 2, 1, 0, tzinfo=UTC))
    both_signed()
    allotted()
    advanced()


def accountant() -> SignedActor:
    return person("accountant", email="ledger@test.example", kind="accountant", code="ledger-house")


def owner(n: int = 1) -> SignedActor:
    """Return whoever acts for merchant ``n``."""
    user = signed_up(f"owner{n}@shop.example").user_id
    return actor_of(user, NOW)


def entitled(n: int = 1, won: int = 3_000_000) -> Application:
    """Return the application of a merchant that is granted advertising."""
    from dure.domains.programmes.queries import published_version

    version = published_version(PARTNERS)
    assert version is not None
    one = application(merchant(n, owner=owner(n)), version, n=n, choices=("maple",))
    with act("test.entitle", actor=officer(), now=LATER) as this:
        entitle(
            this, programme=PARTNERS, fund=FUND, line="promotion", year=0, application=one.pk, won=won,
            key=f"ads-{n}", benefit="ads",
        )  # fmt: skip
    return one


def of_merchant(one: Application) -> Source:
    return Source(
        "merchant", PARTNERS, FUND, 0, "entitlement", application=one.pk, benefit="ads", line="promotion"
    )


def said(**other: object) -> LineSaid:
    """Return 11 million won, VAT with it, for consulting."""
    told: dict[str, object] = {
        "line": "consulting", "supply_won": 10_000_000, "vat_won": 1_000_000, "spent_on": DAY,
        "payee": "가상상담소", "what": "상담 10회",
    } | other  # fmt: skip
    return LineSaid(**told)  # type: ignore[arg-type]


def begun(source: Source = ADVANCE, who: SignedActor | None = None, key: str = "c1") -> int:
    return begin_claim(actor=who or firm(1), now=NOW, source=source, title="5월 상담비", key=key)


def added(claim: int, n: int = 1, who: SignedActor | None = None, **other: object) -> int:
    """Add a line with an e-tax invoice of its own, and return it."""
    who = who or firm(1)
    told = said(**({"payee": f"가상상담소 {n}"} | other))
    pk = save_line(actor=who, now=NOW, claim_id=claim, said=told, key=f"line-{n}")
    proved(pk, n, who)
    return pk


def proved(line: int, n: int = 1, who: SignedActor | None = None) -> int:
    return put_evidence(
        actor=who or firm(1), now=NOW, line_id=line, kind="tax_invoice", number=f"20250512-0000-{n:04d}",
        name="invoice.pdf", content=pdf(n),
    )  # fmt: skip


def claimed(
    n: int = 1, source: Source = ADVANCE, who: SignedActor | None = None, lines: int = 1, **other: object
) -> list[int]:
    """Return the lines of a claim that was handed in."""
    who = who or firm(1)
    claim = begun(source, who, key=f"claim-{n}")
    found = [added(claim, n * 100 + i, who, **other) for i in range(lines)]
    submit_claim(actor=who, now=NOW, claim_id=claim)
    return found


def prices(valid_from: date = date(2025, 5, 1), unit_won: int = 500_000) -> int:
    """Publish a price list of maple."""
    return publish_prices(
        actor=firm(1), now=datetime(2025, 4, 25, 1, 0, tzinfo=UTC), programme=PARTNERS, executor="maple",
        valid_from=valid_from, prices=[Price("top", "첫 화면 광고", "주", unit_won)],
    )  # fmt: skip


def line(pk: int) -> ClaimLine:
    found: ClaimLine = ClaimLine.objects.select_related("claim").get(pk=pk)
    return found


def claim_of(pk: int) -> Claim:
    found: Claim = line(pk).claim
    return found
