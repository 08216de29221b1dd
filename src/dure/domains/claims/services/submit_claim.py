"""A claimant hands a claim in: every line is held, all of them or none."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.budget import after_won
from dure.domains.claims.drafting import Draft, problems_of
from dure.domains.claims.findings import findings_of
from dure.domains.claims.holding import hold_lines, left_for
from dure.domains.claims.models import Claim, ClaimLine
from dure.domains.claims.policies import allow_claiming
from dure.domains.claims.reading import draft_of, hold_draft
from dure.domains.claims.states import CLAIM_STATES, COUNTED, LINE_STATES
from dure.domains.claims.telling import tell_officers
from dure.domains.claims.used import keys_of, refuse_used
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.funds.accounts import standings, summed
from dure.domains.funds.evidence import hold_evidence, use_evidence
from dure.domains.funds.settling import refuse_settled
from dure.engine.money.claiming import Claimed, claimable, officers_for
from dure.engine.problems import Problem, Refused, msg, refuse


def submit_claim(*, actor: SignedActor, now: datetime, claim_id: int) -> None:
    """Hand in. Raises NotAllowed, and Refused with everything that keeps a line from being claimed.

    That is what a line lacks, evidence that speaks for something else, money that is not there, an account
    that is settled, and more than the agreement's budget. Nothing is held then.
    """
    allow_claiming(actor, Claim.objects.get(pk=claim_id))
    with act("claims.submit", actor=actor, now=now) as this:
        claim = hold_draft(claim_id)
        draft = draft_of(claim, now)
        pairs = [(line, one) for line in draft.lines for one in draft.evidence.get(line.pk, ())]
        hold_evidence(keys_of(one for _line, one in pairs))
        alone("funds", claim.programme, claim.fund)
        if problems := problems_of(draft):
            raise Refused(problems)
        refuse_used(actor, pairs)
        if claim.side == "executor":
            refuse_settled(claim.programme, claim.fund, claim.year, claim.executor)
        _set_claimed(draft)
        won = sum(line.supported_won or 0 for line in draft.lines)
        if claim.side == "executor":
            _refuse_above_budget(draft, won)
        officers = officers_for(won + _claimed_lately(draft, now), draft.binding.terms)
        for line in draft.lines:
            line.officers, line.claimed_by_id = officers, actor.user_id
        hold_lines(this, claim, draft.binding, draft.lines)
        _keep(this, draft)
        use_evidence(
            this, claim.programme, [(key, line.cause) for line, one in pairs for key in keys_of([one])]
        )
        changes = {
            "submitted_by_id": actor.user_id, "submitted_at": now, "won": won, "officers": officers,
            "lines_count": len(draft.lines),
        }  # fmt: skip
        move(this, CLAIM_STATES, Claim, [claim.pk], "submit", changes=changes, details={"won": won})
        move(this, LINE_STATES, ClaimLine, [line.pk for line in draft.lines], "submit")
        tell_officers(this, claim, msg("A claim was handed in."), key=f"claim/{claim.pk}/submit")


def _set_claimed(draft: Draft) -> None:
    """Set what is claimed of each cost, after the own share, and what is found on the line."""
    claim, binding = draft.claim, draft.binding
    costs = [line.cost_won for line in draft.lines]
    own_bp = binding.own_share_bp
    wanted = claimable(costs, own_share_bp=own_bp, left_won=sum(costs))
    given: tuple[Claimed, ...] = wanted
    if claim.way == "entitlement":
        left = sum(left_for(claim, binding, claim.line).values())
        given = claimable(costs, own_share_bp=own_bp, left_won=left)
    empty = [n for n, one in enumerate(given, start=1) if not one.supported_won]
    if empty:
        raise Refused(
            [
                Problem("claims.nothing_left", msg("line {n}: nothing of it can be claimed"), {"n": n})
                for n in empty
            ]
        )
    twins = Counter((line.payee, line.cost_won, line.spent_on) for line in draft.lines)
    for line, one, asked in zip(draft.lines, given, wanted, strict=True):
        line.own_won, line.supported_won = one.own_won, one.supported_won
        line.findings = findings_of(
            line,
            draft.evidence.get(line.pk, ()),
            capped=one.supported_won < asked.supported_won,
            twin=twins[line.payee, line.cost_won, line.spent_on] > 1,
        )


def _refuse_above_budget(draft: Draft, won: int) -> None:
    """Raise Refused where what an executor was handed and what it claims after make more than is agreed."""
    claim, agreed = draft.claim, draft.binding.agreed
    if claim.way != "after" or agreed is None:
        return
    handed = summed(standings(claim.programme, claim.fund, ("pool",)), executor=claim.executor).received
    claimed = after_won(claim.programme, claim.fund, claim.executor)
    left = agreed.budget_won - handed - claimed
    if won > left:
        raise refuse(
            "claims.budget",
            msg("the agreement's budget has {left} won left, {won} won are claimed"),
            left=f"{max(left, 0):,}",
            won=f"{won:,}",
        )


def _claimed_lately(draft: Draft, now: datetime) -> int:
    """Return what the claimant has claimed of the fund in the days that the file counts together.

    The caller holds the fund by name: of two claims at once the later one sees the earlier.
    """
    claim, terms = draft.claim, draft.binding.terms
    if terms is None or terms.summed_days is None:
        return 0
    before = ClaimLine.objects.filter(
        claim__programme=claim.programme, claim__fund=claim.fund, claim__side=claim.side,
        claim__executor=claim.executor, claim__provider=claim.provider_id,
        claim__application=claim.application_id, state__in=COUNTED,
        claim__submitted_at__gt=now - timedelta(days=terms.summed_days),
    )  # fmt: skip
    rows = before.values_list("supported_won", "approved_won")
    return sum((supported or 0) if approved is None else approved for supported, approved in rows)


def _keep(this: Act, draft: Draft) -> None:
    """Write what was worked out of the lines, in one statement."""
    assert this.actor.user_id is not None, "somebody hands it in"
    ClaimLine.objects.bulk_update(
        draft.lines,
        ["own_won", "supported_won", "findings", "hold", "legs", "officers", "claimed_by_id"],
        batch_size=500,
    )
