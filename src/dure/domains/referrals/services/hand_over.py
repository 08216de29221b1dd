"""An officer hands merchants who agreed to a body: in the order of asking, as far as ceilings go."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.file import benefit_case
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.funds.entitling import hold_fund
from dure.domains.privacy.models import Consent
from dure.domains.referrals.file import CEILINGED, FinanceCase, finance_of
from dure.domains.referrals.handed_file import NEW, WITHDRAWN, written
from dure.domains.referrals.models import Handover, Referral
from dure.domains.referrals.policies import allow_telling
from dure.domains.referrals.premiums import hold_premiums
from dure.domains.referrals.room import HeldLegs, hold_room, hold_under, standings
from dure.domains.referrals.states import REFERRAL_STATES
from dure.domains.referrals.telling import tell_sent
from dure.engine.money.exposure import Wanted, admit
from dure.engine.problems import msg, refuse

AT_ONCE = 1_000
"""So many stand in one file; who comes after them is handed over with the next."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A file that was made: its row, how many it refers, and how many wait for room or money."""

    handover_id: int
    referred: int
    waiting: int


def hand_over(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    benefit: str,
    body: str,
    reason: str,
    key: str,
    line: str = "",
    year: int = 0,
) -> HandedOver:
    """Refer those who agreed, in the order of asking, as far as ceilings and money go; once under one
    ``key``.

    What each counts against a ceiling, or costs as a premium, is held in the ledger in the same
    transaction. Those who withdrew since the last file stand in it too, so that the body forgets them.
    Raises NotAllowed, and Refused without a reason, for a body that the file has not, and where nobody can
    be referred.
    """
    allow_telling(actor, programme)
    if not reason.strip():
        raise refuse("referrals.reason", msg("say why: it is kept with the file"))
    name = f"{programme}/{benefit}/{body}/{key}"
    with act("referrals.hand_over", actor=actor, now=now, reason=reason.strip(), key=name) as this:
        if this.repeated:
            return HandedOver(*this.result)
        case = benefit_case(programme, benefit)
        finance = finance_of(case)
        if finance is None or body not in finance.bodies:
            raise refuse("referrals.body", msg("the file names no such body"))
        if finance.fund is not None and finance.finance.product == "insurance":
            hold_fund(programme, finance.fund.fund.id)
        hold_room(finance)
        alone("referrals", programme, benefit, "files")
        wanted = _wanted(finance, body)
        handover_key = f"referrals/hold/{this.id}"
        journal, legs, waiting = _held(this, finance, wanted, line, year, handover_key)
        referred = [one for one in wanted if one.pk not in waiting]
        gone = _withdrawn(programme, benefit, body)
        if not referred and not gone:
            raise refuse(
                "referrals.nobody",
                msg("nobody can be handed over now: nobody agreed, or no room and no money are left"),
            )
        made = _made(this, finance, body, referred, gone)
        _send(this, made, referred, journal, legs, line, year)
        Referral.objects.filter(pk__in=[one.pk for one in gone]).update(withdrawn_in=made)
        tell_sent(this, finance, body, referred)
        this.result = [made.pk, len(referred), len(waiting)]
    return HandedOver(made.pk, len(referred), len(waiting))


def _wanted(finance: FinanceCase, body: str) -> list[Referral]:
    """Return who agreed, in the order of asking, without those who took back the consent of the call."""
    found = list(
        Referral.objects.filter(
            programme=finance.case.programme.id, benefit=finance.finance.id, body=body, state="consented"
        )
        .select_related("application__merchant")
        .select_for_update(of=("self",), no_key=True)
        .order_by("asked_at", "pk")[:AT_ONCE]
    )
    named = finance.consent
    if named is None or not found:
        return found
    merchants = [one.application.merchant_id for one in found]
    answers = Consent.objects.filter(
        programme=finance.case.programme.id, consent=named.id, merchant_id__in=merchants
    ).newest()
    back = {one.merchant_id for one in answers if not one.given}
    return [one for one in found if one.application.merchant_id not in back]


def _held(
    this: Act, finance: FinanceCase, some: Sequence[Referral], line: str, year: int, key: str
) -> tuple[uuid.UUID | None, Mapping[int, HeldLegs], set[int]]:
    """Hold what each takes, as far as it goes; return the journal, the legs of each, and who waits."""
    if finance.finance.product == "insurance":
        journal, legs, short = hold_premiums(this, finance, some, line=line, year=year, key=key)
        return journal, legs, set(short)
    if finance.finance.product not in CEILINGED:
        return None, {}, set()
    whole, of_body = standings(finance)
    free = {body: one.free for body, one in of_body.items() if one.free is not None}
    asked = [Wanted(one.pk, one.body, one.counted_won) for one in some]
    found = admit(asked, whole.free, free)
    referred = set(found.referred)
    held = [(one.pk, one.body, one.counted_won) for one in some if one.pk in referred]
    journal, legs = hold_under(this, finance, held, key) if held else (None, {})
    return journal, legs, set(found.waiting)


def _withdrawn(programme: str, benefit: str, body: str) -> list[Referral]:
    """Return those whose data the body has and who withdrew and of which it was not told yet."""
    found = Referral.objects.filter(
        programme=programme, benefit=benefit, body=body, state="withdrawn", handover__isnull=False,
        withdrawn_in__isnull=True,
    )  # fmt: skip
    return list(found.select_related("application__merchant").order_by("pk"))


def _made(
    this: Act, finance: FinanceCase, body: str, referred: Sequence[Referral], gone: Sequence[Referral]
) -> Handover:
    content = written([*((NEW, one) for one in referred), *((WITHDRAWN, one) for one in gone)])
    programme, benefit = finance.case.programme.id, finance.finance.id
    made = Handover.objects.create(
        programme=programme, benefit=benefit, body=body,
        number=Handover.objects.filter(programme=programme, benefit=benefit).count() + 1,
        rows=len(referred) + len(gone), content=content,
        content_hash=hashlib.sha256(content.encode("utf-8-sig")).hexdigest(), reason=this.reason,
        made_by_id=this.actor.user_id or 0, made_at=this.now,
    )  # fmt: skip
    this.record("handover", made.pk, body=body, rows=made.rows, sha256=made.content_hash)
    return made


def _send(
    this: Act,
    made: Handover,
    referred: Sequence[Referral],
    journal: uuid.UUID | None,
    legs: Mapping[int, HeldLegs],
    line: str,
    year: int,
) -> None:
    ids = [one.pk for one in referred]
    moved = move(this, REFERRAL_STATES, Referral, ids, "send", changes={"handover": made.pk})
    assert moved == sorted(ids), "the caller locked those who agreed"
    held = {pk: own for pk, own in legs.items() if own}
    if journal is None or not held:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE referrals_referral AS r SET journal = %s, legs = t.legs::jsonb, line = %s, year = %s"
            " FROM unnest(%s::bigint[], %s::text[]) AS t (id, legs) WHERE r.id = t.id",
            [journal, line, year, list(held), [json.dumps(own) for own in held.values()]],
        )
