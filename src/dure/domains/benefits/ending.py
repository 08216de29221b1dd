"""Grants that end: what is left of them goes back to where it came from, titles go out of force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet, Sum

from dure.domains.benefits.beside import end_beside
from dure.domains.benefits.certifying import revoke
from dure.domains.benefits.credits import end_for
from dure.domains.benefits.file import open_case
from dure.domains.benefits.models import Grant, GrantUse
from dure.domains.benefits.states import ENDED, GRANT_STATES, OPEN_USES
from dure.domains.events.act import Act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.funds.entitling import entitlements, give_back
from dure.domains.funds.published import FundCase, fund_cases
from dure.domains.programmes.queries import loaded


def hold_benefits(programme: str, grants: Iterable[Grant]) -> None:
    """Hold the funds and the benefits of grants of one programme by name, in one order.

    With them the one that whoever applies is granted: what these give back goes to who waits for it.
    """
    some = list(grants)
    funds = {one.fund for one in some if one.fund}
    benefits = {one.benefit for one in some}
    if (case := open_case(programme)) is not None:
        funds |= {case.benefit.fund} if case.benefit.fund else set()
        benefits.add(case.benefit.id)
    for fund in sorted(funds):
        alone("funds", programme, fund)
    for benefit in sorted(benefits):
        alone("benefits", programme, benefit)


def without_open_uses(found: QuerySet[Grant]) -> QuerySet[Grant]:
    """Return those of some grants of which no use waits for its confirmation."""
    waiting = GrantUse.objects.filter(grant_id=OuterRef("pk"), state__in=OPEN_USES)
    return found.exclude(Exists(waiting))


def end(
    this: Act, programme: str, ids: Sequence[int], name: str, *, why: str, note: str = "", key: str
) -> list[Grant]:
    """Move grants of one programme to their end and give back what is free; return those that ended.

    The caller holds their funds and benefits.
    """
    changes: dict[str, Any] = {"ended_at": this.now, "end_reason": why, "end_note": note}
    moved = move(this, GRANT_STATES, Grant, ids, name, changes=changes, details={"why": why})
    ended = list(Grant.objects.filter(pk__in=moved).select_related("version").order_by("pk"))
    revoke(this, [one.pk for one in ended if one.kind == "designation"], note or why)
    end_for(this, ended, name)
    return_rests(this, programme, ended, key=key)
    end_beside(this, ended)
    return ended


def return_rests(this: Act, programme: str, grants: Sequence[Grant], *, key: str) -> int:
    """Give back what is free of ended grants, benefit by benefit, and note it; return the won."""
    cases = _fund_cases(programme, grants)
    groups: dict[tuple[str, str], list[Grant]] = {}
    for one in grants:
        if one.fund:
            groups.setdefault((one.fund, one.benefit), []).append(one)
    returned = 0
    for (fund, benefit), some in sorted(groups.items()):
        applications = [one.application_id for one in some]
        rows = Grant.objects.filter(
            programme=programme, benefit=benefit, application_id__in=applications
        ).order_by()
        before = dict(rows.values_list("application_id").annotate(won=Sum("returned_won")))
        back = give_back(
            this, cases[fund], benefit=benefit, applications=applications, before=before,
            key=f"{key}/{benefit}",
        )  # fmt: skip
        _note(this, {one.pk: back.get(one.application_id, 0) for one in some})
        returned += sum(back.values())
    return returned


def _fund_cases(programme: str, grants: Sequence[Grant]) -> dict[str, FundCase]:
    """Return the funds by id: of the published file, and of the grants' own where that has one no more."""
    found = {case.fund.id: case for case in fund_cases(programme)}
    for one in grants:
        if one.fund and one.fund not in found:
            file = loaded(one.version).programme
            found |= {fund.id: FundCase(file, fund) for fund in file.funds if fund.id == one.fund}
    return found


def _note(this: Act, back: dict[int, int]) -> None:
    """Add to each grant what went back of it, in one statement."""
    told = {pk: won for pk, won in back.items() if won}
    if not told:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE benefits_grant AS g SET returned_won = g.returned_won + t.won"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS t (id, won) WHERE g.id = t.id",
            [list(told), list(told.values())],
        )
    for pk, won in told.items():
        this.record("grant", pk, returned_won=won)


def with_rest(programme: str) -> list[Grant]:
    """Return ended grants of which something is free: held for a claim when they ended, and not any more."""
    ended = list(
        Grant.objects.filter(programme=programme, state__in=ENDED, returned_won__lt=F("won"))
        .exclude(fund="")
        .select_related("version")
        .order_by("pk")
    )
    free: dict[tuple[str, str, int], int] = {}
    for fund in {one.fund for one in ended}:
        own = entitlements(programme, fund, [one.application_id for one in ended if one.fund == fund])
        for application, accounts in own.items():
            for place, standing in accounts.items():
                if place.part == "entitlement":
                    where = (fund, place.benefit, application)
                    free[where] = free.get(where, 0) + standing.free
    running = set(
        Grant.objects.filter(programme=programme, application_id__in=[one.application_id for one in ended])
        .exclude(state__in=ENDED)
        .values_list("benefit", "application_id")
    )
    # Granted anew after it was cancelled: what is free is the new grant's.
    return [
        one
        for one in ended
        if free.get((one.fund, one.benefit, one.application_id), 0) > 0
        and (one.benefit, one.application_id) not in running
    ]
