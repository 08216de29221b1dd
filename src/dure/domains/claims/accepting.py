"""What follows for the money once a line is approved for good, refused, or withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from dure.domains.claims.models import Claim, ClaimLine
from dure.domains.claims.reading import organisation_names
from dure.domains.claims.states import CLAIM_STATES, OPEN
from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.funds.evidence import release_evidence
from dure.domains.funds.orders import release_held
from dure.domains.ledger.posting import Held, Leg, post, release, take
from dure.domains.payments.owing import Owed, PayeeOf, owe, payee_for
from dure.engine.money.apportioning import apportion

AT_ONCE = 500
"""So many lines are posted in one journal."""


def accept_money(this: Act, lines: Sequence[ClaimLine]) -> None:
    """Post what was paid from an advance; owe what is still to be paid. Lines come with their claims.

    What was cut is free again: at once of an advance, else when the rest is paid out.
    """
    advance = [line for line in lines if line.claim.way == "advance"]
    # One journal for many lines; a journal is not endless.
    for start in range(0, len(advance), AT_ONCE):
        legs = [leg for line in advance[start : start + AT_ONCE] for leg in _taken(line)]
        post(this, key=f"claims/accept/{uuid.uuid4()}", what="claims.accept", legs=legs)
    payees: dict[int, int] = {}
    for line in lines:
        if line.claim.way == "advance":
            continue
        if line.claim_id not in payees:
            payees[line.claim_id] = payee_for(this, _payee(line.claim))
        assert line.hold is not None, "an approved line is held"
        assert line.approved_won, "an approved line has an amount"
        involved = (line.claim.made_by_id, line.claimed_by_id, line.checked_by_id, line.confirmed_by_id)
        owe(
            this,
            Owed(
                programme=line.claim.programme, fund=line.claim.fund, cause=line.cause,
                payee_id=payees[line.claim_id], won=line.approved_won, hold=line.hold, legs=line.legs,
                what=line.what, involved=[one for one in involved if one],
            ),
        )  # fmt: skip


def let_go(this: Act, lines: Sequence[ClaimLine]) -> None:
    """Release what refused or withdrawn lines held, and their evidence, which may be used anew."""
    for line in lines:
        assert line.hold is not None, "a line that was handed in is held"
        release_held(this, line.hold, line.legs, "claim")
    release_evidence(this, [line.cause for line in lines])


def close_decided(this: Act, claims: Sequence[Claim]) -> list[Claim]:
    """Close the claims of which no line is open any more; return those that closed."""
    open_ones = set(
        ClaimLine.objects.filter(claim__in=claims, state__in=OPEN).values_list("claim_id", flat=True)
    )
    done = [claim for claim in claims if claim.pk not in open_ones]
    moved = move(
        this, CLAIM_STATES, Claim, [claim.pk for claim in done], "close", changes={"closed_at": this.now}
    )
    return [claim for claim in done if claim.pk in moved]


def _taken(line: ClaimLine) -> list[Leg]:
    assert line.hold is not None, "an approved line is held"
    assert line.approved_won, "an approved line has an amount"
    parts = apportion(line.approved_won, [leg[2] for leg in line.legs])
    return [
        take(Held(line.hold, n), debit, credit, part)
        if part
        else release(Held(line.hold, n), debit, credit, won)
        for n, ((debit, credit, won), part) in enumerate(zip(line.legs, parts, strict=True), start=1)
    ]


def _payee(claim: Claim) -> PayeeOf:
    if claim.side == "executor":
        name, _en = organisation_names([claim.executor]).get(claim.executor, (claim.executor, ""))
        return PayeeOf(claim.programme, "executor", name, code=claim.executor)
    if claim.side == "provider":
        assert claim.provider is not None, "a provider claims"
        name = claim.provider.organisation.name_ko
        return PayeeOf(claim.programme, "provider", name, owner_id=claim.provider.pk)
    assert claim.application is not None, "a merchant claims"
    return PayeeOf(
        claim.programme, "merchant", claim.application.name, owner_id=claim.application.merchant_id
    )
