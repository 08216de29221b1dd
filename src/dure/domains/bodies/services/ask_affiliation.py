"""An association names a business as its member: the business is asked whether it agrees."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.bodies.models import Affiliation
from dure.domains.bodies.policies import allow_association
from dure.domains.bodies.telling import name_of, who_acts_for
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.merchants.models import Merchant
from dure.domains.notices.services.notify import notify
from dure.engine.problems import msg, refuse
from dure.engine.profile.business_number import is_business_number


def ask_affiliation(*, actor: SignedActor, now: datetime, association: str, business_no: str) -> int:
    """Ask a business and return the id; one that is open or agreed already is the one that stands.

    The answer is the same whether the business is known here or not: an association learns nothing of those
    who did not agree. One that is not known is asked as soon as somebody registers it. Raises NotAllowed, and
    Refused for what is no business number.
    """
    allow_association(actor, association)
    number = business_no.replace("-", "").replace(" ", "")
    if not is_business_number(number):
        raise refuse(
            "affiliation.business_no",
            msg("this is no business number: ten digits, the last of which is a check digit"),
        )
    with act("affiliation.ask", actor=actor, now=now) as this:
        alone("affiliation", association, number)
        Merchant.objects.bulk_create(
            [Merchant(business_no=number, search=number, made_at=now, changed_at=now)], ignore_conflicts=True
        )
        merchant = Merchant.objects.only("pk").get(business_no=number)
        standing = Affiliation.objects.filter(
            association=association, merchant=merchant, state__in=("open", "agreed")
        ).first()
        if standing is not None:
            return standing.pk
        made = Affiliation.objects.create(
            association=association, merchant=merchant, asked_by_id=actor.user_id, asked_at=now
        )
        this.record("affiliation", made.pk, association=association)
        people = who_acts_for(merchant.pk, {"organisation": name_of(association)}, "/my/associations/")
        notify(this, people, template="affiliation_asked", key=str(made.pk))
        return made.pk
