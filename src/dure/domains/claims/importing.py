"""What a spreadsheet of lines is read by: the budget lines and kinds of cost of its claim."""

from __future__ import annotations

from dure.domains.claims.models import Claim
from dure.domains.claims.terms import Binding, binding_of
from dure.files.claim_lines import ClaimRow, Fault, read_claim_lines

MOST_BYTES = 5 * 1024 * 1024
MOST_FAULTS = 1_000
"""So many are kept to be shown."""


def read_for(claim: Claim, content: bytes, name: str) -> tuple[list[ClaimRow], list[Fault]]:
    """Return what a spreadsheet says for a claim; raises Refused where it cannot be read at all."""
    binding = binding_of(claim)
    return read_claim_lines(content, name, lines=lines_of(claim, binding), cost_types=binding.cost_types)


def lines_of(claim: Claim, binding: Binding) -> dict[str, tuple[str, ...]]:
    """Return the budget lines that a row may name, with their titles; none where the claim has one."""
    if claim.side != "executor":
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for code in binding.case.lines:
        line = binding.case.line(code)
        found[code] = () if line is None else (line.title.to("ko"), line.title.to("en"))
    return found
