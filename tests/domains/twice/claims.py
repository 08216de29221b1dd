"""Claims, each service run twice."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.domains.agreeing import PARTNERS, firm
from tests.domains.claiming import (
    ADVANCE,
    NOW,
    accountant,
    added,
    begun,
    claim_of,
    claimed,
    prices,
    said,
)
from tests.domains.funding import officer, pdf
from tests.domains.test_claims_import import sheet
from tests.domains.twice.scenario import Call, twice

from dure.domains.claims.models import Evidence, PriceItem
from dure.domains.claims.services.answer_line import Mended, answer_line
from dure.domains.claims.services.approve_clean import approve_clean
from dure.domains.claims.services.ask_line import ask_line
from dure.domains.claims.services.begin_claim import begin_claim
from dure.domains.claims.services.check_import import check_import
from dure.domains.claims.services.check_line import check_line
from dure.domains.claims.services.compare_line import compare_line
from dure.domains.claims.services.confirm_line import confirm_line
from dure.domains.claims.services.discard_claim import discard_claim
from dure.domains.claims.services.drop_evidence import drop_evidence
from dure.domains.claims.services.drop_line import drop_line
from dure.domains.claims.services.publish_prices import Price, publish_prices
from dure.domains.claims.services.put_evidence import put_evidence
from dure.domains.claims.services.save_line import save_line
from dure.domains.claims.services.submit_claim import submit_claim
from dure.domains.claims.services.take_import import take_import
from dure.domains.claims.services.withdraw_claim import withdraw_claim

WORLD = "claiming"
_ROW = "상담 운영비,상담,가상상담소,2025-05-12,1000,100,세금계산서,20250512-7"


def _by(who: Any, **more: Any) -> dict[str, Any]:
    return {"actor": who, "now": NOW, **more}


@twice(begin_claim, WORLD)
def _begin() -> Call:
    who = firm(1)
    return lambda: begin_claim(**_by(who), source=ADVANCE, title="5월 상담비", key="k")


@twice(save_line, WORLD)
def _save() -> Call:
    who, claim = firm(1), begun()
    return lambda: save_line(**_by(who), claim_id=claim, said=said(), key="k")


@twice(drop_line, WORLD)
def _drop() -> Call:
    who, line = firm(1), added(begun())
    return lambda: drop_line(**_by(who), line_id=line)


@twice(put_evidence, WORLD)
def _put() -> Call:
    who = firm(1)
    line = save_line(**_by(who), claim_id=begun(), said=said(), key="k")
    return lambda: put_evidence(
        **_by(who), line_id=line, kind="transfer", number="", name="a.pdf", content=pdf(3)
    )


@twice(drop_evidence, WORLD)
def _drop_evidence() -> Call:
    who, line = firm(1), added(begun())
    pk = Evidence.objects.get(line=line).pk
    return lambda: drop_evidence(**_by(who), evidence_id=pk)


@twice(submit_claim, WORLD)
def _submit() -> Call:
    who, claim = firm(1), begun()
    added(claim)
    return lambda: submit_claim(**_by(who), claim_id=claim)


@twice(discard_claim, WORLD)
def _discard() -> Call:
    who, claim = firm(1), begun()
    added(claim)
    return lambda: discard_claim(**_by(who), claim_id=claim)


@twice(withdraw_claim, WORLD)
def _withdraw() -> Call:
    who, (line,) = firm(1), claimed()
    claim = claim_of(line).pk
    return lambda: withdraw_claim(**_by(who), claim_id=claim, reason="why")


@twice(ask_line, WORLD)
def _ask() -> Call:
    who, (line,) = officer(), claimed()
    return lambda: ask_line(**_by(who), line_id=line, fields=["what"], question="why")


@twice(answer_line, WORLD)
def _answer() -> Call:
    who, (line,) = firm(1), claimed()
    ask_line(**_by(officer()), line_id=line, fields=["what", "evidence"], question="why")
    mended = Mended(what="상담 11회", kind="contract", name="c.pdf", content=pdf(4))
    return lambda: answer_line(**_by(who), line_id=line, answer="so", mended=mended)


@twice(check_line, WORLD)
def _check() -> Call:
    who, (line,) = officer(), claimed()
    return lambda: check_line(**_by(who), line_id=line, approved_won=1_000_000, answer="why")


@twice(confirm_line, WORLD)
def _confirm() -> Call:
    who, (line,) = officer(2), claimed()
    check_line(**_by(officer()), line_id=line, approved_won=1_000_000, answer="why")
    return lambda: confirm_line(**_by(who), line_id=line, confirmed=True)


@twice(compare_line, WORLD, again="what was said last counts, and when")
def _compare() -> Call:
    who = accountant()
    prices()
    item = PriceItem.objects.get().pk
    (line,) = claimed(supply_won=500_000, vat_won=50_000, item=item, quantity=1)
    return lambda: compare_line(**_by(who), line_id=line, fits=True, remark="")


@twice(publish_prices, WORLD)
def _publish() -> Call:
    who = firm(1)
    return lambda: publish_prices(
        **_by(who), programme=PARTNERS, executor="maple", valid_from=date(2025, 6, 1),
        prices=[Price("a", "광고", "주", 1_000)],
    )  # fmt: skip


@twice(approve_clean, WORLD)
def _approve() -> Call:
    who, _line = officer(), claimed()
    return lambda: approve_clean(**_by(who), programme=PARTNERS, step="first", count=1, won=11_000_000)


@twice(check_import, WORLD)
def _try() -> Call:
    who, claim = firm(1), begun()
    return lambda: check_import(**_by(who), claim_id=claim, name="a.csv", content=sheet(_ROW))


@twice(take_import, WORLD)
def _take() -> Call:
    who = firm(1)
    pk = check_import(**_by(who), claim_id=begun(), name="a.csv", content=sheet(_ROW))
    return lambda: take_import(**_by(who), import_id=pk)
