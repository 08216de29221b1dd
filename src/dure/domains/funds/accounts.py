"""Which account of the ledger is for what: its code, its guard, its unit, and how it is opened."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F, QuerySet

from dure.domains.events.act import Act
from dure.domains.funds.models import FundAccount
from dure.domains.ledger.opening import NewAccount, open_accounts

UNGUARDED = {"origin", "promisor", "accrued"}
"""Where amounts come from that nobody handed to us: these may be drawn on without end."""
LONGEST = 160
KIND_UNIT = "KRW-KIND"
"""Won at which something given in kind is valued: no transfer mixes it with money."""


@dataclass(frozen=True, slots=True)
class Place:
    """What an account of a programme's fund is for; see ``models.PARTS``."""

    fund: str
    part: str
    source: str = ""
    line: str = ""
    executor: str = ""
    year: int = 0
    owner: int = 0
    unit: str = "KRW"
    benefit: str = ""


def code_of(programme: str, place: Place) -> str:
    """Return the code of an account: readable, or, where it were too long, in part by its hash."""
    parts = (
        place.part, programme, place.fund, place.year or "-", place.source or "-", place.line or "-",
        place.executor or "-", place.owner or "-", *([place.benefit] if place.benefit else []),
    )  # fmt: skip
    whole = "/".join(str(part) for part in parts)
    if len(whole) <= LONGEST:
        return whole
    return whole[: LONGEST - 33] + "#" + hashlib.sha256(whole.encode()).hexdigest()[:32]


def open_places(this: Act, programme: str, places: Iterable[Place]) -> dict[Place, int]:
    """Open the accounts that do not stand yet, and return the ids of all; whoever asks again finds them."""
    wanted = {code_of(programme, place): place for place in places}
    ids = open_accounts(
        this,
        [
            NewAccount(
                code,
                place.part,
                programme,
                place.unit,
                "none" if place.part in UNGUARDED else "credit",
            )
            for code, place in wanted.items()
        ],
    )
    FundAccount.objects.bulk_create(
        (
            FundAccount(
                account_id=ids[code],
                programme=programme,
                fund=place.fund,
                part=place.part,
                source=place.source,
                line=place.line,
                executor=place.executor,
                year=place.year,
                owner=place.owner,
                benefit=place.benefit,
            )
            for code, place in wanted.items()
        ),
        ignore_conflicts=True,
    )
    return {place: ids[code] for code, place in wanted.items()}


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands on an account, in won."""

    account: int
    received: int
    """Everything that ever came in."""
    gone: int
    held: int
    """Spoken for and not gone yet."""

    @property
    def balance(self) -> int:
        """What came in and is not gone; what is spoken for with it."""
        return self.received - self.gone

    @property
    def free(self) -> int:
        """What can still be drawn."""
        return self.balance - self.held


def standings(
    programme: str, fund: str, parts: Collection[str], owners: Collection[int] | None = None
) -> dict[Place, Standing]:
    """Return what stands on the accounts of a fund that are for some parts; of some owners only, if told."""
    found = FundAccount.objects.filter(programme=programme, fund=fund, part__in=parts)
    return _read(found if owners is None else found.filter(owner__in=owners))


def _read(found: QuerySet[FundAccount]) -> dict[Place, Standing]:
    rows = found.annotate(
        received=F("account__credits"),
        gone=F("account__debits"),
        held=F("account__held_debits"),
        unit=F("account__unit"),
    ).order_by("pk")
    return {
        Place(
            row.fund, row.part, row.source, row.line, row.executor, row.year, row.owner, row.unit, row.benefit
        ): Standing(row.account_id, row.received, row.gone, row.held)
        for row in rows
    }


def summed(some: Mapping[Place, Standing], **where: object) -> Standing:
    """Return what accounts hold together whose places are so; the account is 0."""
    of = [
        standing
        for place, standing in some.items()
        if all(getattr(place, name) == value for name, value in where.items())
    ]
    return Standing(
        0, sum(one.received for one in of), sum(one.gone for one in of), sum(one.held for one in of)
    )
