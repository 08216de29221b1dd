"""The eleven kinds of benefit (지원항목): one model a kind, what they share above."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.terms import (
    Allowance,
    Bearer,
    DecidingBody,
    Evidence,
    Fulfilment,
    LoanChange,
    Nearby,
    Redemption,
)
from dure.engine.programme.models.values import (
    Citation,
    Count,
    Days,
    Id,
    Months,
    RuleText,
    Share,
    ShareOrNone,
    Text,
    Won,
)

Provider = Literal["agency", "executor", "provider", "other_body"]


class Open(Part):
    """An open entitlement: whoever applies and is eligible is granted it, in the order of receipt."""

    granted_by: Literal["submission", "acceptance"]
    """Whether handing in grants it, or the document check that accepts the application."""
    line: Id | None = None
    """The budget line that pays; null where the fund has none."""
    year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    """The year of the fund's plan that pays; null where the fund has none."""
    waiting: Annotated[int, Field(ge=0, le=10**6)] = 0
    """How many more are received onto a waiting list when nothing is left; 0: nobody."""


class _Benefit(Part):
    """What every kind of benefit says."""

    id: Id
    title: Text
    summary: Text | None = None
    provided_by: Provider = "executor"
    fund: Id | None = None
    """The fund that pays it; null: nothing is paid."""
    source: Id | None = None
    """The one source of that fund that pays it; null: as the fund's matching says."""
    amount_won: Won | None = None
    """What each recipient gets, where it is the same for all."""
    ceiling_won: Won | None = None
    """The most that one recipient gets, where it differs."""
    ceiling_parameter: Id | None = None
    """The name of a dated parameter of the law that is this ceiling, in place of ``ceiling_won``."""
    total_won: Won | None = None
    """The most that all recipients get together."""
    recipients: Count | None = None
    """How many get it; null: everybody selected at the stages that grant it."""
    only_for: RuleText | None = None
    """Who of the selected gets it; null: all of them."""
    open: Open | None = None
    """Whoever applies and is eligible is granted it until nothing is left; null: stages or diagnoses do."""
    basis: Citation | None = None

    @model_validator(mode="after")
    def _one_ceiling(self) -> _Benefit:
        if self.ceiling_won is not None and self.ceiling_parameter is not None:
            raise PydanticCustomError("dure.two_figures", "a figure and a parameter")
        return self

    @property
    def most_each_won(self) -> int | None:
        """The most that one recipient can cost, None where the file does not say."""
        return self.amount_won if self.amount_won is not None else self.ceiling_won


class Subsidy(_Benefit):
    """Costs are paid back, up to a ceiling and after an own share (보조금)."""

    kind: Literal["subsidy"]
    cost_types: tuple[Text, ...] = ()
    """Which costs (비목·세목) count."""
    own_share_bp: ShareOrNone = 0
    """The merchant's own share (자부담) of each cost."""


class VoucherCredit(_Benefit):
    """Credit that is spent at named places and expires: vouchers, ad points, message credit, coupons."""

    kind: Literal["voucher_credit"]
    spent_at: Text | None = None
    expires_after_days: Days | None = None
    partial_refund: bool = False
    sold_at_discount_bp: ShareOrNone = 0
    """The discount at which citizens buy it; 0: it is given."""
    discount_borne: tuple[Bearer, ...] = ()
    """Who bears the discount; the shares make 10000."""
    purchase_ceiling_won: Won | None = None
    """The most that one citizen buys in a month."""
    refund_from_spent_bp: Share | None = None
    """The part that must be spent before what is left is paid back."""
    redemption: Redemption | None = None
    """How a registered shop (가맹점) turns what it took into money (환전)."""
    warned_before_days: tuple[Days, ...] = (30, 7)
    """So many days before it expires its owner is told, where something is left; none: never."""
    metered_in: Text | None = None
    """What the credit is spent on, one by one: a message, a click."""
    unit_won: Won | None = None
    """What one of them costs; null: as the executor charges."""


class Service(_Benefit):
    """Sessions of help: consulting, production, closure support."""

    kind: Literal["service"]
    sessions: Count | None = None
    session_won: Won | None = None
    """What a provider is paid for one session."""
    fulfilment: Fulfilment | None = None
    """What is done with the merchant's goods, where the service is storage and delivery."""


