"""Who runs a programme, for whom, and where to ask."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Count, Day, Id, Line, RegionCode, Share, Text, Won

BenefitKind = Literal[
    "subsidy",
    "voucher_credit",
    "service",
    "course",
    "booking",
    "placement",
    "finance",
    "equipment",
    "designation",
    "fee_relief",
    "data_service",
]

Target = Literal["small_merchants", "small_and_medium_businesses", "makers", "one_person_merchants"]
"""소상공인, 중소상공인, 소공인, 1인 소상공인."""

Places = Annotated[int, Field(ge=0, le=10**8)]

Applicant = Literal["merchant", "market", "executor", "provider"]
"""Who applies: one merchant, a market or street as a group, a firm as executor, a creator or tutor."""

Entry = Literal["application", "nomination"]
"""How people come in: they apply, or an executor's merchandiser names them."""


class Group(Part):
    """A market, street or cluster that applies as one; each member is judged by the rules of the file."""

    area: Literal["market", "street", "city", "cluster"]
    """One traditional market, one street, the markets and streets of a city, a cluster of makers."""
    least_members: Count | None = None
    agreeing_bp: Share | None = None
    """The part of the members that must agree."""
    adjacent: bool = False
    """Whether markets and streets that adjoin it may come along."""
    represented_by: Text | None = None
    """Who signs and files for the group."""
    assisted_by: Text | None = None
    """Who helps members to file that cannot do it alone."""


class AddOn(Part):
    """What an executor adds of its own to a stage, beside the programme's benefits."""

    id: Id
    title: Text
    kind: BenefitKind
    stage: Id | None = None
    """The stage whose selected get it; null: everybody the executor takes."""
    valued_won: Won | None = None
    """What it is worth for each merchant, as the executor values it."""


class Executor(Part):
    """A platform company or public body that carries the programme out (수행기관)."""

    id: Id
    name: Text
    summary: Text | None = None
    regions: tuple[RegionCode, ...] = ()
    """Where it serves; nothing: everywhere."""
    capacity: dict[str, Places] = Field(default_factory=dict)
    """Places by stage id; a stage that is not named has the stage's quota.per_executor."""
    add_ons: tuple[AddOn, ...] = ()
    left_on: Day | None = None
    """The day from which it carries the programme out no more: it has no places, nobody can choose it, and a
    choice of it that was handed in before does not count."""


class Contact(Part):
    """Where to ask."""

    name: Text | None = None
    phone: Line | None = None
    email: Line | None = None
    url: Line | None = None
