"""An officer carries what is left of a year's money over to the next year of the plan (이월)."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.funds.accounts import Place, open_places, standings
from dure.domains.funds.models import Allotment
from dure.domains.funds.policies import allow_managing
from dure.domains.funds.published import known_fund, refuse_unknown_part
from dure.domains.ledger.posting import move, post
from dure.engine.problems import msg, refuse


def carry_over(
    *, actor: SignedActor, now: datetime, programme: str, fund: str, year: int, reason: str
) -> int:
    """Move what is free on the lines of a year to the same lines of the next; return how much.

    Money that is held for something stays. Raises NotAllowed, and Refused where the fund carries nothing
    over, has no next year, or nothing is left.
    """
    allow_managing(actor, programme)
    case = known_fund(programme, fund)
    refuse_unknown_part(case, year=year)
    following = min((one for one in case.years if one > year), default=None)
    if not case.fund.carries_over or following is None:
        raise refuse("funds.no_carry_over", msg("what is left of this year does not go to another"))
    if not reason.strip():
        raise refuse("funds.reason", msg("say why: the reason is kept with the money"))
    with act("funds.carry_over", actor=actor, now=now, reason=reason.strip()) as this:
        alone("funds", programme, fund)
        left = {
            place: standing
            for place, standing in standings(programme, fund, ("line",)).items()
            if place.year == year and standing.free > 0
        }
        if not left:
            raise refuse("funds.nothing_left", msg("nothing is left of this year"))
        new = {one: Place(fund, "line", one.source, one.line, year=following) for one in left}
        ids = open_places(this, programme, new.values())
        legs = [move(standing.account, ids[new[place]], standing.free) for place, standing in left.items()]
        post(this, key=f"funds/carry/{this.id}", what="funds.carry_over", legs=legs)
        for place, standing in left.items():
            for to_year, won in ((year, -standing.free), (following, standing.free)):
                Allotment.objects.create(
                    programme=programme, fund=fund, source=place.source, line=place.line, year=to_year,
                    won=won, carried=True, reason=reason.strip(), made_by_id=actor.user_id or 0, made_at=now,
                )  # fmt: skip
        whole = sum(standing.free for standing in left.values())
        this.record("fund", f"{programme}/{fund}", year=year, to=following, won=whole)
        return whole
