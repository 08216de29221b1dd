"""A second officer confirms a settlement: rest and interest are given back; or sends it back."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.funds.accounts import Place, open_places
from dure.domains.funds.models import Settlement
from dure.domains.funds.policies import allow_managing, refuse_same_person
from dure.domains.funds.published import known_fund
from dure.domains.funds.settling import pools_of
from dure.domains.funds.states import SETTLEMENT_STATES
from dure.domains.ledger import posting
from dure.engine.money.apportioning import apportion
from dure.engine.problems import msg, refuse


def decide_settlement(
    *, actor: SignedActor, now: datetime, settlement_id: int, confirmed: bool, answer: str = ""
) -> None:
    """Post what goes back, to the sources it came from; or send it back with a reason.

    Raises NotAllowed, and Refused to whoever proposed it, without a reason where it is sent back, and where
    it waits for no decision.
    """
    one = Settlement.objects.get(pk=settlement_id)
    allow_managing(actor, one.programme)
    refuse_same_person(actor, one.proposed_by_id)
    if not confirmed and not answer.strip():
        raise refuse("funds.answer", msg("say why: whoever asked for it reads it"))
    with act("funds.decide_settlement", actor=actor, now=now, reason=answer.strip()) as this:
        alone("funds", one.programme, one.fund)
        changes = {"decided_by_id": actor.user_id, "decided_at": now, "answer": answer.strip()}
        name = "confirm" if confirmed else "send_back"
        if not move(this, SETTLEMENT_STATES, Settlement, [settlement_id], name, changes=changes):
            raise refuse("funds.not_proposed", msg("this waits for no decision any more"))
        if confirmed and (one.rest_won or one.interest_won):
            _give_back(this, one)


def _give_back(this: Act, one: Settlement) -> None:
    """Post the rest, and the interest in proportion to what is left of each source."""
    case = known_fund(one.programme, one.fund)
    left = pools_of(one.programme, one.fund, one.year, one.executor)
    assert sum(standing.balance for standing in left.values()) == one.rest_won, "nothing moved since"
    sources = [source.id for source in case.drawn]
    back = {
        source: Place(one.fund, "returned", source, executor=one.executor, year=one.year)
        for source in sources
    }
    accrued = Place(one.fund, "accrued", executor=one.executor, year=one.year)
    ids = open_places(this, one.programme, [accrued, *back.values()])
    legs = [
        posting.move(standing.account, ids[back[place.source]], standing.balance)
        for place, standing in left.items()
    ]
    rests = [sum(s.balance for place, s in left.items() if place.source == source) for source in sources]
    for source, won in zip(sources, apportion(one.interest_won, rests), strict=True):
        if won:
            legs.append(posting.move(ids[accrued], ids[back[source]], won))
    posting.post(this, key=f"funds/settlement/{one.pk}", what="funds.settlement", legs=legs)
