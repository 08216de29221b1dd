"""An officer, or an executor for its own rounds, fixes a pair or bars it, for the rounds to come."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.matching.bars import rules_in_force
from dure.domains.matching.members import members_of
from dure.domains.matching.models import Match, PairRule
from dure.domains.matching.pairings import case_or_refused, refuse_where_others_run
from dure.domains.matching.policies import allow_touching
from dure.domains.matching.sides import acting_for_any, approved, entitled, with_way
from dure.domains.matching.states import TAKING
from dure.engine.problems import msg, refuse


def set_pair_rule(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    pairing: str,
    application_id: int,
    provider_id: int,
    kind: str,
    reason: str,
    executor: str = "",
) -> int:
    """Fix or bar (``kind``) a pair and return the rule's id; the same again is the one that stands.

    With an ``executor``, for its own rounds alone, about whom it supports. Raises NotAllowed; Refused without
    a reason, for somebody who is not to be matched, for a pair that is fixed though one person stands on both
    sides, for one that is barred though it stands, and where the other rule stands for the pair.
    """
    allow_touching(actor, programme, executor, application_id)
    case = case_or_refused(programme, pairing, now)
    if executor:
        refuse_where_others_run(case, executor)
    reason = reason.strip()
    if not reason:
        raise refuse("pair_rule.reason", msg("write the reason"))
    if kind not in ("fixed", "barred"):
        raise refuse("pair_rule.kind", msg("a pair is either fixed or barred"))
    # By rows of the pairing alone: whose way is not open, or for whom nobody acts, is in no round.
    rows = with_way(case, entitled(case, executor).filter(pk=application_id).select_related("version"))
    application = next(iter(rows), None)
    provider = approved(case, now).filter(pk=provider_id).first()
    if application is None or provider is None:
        raise refuse("pair_rule.who", msg("choose somebody on both sides who is there to be matched"))
    users = members_of([provider], now)[provider.organisation_id, provider.kind]
    if kind == "fixed" and acting_for_any(users, [application.merchant_id]):
        raise refuse("pair_rule.own", msg("the same person stands on both sides of this pair"))
    with act("pair_rule.set", actor=actor, now=now, reason=reason) as this:
        alone("matching", programme, pairing)
        pair = {"application_id": application_id, "provider_id": provider_id}
        if (known := rules_in_force(case).filter(**pair).order_by("pk").first()) is not None:
            if known.kind == kind:
                return known.pk
            if executor and not known.executor:
                raise refuse("pair_rule.agency", msg("the agency has the other rule about this pair: ask it"))
            raise refuse("pair_rule.other", msg("lift the other rule about this pair first"))
        if kind == "barred" and Match.objects.filter(**pair, pairing=pairing, state__in=TAKING).exists():
            raise refuse(
                "pair_rule.stands",
                msg("these two are proposed or matched: end that first; what ended is not proposed again"),
            )
        made = PairRule.objects.create(
            programme=programme,
            pairing=pairing,
            application_id=application_id,
            provider_id=provider_id,
            kind=kind,
            executor=executor,
            reason=reason,
            made_by_id=actor.user_id,
            made_at=now,
        )
        told = {"executor": executor} if executor else {}
        this.record("pair_rule", made.pk, kind=kind, application=application_id, provider=provider_id, **told)
        return made.pk
