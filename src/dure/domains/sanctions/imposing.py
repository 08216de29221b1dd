"""A ban begins or is lifted within the act of another subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dure.domains.events.act import Act, acting
from dure.domains.merchants.same_owner import owner_key_of
from dure.domains.sanctions.models import SCOPES, Sanction
from dure.engine.money.recovering import longest_ban
from dure.engine.problems import msg, refuse


@dataclass(frozen=True, slots=True)
class Ban:
    """A ban as it is decided; see ``models.Sanction``."""

    programme: str
    scope: str
    cause: str
    business_no: str
    name: str
    ground: str
    basis: str
    from_on: date
    until_on: date


def refuse_ban(ban_from: date, until: date) -> None:
    """Raise Refused for a ban that ends before it begins, or is longer than the law lets."""
    last = longest_ban(ban_from)
    if not ban_from <= until <= last:
        raise refuse("sanctions.until", msg("a ban lasts from today to {last} at most"), last=last)


def impose(this: Act, ban: Ban) -> int:
    """Impose a ban, once for its cause; raises Refused as above, and without a business number."""
    assert acting() is this, "imposed in an act"
    assert ban.scope in SCOPES, ban.scope
    refuse_ban(ban.from_on, ban.until_on)
    if not ban.business_no:
        raise refuse("sanctions.business_no", msg("a ban needs the number of the business"))
    found, made = Sanction.objects.get_or_create(
        cause=ban.cause,
        defaults={
            "programme": ban.programme, "scope": ban.scope, "business_no": ban.business_no, "name": ban.name,
            "owner_key": owner_key_of(ban.business_no), "ground": ban.ground, "basis": ban.basis,
            "from_on": ban.from_on, "until_on": ban.until_on, "imposed_by_id": this.actor.user_id or 0,
            "imposed_at": this.now,
        },
    )  # fmt: skip
    if made:
        this.record("sanction", found.pk, until=ban.until_on.isoformat(), scope=ban.scope)
    return int(found.pk)


def lift(this: Act, cause: str, reason: str) -> bool:
    """Lift the ban of a cause, if there is one and it is not lifted yet."""
    assert acting() is this, "lifted in an act"
    one = Sanction.objects.select_for_update().filter(cause=cause, lifted_at__isnull=True).first()
    if one is None:
        return False
    Sanction.objects.filter(pk=one.pk).update(
        lifted_by_id=this.actor.user_id or 0, lifted_at=this.now, lifted_reason=reason
    )
    this.record("sanction", one.pk, lifted=True)
    return True
