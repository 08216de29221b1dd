"""Benefits as pages read them: what was granted of each, what is used and left, and where each won went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.file import BY_WAY as BY_WAY
from dure.domains.benefits.file import OPEN as OPEN
from dure.domains.benefits.file import BenefitCase as BenefitCase
from dure.domains.benefits.file import benefit_case as benefit_case
from dure.domains.benefits.file import benefit_cases as benefit_cases
from dure.domains.benefits.file import case_in as case_in
from dure.domains.benefits.granting import Asked as Asked
from dure.domains.benefits.granting import Planned as Planned
from dure.domains.benefits.granting import plan_of as plan_of
from dure.domains.benefits.models import Device as Device
from dure.domains.benefits.models import DeviceProof as DeviceProof
from dure.domains.benefits.models import Grant as Grant
from dure.domains.benefits.models import GrantRun as GrantRun
from dure.domains.benefits.models import GrantUse as GrantUse
from dure.domains.benefits.owing import cause_of
from dure.domains.benefits.states import COUNTED
from dure.domains.benefits.tracing import Journey as Journey
from dure.domains.benefits.tracing import journeys as journeys
from dure.domains.benefits.using import is_by_uses as is_by_uses
from dure.domains.funds.accounts import Standing
from dure.domains.funds.entitling import entitlements, sums_by_benefit, total_of
from dure.domains.matching.queries import Provider
from dure.domains.payments.owing import owed_states
from dure.domains.programmes.queries import ProgrammeVersion, calls

STAFF = ("officer", "ministry", "accountant")
"""Who sees the grants of whole programmes."""


@dataclass(frozen=True, slots=True)
class Money:
    """What stands of a grant, or of many, in won."""

    granted: int = 0
    used: int = 0
    """Spent, or handed over."""
    held: int = 0
    """Claimed or waiting to be paid."""
    returned: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """A benefit of a programme: how many have it, and what stands of it."""

    case: BenefitCase
    count: int
    """Grants that run."""
    ended: int
    won: int
    money: Money | None
    """None where no fund pays it: the won are what it is worth."""


def programmes(actor: SignedActor) -> list[ProgrammeVersion]:
    """Return the published programmes that an actor runs, supervises or checks."""
    return list(calls(actor).filter(actor.scope("programme", *STAFF)))


def benefit_rows(actor: SignedActor, programme: str) -> list[BenefitRow]:
    """Return what was granted of each benefit of a programme, in the order of its file; two queries."""
    counts = {
        row["benefit"]: row
        for row in Grant.objects.visible_to(actor)
        .filter(actor.scope("programme", *STAFF), programme=programme)
        .order_by()
        .values("benefit")
        .annotate(
            count=Count("pk", filter=Q(state__in=("granted", "in_use", "evidenced"))),
            ended=Count("pk", filter=Q(state__in=("closed", "cancelled", "expired"))),
            won_counted=Sum("won", filter=Q(state__in=COUNTED), default=0),
            won_returned=Sum("returned_won", default=0),
        )
    }
    sums = sums_by_benefit(programme)
    found = []
    for case in benefit_cases(programme):
        row: dict[str, Any] = {**counts.get(case.benefit.id, {})}
        money = None
        if case.fund is not None and (stands := sums.get(case.benefit.id)) is not None:
            returned = row.get("won_returned", 0)
            money = Money(stands.received, stands.gone - returned, stands.held, returned, stands.free)
        found.append(
            BenefitRow(case, row.get("count", 0), row.get("ended", 0), row.get("won_counted", 0), money)
        )
    return found


def grants(actor: SignedActor, programme: str, benefit: str, state: str = "") -> QuerySet[Grant]:
    """Return the grants of a benefit of a programme that an actor runs, supervises or checks."""
    found = Grant.objects.visible_to(actor).filter(
        actor.scope("programme", *STAFF), programme=programme, benefit=benefit
    )
    found = found.filter(state=state) if state else found
    return found.select_related("application").defer(
        "application__facts", "application__origins", "application__answers", "application__draft"
    )


def runs(actor: SignedActor, programme: str, benefit: str, most: int) -> list[GrantRun]:
    """Return the acts that granted a benefit, the newest first."""
    found = GrantRun.objects.visible_to(actor).filter(programme=programme, benefit=benefit)
    return list(found.order_by("-pk")[:most])


def grant(actor: SignedActor, grant_id: int) -> Grant | None:
    """Return one grant that an actor may see, or None."""
    found = (
        Grant.objects.visible_to(actor).filter(pk=grant_id).select_related("application", "version", "run")
    )
    return found.first()


def own_grants(actor: SignedActor, application_ids: Any) -> QuerySet[Grant]:
    """Return the grants of some applications of merchants for whom somebody acts."""
    found = Grant.objects.visible_to(actor).filter(application_id__in=application_ids)
    return found.prefetch_related("application", "version")


def carried_out(actor: SignedActor, providers: Sequence[str], state: str = "") -> QuerySet[Grant]:
    """Return the grants that somebody's executors or providers carry out."""
    of = actor.at_executors("executor__in", "programme") & Q(provider="")
    found = Grant.objects.visible_to(actor).filter(of | Q(provider__in=providers))
    found = found.filter(state=state) if state else found
    return found.prefetch_related("application", "version")


