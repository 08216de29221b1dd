"""Claims: each claimant sees its own, officers, ministry and accountants what was handed in."""

from __future__ import annotations

from typing import Any

from tests.web.matrix.agreements import ACTS
from tests.web.matrix.rows import SIGNED_IN, only

OWN = only("executor_staff", others=404)
READERS = only("officer", "ministry", "accountant")
_RUN = "/officer/claims/partners-2025"
ROWS: dict[str, tuple[str, dict[str, int]]] = {
    "my_claims": ("/claims/", SIGNED_IN),
    "my_claim_new": ("/claims/new/", SIGNED_IN),
    "my_claim": ("/claims/{claim_draft}/", OWN),
    "my_claim_line_new": ("/claims/{claim_draft}/lines/new/", OWN),
    "my_claim_import": ("/claims/{claim_draft}/import/", OWN),
    "my_claim_faults": ("/claims/{claim_draft}/import/{claim_import}/faults/", OWN),
    "my_claim_line": ("/claims/lines/{claim_draft_line}/", OWN),
    "my_claim_answer": ("/claims/lines/{claim_line}/answer/", OWN),
    "claim_evidence_file": (
        "/claims/evidence/{claim_evidence}/file/",
        # Its file is gone (409): who may see it is told so, to others there is none.
        only("executor_staff", "officer", "ministry", "accountant", code=409, others=404),
    ),
    "my_evidence_remove": ("/claims/evidence/{claim_evidence}/remove/", ACTS),
    "my_prices": (
        "/claims/prices/partners-2025/acorn/",
        only("executor_staff", "officer", "ministry", "accountant", others=404),
    ),
    "officer_claims_programmes": ("/officer/claims/", READERS),
    "officer_claims": (f"{_RUN}/", READERS),
    "officer_claims_together": (f"{_RUN}/together/", only("officer")),
    "officer_claims_export": (f"{_RUN}/export/", READERS),
    "officer_claim": ("/officer/claim/{claim}/", READERS),
    "officer_claim_line": ("/officer/claim-lines/{claim_line}/", READERS),
    "claims_to_compare": ("/accountant/claims/", only("accountant")),
}


def world(made: dict[str, Any]) -> None:
    """Add a draft, a claim about which something is asked, a spreadsheet with a fault, and a price list."""
    from datetime import date

    from tests.domains.agreeing import LATER, PARTNERS, firm
    from tests.domains.claiming import NOW, added, claim_of
    from tests.domains.funding import FUND, officer
    from tests.domains.test_claims_import import sheet

    from dure.domains.claims.models import Evidence
    from dure.domains.claims.services.ask_line import ask_line
    from dure.domains.claims.services.begin_claim import begin_claim
    from dure.domains.claims.services.check_import import check_import
    from dure.domains.claims.services.publish_prices import Price, publish_prices
    from dure.domains.claims.services.submit_claim import submit_claim
    from dure.domains.claims.sources import Source
    from dure.domains.funds.services.decide_settlement import decide_settlement
    from dure.domains.uploads.models import StoredFile

    # Nothing can be claimed while the account is to be settled.
    decide_settlement(
        actor=officer(2), now=LATER, settlement_id=made["settlement"], confirmed=False, answer="why"
    )
    who = firm(1)
    source = Source("executor", PARTNERS, FUND, 0, "advance", executor="acorn")
    pks = [
        begin_claim(actor=who, now=NOW, source=source, title="상담비", key=f"matrix-{n}") for n in range(2)
    ]
    draft, line = added(pks[0], 51), added(pks[1], 52)
    submit_claim(actor=who, now=NOW, claim_id=claim_of(line).pk)
    ask_line(actor=officer(), now=NOW, line_id=line, fields=["what"], question="why")
    tried = check_import(actor=who, now=NOW, claim_id=pks[0], name="a.csv", content=sheet("?,,,,,,,"))
    publish_prices(
        actor=who, now=NOW, programme=PARTNERS, executor="acorn", valid_from=date(2025, 6, 1),
        prices=[Price("a", "광고", "주", 1_000)],
    )  # fmt: skip
    evidence = Evidence.objects.get(line=line)
    StoredFile.objects.filter(pk=evidence.file_id).update(state="destroyed")
    made |= {
        "claim": pks[1], "claim_draft": pks[0], "claim_draft_line": draft, "claim_line": line,
        "claim_import": tried, "claim_evidence": evidence.pk,
    }  # fmt: skip
