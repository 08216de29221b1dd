"""An officer says for which region a regional centre works."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import Organisation, OrganisationKind
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.bodies.models import CentreArea
from dure.domains.bodies.policies import may_set_area
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.profile.provinces import PROVINCES


def set_centre_area(
    *, actor: SignedActor, now: datetime, centre: str, regions: Collection[str], reason: str
) -> None:
    """Set the area of a centre: provinces (two digits) and districts (five). The same again changes nothing.

    Raises NotAllowed; Refused for an organisation that is no centre, for what is no region, for none at all
    and without a reason: it decides whose applications its people see.
    """
    if not may_set_area(actor):
        raise NotAllowed
    wanted = sorted(set(regions))
    reason = reason.strip()
    problems = []
    if not wanted:
        problems.append(Problem("centre.regions", msg("choose at least one province or district")))
    for code in wanted:
        if not (code.isdigit() and len(code) in (2, 5) and code[:2] in PROVINCES):
            problems.append(Problem("centre.regions", msg("{code} is no region"), {"code": code}))
    if not reason:
        problems.append(Problem("centre.reason", msg("write the reason")))
    if not Organisation.objects.filter(code=centre, kind=OrganisationKind.CENTRE).exists():
        raise refuse("centre.kind", msg("this organisation is no regional centre"))
    if problems:
        raise Refused(problems)
    with act("centre.set_area", actor=actor, now=now, reason=reason) as this:
        alone("centre", centre)
        area = CentreArea.objects.filter(centre=centre).first()
        before = area.regions if area else []
        if before == wanted:
            return
        if area is None:
            CentreArea.objects.create(centre=centre, regions=wanted, changed_at=now)
        else:
            CentreArea.objects.filter(pk=area.pk).update(regions=wanted, changed_at=now)
        organisation = Organisation.objects.only("pk").get(code=centre)
        this.record("organisation", organisation.pk, before=before, regions=wanted)
