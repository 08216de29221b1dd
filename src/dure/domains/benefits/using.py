"""What is counted of a grant: units that are planned, reported and confirmed, and when all of them are."""

from __future__ import annotations

from datetime import date

from django.db.models import Sum

from dure.domains.benefits.credits import is_metered, metered_won, refuse_over
from dure.domains.benefits.file import case_in
from dure.domains.benefits.models import Device, Grant, GrantUse
from dure.domains.benefits.states import GRANT_STATES
from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse

BY_USES = ("service", "course", "booking", "placement", "fee_relief", "data_service", "voucher_credit")
"""Kinds that are carried out use by use; of credit what is metered, see :func:`is_by_uses`."""
VALUED = ("fee_relief", "data_service")
"""Kinds of which each use is valued."""
TAKING = ("planned", "reported", "confirmed", "disputed")
"""States in which a use takes up units of the grant."""


def hold_grant(grant_id: int) -> Grant:
    """Lock a grant and return it: what hangs on it is counted and changed by one at a time."""
    return Grant.objects.select_for_update(no_key=True).get(pk=grant_id)


def refuse_ended(grant: Grant) -> None:
    """Raise Refused where a grant has ended."""
    if grant.state not in ("granted", "in_use"):
        raise refuse("benefits.ended", msg("this grant has ended already"))


def refuse_other_kind(grant: Grant, *kinds: str) -> None:
    """Raise Refused where a grant is of no such kind."""
    if grant.kind not in kinds:
        raise refuse("benefits.kind", msg("this benefit is not used in this way"))


def is_by_uses(grant: Grant) -> bool:
    """Say whether a grant is carried out use by use: credit that is spent at shops is not."""
    if grant.kind != "voucher_credit":
        return grant.kind in BY_USES
    return is_metered(case_in(grant.version, grant.benefit))


def refuse_not_by_uses(grant: Grant) -> None:
    """Raise Refused where a grant is not carried out use by use."""
    if not is_by_uses(grant):
        raise refuse("benefits.kind", msg("this benefit is not used in this way"))


def priced_won(grant: Grant, units: int, on: date) -> int | None:
    """Return what units of metered credit cost on a day; None for what has no price by the unit.

    The caller has locked the grant. Raises Refused where it has none and owes one, or the credit is used up.
    """
    if grant.kind != "voucher_credit":
        return None
    won = metered_won(case_in(grant.version, grant.benefit), grant, units, on)
    if won is not None:
        taken = GrantUse.objects.filter(grant=grant, state__in=TAKING).aggregate(n=Sum("worth_won"))["n"]
        refuse_over(grant, taken or 0, won)
    return won


def refuse_too_many(grant: Grant, units: int) -> None:
    """Raise Refused where a grant has not as many units left; the caller has locked it."""
    if units < 1:
        raise refuse("benefits.units", msg("a use is of one unit at least"))
    if grant.units is None:
        return
    taken = GrantUse.objects.filter(grant=grant, state__in=TAKING).aggregate(n=Sum("units"))["n"] or 0
    if taken + units > grant.units:
        raise refuse(
            "benefits.no_units",
            msg("{left} of {all} are left of this grant"),
            left=max(0, grant.units - taken),
            all=grant.units,
        )


def next_number(grant: Grant) -> int:
    """Return the number of the next use of a grant; the caller has locked it."""
    return GrantUse.objects.filter(grant=grant).count() + 1


def refuse_spoken(digest: str) -> None:
    """Raise Refused where a file, by its hash, proves a use already; the caller holds it by name."""
    same = GrantUse.objects.filter(evidence_hash=digest, state__in=("reported", "confirmed", "disputed"))
    if same.exists():
        raise refuse("benefits.evidence_used", msg("this very file was handed in as evidence already"))


def begin(this: Act, grant: Grant) -> None:
    """Note that a grant is in use; one that is already stays."""
    move(this, GRANT_STATES, Grant, [grant.pk], "begin")


def evidence_where_complete(this: Act, grant: Grant) -> None:
    """Note that a grant is evidenced once all its units are confirmed, or all its devices accepted."""
    if grant.units is None:
        return
    if grant.kind == "equipment":
        done = Device.objects.filter(grant=grant, state="accepted").count()
    else:
        done = GrantUse.objects.filter(grant=grant, state="confirmed").aggregate(n=Sum("units"))["n"] or 0
    if done >= grant.units:
        move(this, GRANT_STATES, Grant, [grant.pk], "evidence")