def money_of(some: Sequence[Grant]) -> dict[int, Money]:
    """Return what stands of grants that were read for somebody who may see them; a query a fund."""
    accounts: dict[tuple[str, str, str, int], list[Standing]] = {}
    for programme, fund in sorted({(one.programme, one.fund) for one in some if one.fund}):
        wanted = [one.application_id for one in some if (one.programme, one.fund) == (programme, fund)]
        for application, own in entitlements(programme, fund, wanted).items():
            for place, standing in own.items():
                if place.part == "entitlement":
                    accounts.setdefault((programme, fund, place.benefit, application), []).append(standing)
    return {
        one.pk: _money(one, accounts.get((one.programme, one.fund, one.benefit, one.application_id), []))
        for one in some
    }


def _money(one: Grant, own: Sequence[Standing]) -> Money:
    stands = total_of(own)
    left = stands.free if own else max(0, one.won - one.returned_won)
    return Money(one.won, max(0, stands.gone - one.returned_won), stands.held, one.returned_won, left)


@dataclass(frozen=True, slots=True)
class UseRow:
    """A use with what became of its payment: a state of what is owed, empty where nothing is."""

    row: GrantUse
    payment: str


def uses(actor: SignedActor, grant_id: int) -> list[UseRow]:
    """Return the uses of a grant in their order, with the state of their payments; two queries."""
    found = list(
        GrantUse.objects.visible_to(actor)
        .filter(grant_id=grant_id)
        .select_related("evidence")
        .order_by("number")
    )
    paid = owed_states([cause_of(one.pk) for one in found])
    return [UseRow(one, paid.get(cause_of(one.pk), "")) for one in found]


def confirmed_units(actor: SignedActor, grant_id: int) -> int:
    """Return how many units of a grant are confirmed."""
    found = GrantUse.objects.visible_to(actor).filter(grant_id=grant_id, state="confirmed")
    return int(found.aggregate(n=Sum("units"))["n"] or 0)


def use(actor: SignedActor, use_id: int) -> GrantUse | None:
    """Return one use that an actor may see, or None."""
    one: GrantUse | None = (
        GrantUse.objects.visible_to(actor).filter(pk=use_id).select_related("grant", "evidence").first()
    )
    return one


def devices(actor: SignedActor, grant_id: int) -> list[tuple[Device, list[DeviceProof]]]:
    """Return the devices of a grant in their order, each with its proofs; two queries."""
    found = list(Device.objects.visible_to(actor).filter(grant_id=grant_id).order_by("number"))
    proofs: dict[int, list[DeviceProof]] = {}
    rows = DeviceProof.objects.visible_to(actor).filter(device__grant_id=grant_id).select_related("file")
    for one in rows.order_by("pk"):
        proofs.setdefault(one.device_id, []).append(one)
    return [(one, proofs.get(one.pk, [])) for one in found]


def device(actor: SignedActor, device_id: int) -> Device | None:
    """Return one device that an actor may see, or None."""
    one: Device | None = (
        Device.objects.visible_to(actor).filter(pk=device_id).select_related("grant__version").first()
    )
    return one


def proof(actor: SignedActor, proof_id: int) -> DeviceProof | None:
    """Return one proof of a device that an actor may see, or None."""
    one: DeviceProof | None = (
        DeviceProof.objects.visible_to(actor).filter(pk=proof_id).select_related("file").first()
    )
    return one


def approved_providers(actor: SignedActor) -> list[tuple[str, str, str]]:
    """Return the approved providers: code and names of their organisations, each organisation once."""
    found = Provider.objects.visible_to(actor).filter(state="approved").select_related("organisation")
    rows = {
        one.organisation.code: (one.organisation.code, one.organisation.name_ko, one.organisation.name_en)
        for one in found.order_by("organisation__code")[:500]
    }
    return list(rows.values())
