"""How far associations and regional centres see: members who agreed, and applications of a region."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from dure.domains.accounts.actors import NOTHING, SignedActor
from dure.domains.accounts.models import Role
from dure.domains.applications.models import IN_PROCESS, Application
from dure.domains.applications.staff_conflicts import conflicts_told
from dure.domains.merchants.near import merchants_near
from dure.domains.merchants.queries_officer import in_province


def own_associations(actor: SignedActor) -> tuple[str, ...]:
    """Return the codes of the associations for whom somebody acts.

    A membership belongs to no programme: a role that is for one programme does not count.
    """
    held = {code for role, code, programme in actor.held if role == Role.ASSOCIATION_STAFF and not programme}
    return tuple(sorted(held))


def own_centres(actor: SignedActor, programme: str = "") -> tuple[str, ...]:
    """Return the codes of the regional centres for whom somebody acts; of a programme, or of any."""
    held = {
        code
        for role, code, scope in actor.held
        if role == Role.CENTRE_STAFF and (not programme or scope in ("", programme))
    }
    return tuple(sorted(held))


def in_area(regions: list[str], on: date) -> Q:
    """Return the condition that a region lies in an area, by the codes of a day.

    An area is a list of provinces (two digits) and districts (five); an empty one holds nobody.
    """
    return reduce(or_, (in_province(code, on) for code in regions), NOTHING)


def of_area(actor: SignedActor, programme: str, regions: list[str], on: date) -> QuerySet[Application]:
    """Return the applications to a programme that were handed in from an area.

    Those of a business for which the actor acts or acted are not there, as they are the applicant's side, nor
    those that the actor declared a conflict of interest with, or was set aside for, in whatever role.
    """
    found = Application.objects.filter(
        in_area(regions, on), programme=programme, state__in=IN_PROCESS, application_no__isnull=False
    )
    # Looked up first, for nearly always there is none: three conditions on sets that the database cannot
    # estimate would lead it away from the order of the list.
    near, told = merchants_near(actor.user_id or 0), conflicts_told(actor)
    if near:
        found = found.exclude(merchant_id__in=near)
    return found.exclude(pk__in=told) if told else found
