"""How much of a programme's public money agreements may hand out together."""

from __future__ import annotations

from dure.engine.programme.models.programme import Programme

PUBLIC = ("government", "local_government")


def public_won(programme: Programme) -> int | None:
    """Return the public money of the funds that are spent, in won; None where the file does not tell it.

    It is what agreements hand out of: an executor's own cash and value in kind stay with it. Where a public
    source has no total, nothing can be compared.
    """
    sources = [
        source
        for fund in programme.funds
        if fund.counts == "spent"
        for source in fund.sources
        if source.kind in PUBLIC
    ]
    totals = [source.total_won for source in sources]
    if not totals or None in totals:
        return None
    return sum(total for total in totals if total is not None)
