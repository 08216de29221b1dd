"""An officer, or an executor for its own merchants, plans a round: pairs, who gets nobody and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.matching.frozen import frozen
from dure.domains.matching.models import Match, MatchRound
from dure.domains.matching.outdated import months, rooms
from dure.domains.matching.pairings import Case, case_or_refused, refuse_where_others_run
from dure.domains.matching.planned import drop_planned, drop_planned_pairs
from dure.domains.matching.policies import allow_planning
from dure.domains.matching.sides import Gathered, gather
from dure.engine.pairing.pair import pair
from dure.engine.pairing.points import suitability
from dure.engine.pairing.sides import Made, Provider, Result, Seeker, Unmatched
from dure.engine.problems import msg, refuse


def plan_round(
    *, actor: SignedActor, now: datetime, programme: str, pairing: str, key: str, executor: str = ""
) -> int:
    """Plan the next round and return its id; once under its key. Nobody is told.

    Where the file lets executors run the pairing, ``executor`` is the one whose merchants are matched. One
    that it planned and did not propose is dropped. Matches that stand are kept; what was declined, ended
    or ran out is not planned again. Raises NotAllowed, and Refused where others run the pairing, where nobody
    is to be matched, and where fixed pairs contradict what binds.
    """
    allow_planning(actor, programme, executor)
    case = case_or_refused(programme, pairing, now)
    refuse_where_others_run(case, executor)
    own_key = "/".join((programme, pairing, *([executor] if executor else []), key)) if key else ""
    with act("matching.plan", actor=actor, now=now, key=own_key) as this:
        if this.repeated:
            return int(this.result)
        alone("matching", programme, pairing)
        drop_planned(this, programme, pairing, executor)
        found = gather(case, now, executor)
        if not found.applications:
            raise refuse(
                "matching.nobody", msg("nobody is to be matched: no place is taken, or no way is open")
            )
        result = pair(found.problem, case.opened.pairing.ranked_by)
        drop_planned_pairs(this, programme, pairing, [one.pk for one in found.applications.values()])
        made = _round(this, case, executor, found, result)
        told = {"executor": executor} if executor else {}
        this.record(
            "match_round",
            made.pk,
            pairing=pairing,
            number=made.number,
            unmatched=len(result.unmatched),
            **told,
        )
        this.result = made.pk
        return made.pk


def _round(this: Act, case: Case, executor: str, found: Gathered, result: Result) -> MatchRound:
    new = [one for one in result.pairs if (one.seeker, one.provider) not in found.standing]
    earlier = MatchRound.objects.filter(programme=case.programme, pairing=case.pairing)
    made = MatchRound.objects.create(
        programme=case.programme,
        version=case.called.version,
        pairing=case.pairing,
        executor=executor,
        number=1 + max(earlier.values_list("number", flat=True), default=0),
        inputs=frozen(found.problem)
        | {"ignored": list(found.ignored), "rooms": rooms(found), "months": months(found)},
        unmatched=[_unmatched(found, one) for one in result.unmatched],
        points=sum(one.points for one in new),
        planned_at=this.now,
    )
    seekers = {one.id: one for one in found.problem.seekers}
    offers = {one.id: one for one in found.problem.providers}
    pairs = [_match(made, found, one, seekers, offers) for one in new]
    Match.objects.bulk_create(
        sorted(pairs, key=lambda one: (one.application_id, one.provider_id)), batch_size=2000
    )
    return made


def _unmatched(found: Gathered, one: Unmatched) -> dict[str, Any]:
    counts = {name: getattr(one, name) for name in ("offered", "reached", "meeting", "allowed", "good")}
    return {"application": found.applications[one.seeker].pk, "reason": one.reason, **counts}


def _match(
    of: MatchRound,
    found: Gathered,
    one: Made,
    seekers: Mapping[str, Seeker],
    offers: Mapping[str, Provider],
) -> Match:
    parts = suitability(found.problem.terms, seekers[one.seeker], offers[one.provider]).parts
    return Match(
        round=of,
        programme=of.programme,
        pairing=of.pairing,
        application=found.applications[one.seeker],
        provider=found.providers[one.provider],
        points=one.points,
        parts=[{"id": p.criterion, "points": p.points, "most": p.most, **p.told} for p in parts],
        fixed=one.fixed,
    )