class Course(_Benefit):
    """Lessons, at a place or online."""

    kind: Literal["course"]
    hours: Count | None = None
    seats: Count | None = None
    contents: Count | None = None
    """How many lessons are on offer."""
    online: bool = False
    completed_from_bp: Share | None = None
    """The part that must be seen before the course counts as completed."""


class Booking(_Benefit):
    """Time at a place: studio, classroom, consultation table."""

    kind: Literal["booking"]
    place: Text | None = None
    slots: Count | None = None
    minutes: Count | None = None


class Placement(_Benefit):
    """A place where goods are shown or sold: exhibition, time deal, ad slot, pop-up shop."""

    kind: Literal["placement"]
    shown_at: Text | None = None
    slots: Count | None = None
    """How many places there are; null: one for each recipient."""
    allocated_by: Literal["score", "lot", "rotation", "first_come"] | None = None
    """How places that are fewer than the recipients are given; null: they are not fewer."""
    days: Days | None = None
    near: Nearby | None = None
    """Who sees it, where it is shown to people nearby."""


class Finance(_Benefit):
    """A loan, guarantee, insurance or allowance: checked, calculated and referred, never decided here."""

    kind: Literal["finance"]
    product: Literal[
        "loan", "guarantee", "insurance", "loan_extension", "unemployment_benefit", "early_payout"
    ]
    decided_by: Text
    """The body that decides."""
    bodies: tuple[DecidingBody, ...] = ()
    """The bodies of this kind by name, where there are several; nothing: the one of ``decided_by``."""
    term_months: Months | None = None
    cover_won: Won | None = None
    """The sum insured, or the most that is guaranteed; unlike ``ceiling_won`` no cost of the programme."""
    cover_parameter: Id | None = None
    """The name of a dated parameter of the law that is this sum, in place of ``cover_won``."""
    covered_bp: Share | None = None
    """The part of a loan that a guarantee covers."""
    merchant_share_bp: Share | None = None
    """The part of a premium the merchant owes before anybody pays it for them."""
    paid_for_merchant_bp: ShareOrNone = 0
    """How much of the merchant's part somebody else pays."""
    premium_return: Literal["by_day", "none"] = "by_day"
    """What comes back of a premium where a policy ends early: the part of the days left, or nothing."""
    loan_change: LoanChange | None = None
    """What is done to a loan that the merchant has already."""
    allowance: tuple[Allowance, ...] = ()
    """What an allowance pays and for how long, one entry a period of the law."""

    @model_validator(mode="after")
    def _one_cover(self) -> Finance:
        if self.cover_won is not None and self.cover_parameter is not None:
            raise PydanticCustomError("dure.two_figures", "a figure and a parameter")
        return self


class Equipment(_Benefit):
    """A device, with proof that it was installed."""

    kind: Literal["equipment"]
    device: Text | None = None
    count: Count | None = None
    """Devices in the whole programme."""
    installation_evidence: bool = True
    evidence: tuple[Evidence, ...] = ()
    """What proves that it was installed; nothing: whatever the agency accepts."""
    installed_within_days: Days | None = None
    """From the agreement."""
    used_for_months: Months | None = None
    """How long it must be used before it may be sold or taken away (의무사용기간)."""
    own_share_bp: ShareOrNone = 0


class Designation(_Benefit):
    """A title with certificate, number, period and public register."""

    kind: Literal["designation"]
    valid_months: Months | None = None
    """null: without end."""
    public_register: bool = True
    awarded_by: Text | None = None
    """Whose title or award it is, where it is not the agency's."""
    renewed_by: Text | None = None
    """How the title is renewed when its time is over."""


class FeeRelief(_Benefit):
    """A fee is waived or lowered, and valued."""

    kind: Literal["fee_relief"]
    fee: Text
    relief_bp: Share
    months: Months | None = None


class DataService(_Benefit):
    """Data or an analysis is given, and valued in kind."""

    kind: Literal["data_service"]
    every_months: Months | None = None


Benefit = Annotated[
    Subsidy
    | VoucherCredit
    | Service
    | Course
    | Booking
    | Placement
    | Finance
    | Equipment
    | Designation
    | FeeRelief
    | DataService,
    Field(discriminator="kind"),
]
