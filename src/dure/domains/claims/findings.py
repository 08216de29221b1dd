"""What is found on a line when it is handed in: nothing that refuses it, but it is not approved in bulk."""

from __future__ import annotations

from collections.abc import Sequence

from dure.domains.claims.models import ClaimLine, Evidence
from dure.engine.law.vat import VAT_RATE_BP
from dure.engine.money.claiming import vat_is_usual

FINDINGS = ("vat", "own_list", "no_file", "capped", "same_payee_day")
"""VAT that its rate does not make; sold by the claimant itself; no file, only a number; less is left than the
line asks for; the same amount to the same payee on the same day in this claim."""


def findings_of(line: ClaimLine, evidence: Sequence[Evidence], *, capped: bool, twin: bool) -> list[str]:
    """Return the codes of what is found, in their order."""
    assert line.supply_won is not None, "a line that can be handed in"
    assert line.spent_on is not None, "a line that can be handed in"
    invoiced = any(one.kind == "tax_invoice" for one in evidence)
    usual = vat_is_usual(line.supply_won, line.vat_won, VAT_RATE_BP.on(line.spent_on))
    found = {
        # Without an invoice there may be none of it; of another height than its rate it never is.
        "vat": not usual and (invoiced or line.vat_won > 0),
        "own_list": line.item_id is not None,
        "no_file": all(one.file_id is None for one in evidence),
        "capped": capped,
        "same_payee_day": twin,
    }
    return [code for code in FINDINGS if found[code]]
