"""Terms of single kinds of benefit: who bears what, how vouchers are redeemed, what proves, what is paid."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import (
    Citation,
    Count,
    Day,
    Days,
    Id,
    Months,
    Share,
    ShareOrNone,
    Text,
    Won,
)


class Bearer(Part):
    """Who bears which part of a cost or a discount."""

    by: Literal["government", "local_government", "executor", "merchant", "association"]
    share_bp: Share


class Redemption(Part):
    """How registered shops turn vouchers into money (환전)."""

    paid_within_days: Days | None = None
    fee_bp: ShareOrNone = 0
    """What the shop pays for it."""
    monthly_ceiling_won: Won | None = None
    """The most that one shop turns into money in a month."""
    within_days: Days | None = None
    """How long after it took the voucher; null: as long as the voucher is good."""


class Evidence(Part):
    """One proof that a device was installed and is used."""

    id: Id
    title: Text
    kind: Literal[
        "photo_before", "photo_after", "serial_number", "delivery_note", "tax_invoice", "use_record"
    ]


class LoanChange(Part):
    """A change of a loan's schedule: it is calculated here and decided by the lender."""

    extended_by_months: Months | None = None
    """The most by which the end moves (상환기간 연장)."""
    deferred_for_months: Months | None = None
    """The most for which no principal is paid (상환유예)."""
    interest_goes_on: bool = True


class DecidingBody(Part):
    """One of several bodies that decide: a guarantee foundation of a region, a bank that lends."""

    id: Id
    title: Text
    ceiling_won: Won | None = None
    """The most that counts against its own ceiling at one time; null: only the fund's total bounds it."""


class AllowanceDays(Part):
    """For how many days an allowance is paid, by the years insured."""

    from_years: Annotated[int, Field(ge=0, le=100)]
    """From so many years on, up to the next entry."""
    days: Annotated[int, Field(ge=0, le=3660)]


class Allowance(Part):
    """What an allowance pays from one day to another, as the law had it."""

    id: Id
    starts_on: Day | None = None
    """null: since before the source tells."""
    ends_on: Day | None = None
    """The last day on which it is in force; null: still."""
    replaces_bp: Share
    """The part of the base pay that it replaces each day."""
    days: tuple[AllowanceDays, ...]
    basis: Citation


class Fulfilment(Part):
    """What a centre does with a merchant's goods."""

    intake: bool = True
    """It takes goods in and counts them."""
    storage: bool = True
    packing: bool = True
    delivery: bool = True
    returns: bool = False
    free_storage_days: Days | None = None
    least_units: Count | None = None
    """The fewest units of one product that are taken in."""


class Nearby(Part):
    """To whom something is shown: people near the shop."""

    within_metres: Count | None = None
    same_region: Literal["province", "city_or_district", "neighbourhood"] | None = None
    followable: bool = False
    """People may follow the shop and are told its news."""
    offers: bool = False
    """The shop may post offers."""
