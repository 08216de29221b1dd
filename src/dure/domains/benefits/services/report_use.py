"""Whoever carries a benefit out reports a use: when it took place, what was done, at what it is valued."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Sum

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.credits import refuse_over
from dure.domains.benefits.models import Grant, GrantUse
from dure.domains.benefits.owing import cause_of
from dure.domains.benefits.policies import allow_reporting
from dure.domains.benefits.states import USE_STATES
from dure.domains.benefits.using import (
    TAKING,
    VALUED,
    begin,
    hold_grant,
    next_number,
    priced_won,
    refuse_ended,
    refuse_not_by_uses,
    refuse_spoken,
    refuse_too_many,
)
from dure.domains.events.act import Act, act
from dure.domains.events.transitions import move
from dure.domains.funds.evidence import Key, hold_evidence, refuse_used, use_evidence
from dure.domains.uploads.services.keep import keep_file
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.language import translate

PRICE = msg("units at their price of the day")


@dataclass(frozen=True, slots=True)
class Used:
    """What took place: on which day, what, how many units, at what it is valued and on what that rests."""

    on: date
    what: str
    units: int = 1
    worth_won: int | None = None
    basis: str = ""


def report_use(
    *,
    actor: SignedActor,
    now: datetime,
    grant_id: int,
    used: Used,
    use_id: int | None = None,
    name: str = "",
    content: bytes = b"",
) -> int:
    """Report a use, one that was planned (``use_id``) or not, with a file that proves it; return it.

    Raises NotAllowed, and Refused for what is missing, a day that is still to come or before the grant, a
    file that speaks for another use, a claim or anything else, where no unit is left, and where the grant
    ended.
    """
    grant = Grant.objects.get(pk=grant_id)
    allow_reporting(actor, grant)
    refuse_not_by_uses(grant)
    if problems := _problems(grant, used, now):
        raise Refused(problems)
    digest = hashlib.sha256(content).hexdigest() if content else ""
    with act("benefits.report_use", actor=actor, now=now) as this:
        proof = [Key("file", digest)] if digest else []
        hold_evidence(proof)
        grant = hold_grant(grant_id)
        refuse_ended(grant)
        if digest:
            refuse_spoken(digest)
            refuse_used(digest)
        told: dict[str, Any] = {
            "used_on": used.on, "what": used.what.strip(), "worth_won": used.worth_won,
            "basis": used.basis.strip(), "reported_by_id": actor.user_id, "reported_at": now,
            "evidence_hash": digest,
        }  # fmt: skip
        same = _same(grant, used, actor)
        if same is not None and use_id is None:
            return same
        price = priced_won(grant, used.units, used.on)
        if grant.kind == "voucher_credit":
            told |= _worth(grant, used, price)
        if digest:
            told["evidence_id"] = keep_file(this, purpose="evidence", name=name, content=content).pk
        pk = _planned(this, grant, use_id, told) if use_id else _new(this, grant, used, told)
        use_evidence(this, grant.programme, [(key, cause_of(pk)) for key in proof])
        begin(this, grant)
    return pk


def _worth(grant: Grant, used: Used, price: int | None) -> dict[str, Any]:
    """Return what a use of credit is worth: units at their price, else what was told, up to what is left."""
    if price is not None:
        return {"worth_won": price, "basis": used.basis.strip() or str(translate(PRICE, "ko"))}
    if not used.worth_won:
        raise refuse("benefits.worth", msg("say at what it is valued"))
    taken = GrantUse.objects.filter(grant=grant, state__in=TAKING).aggregate(n=Sum("worth_won"))["n"]
    refuse_over(grant, taken or 0, used.worth_won)
    return {}


def _same(grant: Grant, used: Used, actor: SignedActor) -> int | None:
    """Return the report of the very same that waits already: sent twice is once."""
    found = GrantUse.objects.filter(
        grant=grant, state="reported", used_on=used.on, what=used.what.strip(), units=used.units,
        reported_by_id=actor.user_id,
    ).first()  # fmt: skip
    return None if found is None else int(found.pk)


def _planned(this: Act, grant: Grant, use_id: int, told: dict[str, Any]) -> int:
    planned = GrantUse.objects.filter(pk=use_id, grant=grant).values_list("pk", flat=True)
    if not move(this, USE_STATES, GrantUse, planned, "report", changes=told):
        raise refuse("benefits.not_planned", msg("this was reported or dropped already"))
    return use_id


def _new(this: Act, grant: Grant, used: Used, told: dict[str, Any]) -> int:
    refuse_too_many(grant, used.units)
    made = GrantUse.objects.create(
        grant=grant, number=next_number(grant), units=used.units, state="reported", made_at=this.now, **told,
    )  # fmt: skip
    this.record("grant_use", made.pk, grant=grant.pk, number=made.number)
    return made.pk


def _problems(grant: Grant, used: Used, now: datetime) -> list[Problem]:
    found = []
    if used.on > day_of(now):
        found.append(Problem("benefits.day", msg("the day is still to come")))
    if used.on < grant.starts_on:
        found.append(Problem("benefits.before", msg("the day is before the grant")))
    if grant.ends_on is not None and used.on >= grant.ends_on:
        found.append(Problem("benefits.after", msg("the day is after the end of the grant")))
    if not used.what.strip():
        found.append(Problem("benefits.what", msg("say what was done")))
    if grant.kind in VALUED and not used.worth_won:
        found.append(Problem("benefits.worth", msg("say at what it is valued")))
    if used.worth_won is not None and used.worth_won < 0:
        found.append(Problem("benefits.worth", msg("say at what it is valued")))
    if used.worth_won and not used.basis.strip():
        found.append(Problem("benefits.basis", msg("say on what the value rests: a price list, a contract")))
    return found
