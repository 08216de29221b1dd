"""An association recommends one of its members for a programme."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.policies import refuse_outside_window
from dure.domains.applications.telling import both
from dure.domains.bodies.models import Affiliation, Recommendation
from dure.domains.bodies.policies import allow_association
from dure.domains.bodies.telling import name_of, who_acts_for
from dure.domains.bodies.words import faults
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.merchants.near import near_to
from dure.domains.notices.services.notify import notify
from dure.domains.programmes.queries import call
from dure.engine.problems import Refused, msg, refuse


def recommend_member(
    *, actor: SignedActor, now: datetime, affiliation_id: int, programme: str, reason: str
) -> int:
    """Recommend a member and return the id; a standing one for the same programme is the one that stands.

    Raises NotAllowed; Refused for who did not agree, for a business that the actor acts or acted for, for a
    programme that takes no applications now, and without a reason.
    """
    sought = Affiliation.objects.get(pk=affiliation_id)
    allow_association(actor, sought.association)
    reason = reason.strip()
    if problems := faults("recommendation.reason", reason):
        raise Refused(problems)
    found = call(actor, now, programme)
    if found is None:
        raise refuse("recommendation.programme", msg("choose a programme that takes applications"))
    refuse_outside_window(found.version, now)
    with act("recommendation.make", actor=actor, now=now) as this:
        alone("affiliation", sought.association, sought.merchant_id)
        held = Affiliation.objects.select_for_update().filter(pk=affiliation_id, state="agreed")
        if not held.exists():
            raise refuse("recommendation.member", msg("only a member who agreed can be recommended"))
        if held.filter(near_to(actor.user_id or 0)).exists():
            raise refuse(
                "recommendation.own",
                msg("you act or acted for this business: somebody else of your association may recommend it"),
            )
        standing = Recommendation.objects.filter(
            association=sought.association, programme=programme, merchant_id=sought.merchant_id, state="open"
        ).first()
        if standing is not None:
            return standing.pk
        made = Recommendation.objects.create(
            association=sought.association,
            programme=programme,
            merchant_id=sought.merchant_id,
            reason=reason,
            made_by_id=actor.user_id,
            made_at=now,
        )
        this.record("recommendation", made.pk, association=sought.association, programme=programme)
        told = {
            "organisation": name_of(sought.association),
            "programme": both(found.loaded.programme.title),
            "reason": reason,
            "due": found.version.closes_at.isoformat(),
        }
        people = who_acts_for(sought.merchant_id, told, f"/calls/{programme}/")
        notify(this, people, template="recommendation_made", key=str(made.pk))
        return made.pk
