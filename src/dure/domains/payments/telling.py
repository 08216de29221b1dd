"""Whom acts of payments tell: who acts for payees, each once an act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dure.domains.applications.telling import both
from dure.domains.events.act import Act
from dure.domains.matching.members import memberships
from dure.domains.matching.models import Provider
from dure.domains.merchants.models import MerchantMember
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.notices.staff import executor_staff, of_users
from dure.domains.payments.models import Batch, BatchRow
from dure.domains.payments.models_payee import Payee
from dure.domains.programmes.queries import loaded, published_version

LINK = "/my-payments/"


def people_of(this: Act, payees: Collection[Payee]) -> dict[int, list[Recipient]]:
    """Return who acts for each of some payees; as many queries however many there are, but for executors."""
    users: dict[int, set[int]] = defaultdict(set)
    by_merchant: dict[int, list[int]] = defaultdict(list)
    by_provider: dict[int, list[int]] = defaultdict(list)
    found: dict[int, list[Recipient]] = {}
    for one in payees:
        if one.kind in ("merchant", "shop"):
            by_merchant[one.owner_id].append(one.pk)
        elif one.kind == "provider":
            by_provider[one.owner_id].append(one.pk)
        elif one.kind == "person":
            users[one.pk].add(one.owner_id)
        elif one.kind == "executor":
            found[one.pk] = executor_staff(one.programme, one.code, this.now)
    members = MerchantMember.objects.filter(merchant_id__in=by_merchant, until__isnull=True)
    for merchant, user in members.values_list("merchant_id", "user_id"):
        for payee in by_merchant[merchant]:
            users[payee].add(user)
    for payee, user in _of_providers(this, by_provider):
        users[payee].add(user)
    known = {one.user_id: one for one in of_users({user for some in users.values() for user in some})}
    for payee, some in users.items():
        found[payee] = [known[user] for user in sorted(some) if user in known]
    return found


def _of_providers(this: Act, wanted: Mapping[int, Sequence[int]]) -> Iterable[tuple[int, int]]:
    providers = list(Provider.objects.filter(pk__in=wanted)) if wanted else []
    held = memberships(this.now).filter(organisation_id__in={one.organisation_id for one in providers})
    rows = list(held.values_list("organisation_id", "role", "user_id")) if providers else []
    for one in providers:
        for organisation, role, user in rows:
            if (organisation, role) == (one.organisation_id, one.kind):
                yield from ((payee, user) for payee in wanted[one.pk])


def tell_of_account(
    this: Act, payee: Payee, template: str, occasion: str, *, also: int | None = None
) -> None:
    """Tell everybody who acts for a payee what became of its account, and whoever told the one before."""
    told = people_of(this, [payee]).get(payee.pk, [])
    if also is not None and also not in {one.user_id for one in told}:
        told = [*told, *of_users([also])]
    parameters = {"programme": _title(payee.programme)}
    notify(
        this,
        [replace(one, parameters=parameters, link=LINK) for one in told],
        template=template,
        key=f"payments/{occasion}",
    )


def tell_of_results(this: Act, batch: Batch, paid: Sequence[BatchRow], failed: Sequence[BatchRow]) -> None:
    """Tell payees what was paid to them and what failed: one message each, however many transfers.

    What was kept back for a debt was paid too: whoever got nothing on the account is told why.
    """
    for template, rows in (("payment_made", paid), ("payment_failed", failed)):
        sums: dict[int, int] = defaultdict(int)
        kept: dict[int, int] = defaultdict(int)
        for row in rows:
            sums[row.payable.payee_id] += row.net_won
            kept[row.payable.payee_id] += row.set_off_won if template == "payment_made" else 0
        people = people_of(this, list(Payee.objects.filter(pk__in=sums).order_by("pk"))) if sums else {}
        title = _title(batch.programme)
        told = [
            replace(
                one,
                parameters={"programme": title, **_amounts(sums[payee], kept[payee])},
                link=LINK,
                occasion=f"{this.id}/{payee}",
            )
            for payee, some in people.items()
            for one in some
        ]
        notify(this, told, template=template, key=f"payments/batch/{batch.pk}")


def _amounts(won: int, kept: int) -> dict[str, str]:
    """Return what was transferred and what was set off as notices take them; nothing where it is none."""
    return {name: f"{part:,}" for name, part in (("won", won), ("set_off", kept)) if part}


def _title(programme: str) -> Any:
    version = published_version(programme)
    return programme if version is None else both(loaded(version).programme.title)
