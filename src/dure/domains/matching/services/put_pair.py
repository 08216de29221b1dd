"""Whoever runs a planned round puts a pair into it by hand, or moves a merchant to another provider."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.transitions import move
from dure.domains.matching.hands import add_up, allowed_by_hand, hold_planned
from dure.domains.matching.models import Match, MatchRound
from dure.domains.matching.planned import drop_planned_pairs
from dure.domains.matching.sides import Gathered, gather
from dure.domains.matching.states import MATCH_STATES
from dure.engine.pairing.by_hand import HandWhyNot, fit_of, why_not
from dure.engine.pairing.sides import Pair
from dure.engine.problems import msg, refuse

_REFUSALS: dict[HandWhyNot, Any] = {
    "gone": msg("choose somebody on both sides who is there to be matched"),
    "there": msg("these two are matched already"),
    "barred": msg(
        "this pair is barred: by a rule, as it came apart before, or with one person on both sides"
    ),
    "region": msg("this provider does not come there: fix the pair, with a reason, if it is to be made"),
    "needs": msg("this provider lacks what is necessary: fix the pair, with a reason, if it is to be made"),
    "points": msg("this pair does not reach the lowest points: fix it, with a reason, if it is to be made"),
    "each": msg("this merchant has as many providers as the programme gives: say whose place this one takes"),
    "full": msg("this provider has no room left: take out another pair of theirs first"),
}


def put_pair(
    *,
    actor: SignedActor,
    now: datetime,
    round_id: int,
    application_id: int,
    provider_id: int,
    reason: str,
    instead_of: int | None = None,
) -> int:
    """Put a pair into a planned round and return its id, in the place of another pair of the merchant's.

    The same bounds hold as for the plan, by what both sides tell now. Twice is once; nobody is told. Raises
    NotAllowed, and Refused without a reason, once the round is proposed or dropped, and for a pair that no
    plan would make.
    """
    found = MatchRound.objects.defer("inputs", "unmatched").get(pk=round_id)
    case, reason = allowed_by_hand(actor, now, found, application_id, reason)
    with act("match.put", actor=actor, now=now, reason=reason) as this:
        hold_planned(found)
        planned = list(
            Match.objects.filter(round=found, state="planned")
            .select_related("application", "provider__organisation")
            .order_by("pk")
        )
        known = next(
            (o for o in planned if (o.application_id, o.provider_id) == (application_id, provider_id)), None
        )
        if known is not None:
            return known.pk
        out = _out(planned, application_id, instead_of)
        gathered = gather(case, now, found.executor)
        pair = _named(gathered, application_id, provider_id)
        if out is not None:
            changes = {"hand": out.hand or "out", "hand_reason": reason}
            move(this, MATCH_STATES, Match, [out.pk], "take_out", changes=changes)
        others = {(str(one.application.application_no), one.provider.code) for one in planned if one != out}
        if (reason_not := why_not(gathered.problem, others, pair)) is not None:
            raise refuse(f"match.{reason_not}", _REFUSALS[reason_not])
        drop_planned_pairs(this, found.programme, found.pairing, [application_id], but=found.pk)
        made = _made(this, found, gathered, pair, reason)
        add_up(this, found)
        _record(this, made, out)
        return made.pk


def _out(planned: list[Match], application_id: int, instead_of: int | None) -> Match | None:
    """Return the pair whose place is taken; raises Refused where it is not the merchant's, or not there."""
    if instead_of is None:
        return None
    found = next((o for o in planned if (o.pk, o.application_id) == (instead_of, application_id)), None)
    if found is None:
        raise refuse("match.instead", msg("this pair is not in the round any more: look at it again"))
    return found


def _named(gathered: Gathered, application_id: int, provider_id: int) -> Pair:
    numbers = {one.pk: name for name, one in gathered.applications.items()}
    codes = {one.pk: code for code, one in gathered.providers.items()}
    return numbers.get(application_id, ""), codes.get(provider_id, "")


def _made(_this: Act, of: MatchRound, gathered: Gathered, pair: Pair, reason: str) -> Match:
    fit = fit_of(gathered.problem, pair)
    assert fit is not None, "a pair that can be made has both sides"
    return Match.objects.create(
        round=of,
        programme=of.programme,
        pairing=of.pairing,
        application=gathered.applications[pair[0]],
        provider=gathered.providers[pair[1]],
        points=fit.points,
        parts=[{"id": p.criterion, "points": p.points, "most": p.most, **p.told} for p in fit.parts],
        fixed=pair in gathered.problem.fixed,
        hand="put",
        hand_reason=reason,
    )


def _record(this: Act, made: Match, out: Match | None) -> None:
    told = {"instead_of": out.provider_id} if out is not None else {}
    this.record("match", made.pk, application=made.application_id, provider=made.provider_id, **told)
